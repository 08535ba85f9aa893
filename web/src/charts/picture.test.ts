import { describe, expect, it } from "vitest";
import { pictureName, svgDocument } from "@/charts/picture.ts";

describe("pictureName", () => {
  it("is a file name", () => {
    expect(pictureName("Yield by stand", "png")).toBe("Yield-by-stand.png");
    expect(pictureName("../Ω <b>", "svg")).toBe("b.svg");
    expect(pictureName("…", "svg")).toBe("chart.svg");
  });
});

describe("svgDocument", () => {
  it("stacks drawings under an escaped title", () => {
    const part = { width: 300, height: 100, svg: "<svg/>" };
    const text = svgDocument('a <script> & "b"', [part, part], { ground: "#fff", text: "#000" });
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
    expect(drawn.querySelector("parsererror")).toBeNull();
    expect(drawn.documentElement.getAttribute("height")).toBe("236");
    expect(drawn.querySelector("text")?.textContent).toBe('a <script> & "b"');
    expect(drawn.querySelectorAll("g").length).toBe(2);
  });
});
