import { describe, expect, it } from "vitest";
import { aboutLines, pictureName, svgDocument } from "@/charts/picture.ts";

describe("pictureName", () => {
  it("is a file name", () => {
    expect(pictureName("Yield by stand", "png")).toBe("Yield-by-stand.png");
    expect(pictureName("../Ω <b>", "svg")).toBe("b.svg");
    expect(pictureName("…", "svg")).toBe("chart.svg");
  });
});

describe("aboutLines", () => {
  it("breaks where the picture ends and loses no word", () => {
    expect(aboutLines("", 300)).toEqual([]);
    expect(aboutLines("Time range: Month · Stand: A", 600)).toEqual(["Time range: Month · Stand: A"]);
    const lines = aboutLines("Time range: Month · Stand: A-very-long-name-of-a-stand", 150);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(" ")).toBe("Time range: Month · Stand: A-very-long-name-of-a-stand");
  });
});

describe("svgDocument", () => {
  it("stacks drawings under an escaped title", () => {
    const part = { width: 300, height: 100, svg: "<svg/>" };
    const text = svgDocument({ title: 'a <script> & "b"', about: "Stand: <A>" }, [part, part], {
      ground: "#fff",
      text: "#000",
    });
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
    expect(drawn.querySelector("parsererror")).toBeNull();
    expect(drawn.documentElement.getAttribute("height")).toBe("254");
    const written = [...drawn.querySelectorAll("text")].map((text) => text.textContent);
    expect(written).toEqual(['a <script> & "b"', "Stand: <A>"]);
    expect(drawn.querySelector("g")?.getAttribute("transform")).toBe("translate(0 54)");
    expect(drawn.querySelectorAll("g").length).toBe(2);
  });
});
