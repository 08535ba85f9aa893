import { describe, expect, it } from "vitest";
import { groupsOf, onlyFailed, openAtFirst } from "@/pages/run/steps/openSteps.ts";
import type { RunCase, RunModule } from "@/pages/run/types.ts";

function testCase(id: string, status: RunCase["status"], measurement_count = 1): RunCase {
  return { id, status, measurement_count, messages: [], measurements: [] } as unknown as RunCase;
}

function module(id: string, cases: RunCase[], group: RunModule["group"] = "main"): RunModule {
  const status = cases.some((one) => one.status === "failed") ? "failed" : "passed";
  return { id, status, group, cases } as unknown as RunModule;
}

describe("openAtFirst", () => {
  it("opens all of a small report", () => {
    const open = openAtFirst([module("m", [testCase("a", "passed"), testCase("b", "passed", 0)])], undefined);
    expect([...open].sort()).toEqual(["m", "m::a"]);
  });

  it("opens of a large one what failed and what was asked for", () => {
    const many = Array.from({ length: 20 }, (_, index) => testCase(`c${index}`, "passed"));
    const modules = [
      module("m", many),
      module("f", [testCase("x", "failed"), testCase("y", "passed")]),
      module("n", many),
    ];
    expect([...openAtFirst(modules, "n::c3")].sort()).toEqual(["f", "f::x", "n", "n::c3"]);
  });
});

describe("groups and failures", () => {
  it("keeps the order of a test plan and drops what passed", () => {
    const modules = [
      module("t", [testCase("a", "passed")], "teardown"),
      module("m", [testCase("a", "failed"), testCase("b", "passed")]),
      module("s", [], "setup"),
    ];
    expect(groupsOf(modules).map((group) => group.group)).toEqual(["setup", "main", "teardown"]);
    const failed = onlyFailed(modules);
    expect(failed.map((one) => [one.id, one.cases.length])).toEqual([["m", 1]]);
  });
});
