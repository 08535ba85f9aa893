import { describe, expect, it } from "vitest";
import { runsBehind } from "@/analysis/runsBehind.ts";

describe("runsBehind", () => {
  it("reads what the server says", () => {
    const query = "from=2026-01-05&to=2026-01-11&plan=A+B&plan=C&stand=3&status=failed&status=error";
    expect(runsBehind(query)).toEqual({
      from: "2026-01-05",
      to: "2026-01-11",
      plan: ["A B", "C"],
      stand: [3],
      status: ["failed", "error"],
    });
  });

  it("keeps what stands for none", () => {
    expect(runsBehind("batch=&attempt=first&step=0&error_code=7")).toEqual({
      batch: [""],
      attempt: "first",
      step: [0],
      error_code: [7],
    });
  });
});
