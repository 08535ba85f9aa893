import { describe, expect, it } from "vitest";
import { measurementSearch } from "@/pages/measurement/search.ts";

describe("measurementSearch", () => {
  it("keeps what it knows", () => {
    const search = {
      series: 12,
      chart: "ewma",
      size: 5,
      rules: "nelson",
      by: "stand",
      view: "curves",
      lower: 0,
      upper: 5.5,
      bin: "3.2..3.25",
    };
    expect(measurementSearch({ ...search, plan: "A" })).toEqual({ ...search, plan: ["A"] });
  });

  it("leaves out what cannot be", () => {
    const search = {
      series: "x",
      chart: "pie",
      size: 99,
      rules: "<b>",
      by: "moon",
      view: "boxes",
      lower: "4",
      upper: null,
      bin: "4..3",
    };
    expect(measurementSearch(search)).toEqual({});
  });
});
