import { describe, expect, it } from "vitest";
import { runSearch } from "@/pages/run/search.ts";

describe("runSearch", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(runSearch({ case: "m::c::1", failed: true, within: "stand", other: 1 })).toEqual({
      case: "m::c::1",
      failed: true,
      within: "stand",
    });
    expect(runSearch({ case: 7, failed: "yes", within: "moon" })).toEqual({});
    expect(runSearch({ case: "module", within: "all" })).toEqual({});
  });
});
