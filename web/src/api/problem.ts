import type { components } from "@/api/schema.d.ts";

export type ProblemBody = components["schemas"]["ProblemBody"];
export type ProblemCode = ProblemBody["code"];

/** What went wrong with a request: the server's own words, or that it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode | "unreachable",
    message: string,
    readonly status = 0,
    readonly field?: string,
  ) {
    super(message);
    this.name = "Problem";
  }
}

/** Nothing was decided: the same request may succeed in a moment. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof Problem && (error.code === "unreachable" || error.code === "unavailable");
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem("internal", error instanceof Error ? error.message : String(error));
}

/** Reads a refusal; one without a body that we know (a proxy's, say) is told by its status. */
export async function problemOfResponse(response: Response): Promise<Problem> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  if (isProblemBody(body)) {
    return new Problem(body.code, body.detail, response.status, body.field ?? undefined);
  }
  const code = response.status === 503 || response.status === 502 ? "unavailable" : "internal";
  return new Problem(code, `The server answered ${response.status}.`, response.status);
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}
