import { describe, expect, it } from "vitest";
import { firstPage, sortedBy, tableViewOf } from "@/runs/tableView.ts";

describe("tableViewOf", () => {
  it("drops what no table can show", () => {
    expect(tableViewOf({ sort: "colour", direction: "up", size: 7, page: 3 })).toEqual({});
    expect(tableViewOf({ sort: "plan", direction: "asc", size: "100", cursor: "x", page: "3" })).toEqual({
      sort: "plan",
      direction: "asc",
      size: 100,
      cursor: "x",
      page: 3,
    });
  });
});

describe("sortedBy", () => {
  it("turns round and goes back to the first page", () => {
    expect(sortedBy({ cursor: "x", page: 2 }, "start")).toEqual({ sort: "start", direction: "asc" });
    expect(sortedBy({}, "plan")).toEqual({ sort: "plan", direction: "asc" });
    expect(sortedBy({ sort: "plan", direction: "asc" }, "plan").direction).toBe("desc");
    expect(sortedBy({ sort: "plan" }, "duration").direction).toBe("desc");
    expect(firstPage({ size: 25, cursor: "x", page: 2 })).toEqual({ size: 25 });
  });
});
