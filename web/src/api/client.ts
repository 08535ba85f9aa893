import createClient, { type Middleware } from "openapi-fetch";
import { tellOutcome } from "@/api/outcome.ts";
import { Problem, problemOfResponse } from "@/api/problem.ts";
import type { paths } from "@/api/schema.d.ts";

let csrfToken = "";

/** Every change carries it; the session tells it. */
export function setCsrfToken(token: string) {
  csrfToken = token;
}

export function csrfHeaders(): Record<string, string> {
  return { "standcloud-csrf": csrfToken };
}

/** Refusals become a `Problem`, so that whoever awaits an answer has it or an error, never neither. */
const refusals: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("standcloud-csrf", csrfToken);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) {
      const problem = await problemOfResponse(response);
      tellOutcome(problem);
      throw problem;
    }
    tellOutcome("answered");
    return response;
  },
  onError({ error }) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === "AbortError")) {
      return error;
    }
    const problem = new Problem("unreachable", "The server cannot be reached.");
    tellOutcome(problem);
    return problem;
  },
};

export const api = createClient<paths>({ baseUrl: "/" });
api.use(refusals);

/** The body of an answer that is known to have one. */
export async function answerOf<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  if (data === undefined) throw new Problem("internal", "The server's answer was empty.");
  return data;
}
