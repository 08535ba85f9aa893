import { expect, it } from "vitest";
import { standSearch, standsSearch } from "@/pages/stands/search.ts";

it("keeps of an address what it knows", () => {
  expect(standsSearch({ text: "ict", health: "silent", view: "table", more: 1 })).toEqual({
    text: "ict",
    health: "silent",
    view: "table",
  });
  expect(standsSearch({ text: "", health: "well", view: "cards" })).toEqual({});
  expect(standSearch({ tab: "log", range: "week" })).toEqual({ tab: "log", range: "week" });
  expect(standSearch({ tab: "runs" })).toEqual({});
});
