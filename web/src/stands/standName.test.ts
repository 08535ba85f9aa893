import { expect, it } from "vitest";
import { standName, standNameOfRun } from "@/stands/standName.ts";

it("tells stands of one name apart by their numbers", () => {
  expect(standName({ name: "ICT", number: 0 })).toBe("ICT #0");
  expect(standName({ name: "ICT", number: null })).toBe("ICT");
  expect(standNameOfRun({ stand_name: "FCT", stand_number: 3 })).toBe("FCT #3");
});
