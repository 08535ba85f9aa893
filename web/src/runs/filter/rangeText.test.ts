import { describe, expect, it } from "vitest";
import { rangeText } from "@/runs/filter/rangeText.ts";

describe("rangeText", () => {
  it("names days whatever the zone", () => {
    expect(rangeText({ range: "week" })).toBeNull();
    expect(rangeText({ from: "2026-11-02", to: "2026-11-02" })).toBe("2 Nov 2026");
    expect(rangeText({ from: "2026-11-02", to: "2026-11-05" })?.replaceAll(/\s/g, "")).toBe("2–5Nov2026");
    expect(rangeText({ from: "2026-11-02" })).toBe("2 Nov 2026 –");
    expect(rangeText({ to: "2026-11-02" })).toBe("– 2 Nov 2026");
  });
});
