import { expect, test } from "vitest";
import { adviceFor, problemText } from "@/pages/organisation/quarantine/advice.ts";
import { texts } from "@/texts/index.ts";

const { advice } = texts.quarantine;
const problem = (kind: string, place = "dut.serial_number") => ({ kind, place, message: "is not right" });

test("each kind of trouble is explained once", () => {
  expect(adviceFor([problem("missing"), problem("missing"), problem("string_type")])).toEqual([
    advice.missing,
    advice.type,
    advice.again,
  ]);
  expect(adviceFor([problem("json_invalid", "")])).toEqual([advice.json, advice.again]);
  expect(adviceFor([])).toEqual([advice.again]);
});

test("a problem names its place", () => {
  expect(problemText(problem("missing"))).toBe("dut.serial_number: is not right");
  expect(problemText(problem("json_invalid", "17"))).toBe("the report as a whole: is not right");
});
