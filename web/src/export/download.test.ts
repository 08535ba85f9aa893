import { describe, expect, it } from "vitest";
import { exportAddress, fileName } from "@/export/download.ts";

describe("exportAddress", () => {
  it("has the filter of the page", () => {
    const query = new URLSearchParams([
      ["plan", "a b"],
      ["plan", "c"],
    ]);
    expect(exportAddress({ slug: "x", kind: "csv", query })).toBe(
      "/api/v1/org/x/runs/export.csv?plan=a+b&plan=c",
    );
    expect(exportAddress({ slug: "x", kind: "xlsx", query })).toContain(
      "export.xlsx?plan=a+b&plan=c&progress=true",
    );
  });
});

describe("fileName", () => {
  it("is what the server says", () => {
    expect(fileName('attachment; filename="acme_week.csv"', "csv")).toBe("acme_week.csv");
    expect(fileName(null, "xlsx")).toBe("test-runs.xlsx");
  });
});
