import { expect, it } from "vitest";
import { escapedText } from "@/charts/escapedText.ts";

it("leaves no markup", () => {
  expect(escapedText(`<img src=x onerror="a&b">'`)).toBe(
    "&lt;img src=x onerror=&quot;a&amp;b&quot;&gt;&#39;",
  );
});
