import { expect, it } from "vitest";
import { analysisFiles } from "@/analysis/files.ts";

it("asks the same question with a format", () => {
  expect(analysisFiles("x", "yield", { plan: ["a b"], by: "stand", from: undefined }, ["csv"])).toEqual({
    csv: "/api/v1/org/x/analysis/yield?plan=a+b&by=stand&format=csv",
  });
});
