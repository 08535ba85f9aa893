import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem.ts";
import { type Connection, connectionAfter, waitBeforeAttempt } from "@/app/connection/connection.ts";

const fine: Connection = { server: "here", session: "going on" };
const problem = (code: Problem["code"]) => new Problem(code, "");

describe("connectionAfter", () => {
  it("tells a server that is away from one that is busy", () => {
    expect(connectionAfter(fine, problem("unreachable")).server).toBe("away");
    expect(connectionAfter(fine, problem("unavailable")).server).toBe("busy");
  });

  it("takes every answer, also a refusal, for a sign of life", () => {
    const away: Connection = { ...fine, server: "away" };
    expect(connectionAfter(away, "answered")).toEqual(fine);
    expect(connectionAfter(away, problem("not_found"))).toEqual(fine);
    expect(connectionAfter(away, problem("sign_in")).server).toBe("here");
  });

  it("remembers that the session has ended until somebody has signed in", () => {
    const ended = connectionAfter(fine, problem("sign_in"));
    expect(ended.session).toBe("ended");
    expect(connectionAfter(ended, "answered").session).toBe("ended");
    expect(connectionAfter(ended, problem("unreachable"))).toEqual({ server: "away", session: "ended" });
    expect(connectionAfter(ended, "signed in")).toEqual(fine);
  });
});

describe("waitBeforeAttempt", () => {
  it("grows up to ten seconds", () => {
    expect([0, 1, 2, 20].map(waitBeforeAttempt)).toEqual([1000, 1500, 2250, 10_000]);
  });
});
