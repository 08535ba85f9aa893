import { expect, it } from "vitest";
import { exportColumns, exportQuery } from "@/export/exportQuery.ts";

it("asks for what is shown", () => {
  expect(exportColumns(["serial", "stand"])).toEqual(["serial_number", "stand", "stand_number", "run_id"]);
  const query = exportQuery({ range: "week", plan: ["a b", "c"], stand: [3], from: undefined });
  expect(query.toString()).toBe("range=week&plan=a+b&plan=c&stand=3");
});
