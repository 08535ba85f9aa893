import { describe, expect, it } from "vitest";
import { csvReader, workbookReader } from "@/export/readers.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("csvReader", () => {
  it("counts the rows, however the body is cut", () => {
    const text = 'a,b\r\n1,"two\nlines"\r\n3,4\r\n';
    for (let cut = 1; cut < text.length; cut += 1) {
      const reader = csvReader();
      reader.take(bytes(text.slice(0, cut)));
      reader.take(bytes(text.slice(cut)));
      expect(reader.rows()).toBe(2);
      expect(reader.finish().length).toBe(2);
    }
    expect(() => csvReader().finish()).toThrow();
  });
});

describe("workbookReader", () => {
  it("tells the lines from the file, however the body is cut", () => {
    const text = "rows 4096\nrows 5000\nfile 7\nPK\nrows";
    for (let cut = 1; cut < text.length; cut += 1) {
      const reader = workbookReader();
      reader.take(bytes(text.slice(0, cut)));
      reader.take(bytes(text.slice(cut)));
      expect(reader.rows()).toBe(5000);
      const file = reader.finish().map((piece) => new TextDecoder().decode(piece));
      expect(file.join("")).toBe("PK\nrows");
    }
  });

  it("takes no half file for a whole one", () => {
    const reader = workbookReader();
    reader.take(bytes("rows 1\nfile 10\nPK"));
    expect(() => reader.finish()).toThrow();
    expect(() => workbookReader().take(bytes("failed\n"))).toThrow();
  });
});
