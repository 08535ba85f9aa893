import { escaped } from "./html.ts";

/** Room for the title above the charts. */
export const TITLE_HEIGHT = 36;

export interface PicturePart {
  width: number;
  height: number;
  svg: string;
}

/** A name that every file system takes. */
export function pictureName(title: string, extension: string): string {
  const name = title
    .normalize("NFKD")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80);
  return `${name || "chart"}.${extension}`;
}

/** Drawings one below the other, with a title. */
export function svgDocument(
  title: string,
  parts: PicturePart[],
  colours: { ground: string; text: string },
): string {
  const width = Math.max(1, ...parts.map((part) => part.width));
  const height = parts.reduce((sum, part) => sum + part.height, TITLE_HEIGHT);
  let top = TITLE_HEIGHT;
  const drawings = parts.map((part) => {
    const drawing = `<g transform="translate(0 ${top})">${part.svg}</g>`;
    top += part.height;
    return drawing;
  });
  const head = `<text x="8" y="${TITLE_HEIGHT / 2}" dominant-baseline="central" font-family="sans-serif" font-size="15" font-weight="600" fill="${escaped(colours.text)}">${escaped(title)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${escaped(colours.ground)}"/>`,
    head,
    ...drawings,
    "</svg>",
  ].join("\n");
}
