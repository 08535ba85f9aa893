import { expect, test } from "vitest";
import { bytesText } from "@/format/bytes.ts";

test("sizes have a unit that people can read", () => {
  expect(bytesText(0)).toBe("0 bytes");
  expect(bytesText(1023)).toBe("1023 bytes");
  expect(bytesText(35_000)).toBe("34.2 KiB");
  expect(bytesText(64 * 2 ** 20)).toBe("64.0 MiB");
});
