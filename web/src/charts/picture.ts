import { escaped } from "./html.ts";

/** Room for the title above the charts, and for each line below it. */
export const TITLE_HEIGHT = 36;
export const LINE_HEIGHT = 18;
export const TITLE_SIZE = 15;
export const LINE_SIZE = 12;
export const HEAD_LEFT = 8;
/** Of its height, on average. */
const WIDTH_OF_LETTER = 0.55;

/** What stands above the charts. */
export interface PictureHead {
  title: string;
  /** Which runs are shown; in as many lines as the width takes. */
  about: string;
}

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

/** The words below the title, broken where the picture ends. */
export function aboutLines(about: string, width: number): string[] {
  const most = Math.floor((width - 2 * HEAD_LEFT) / (LINE_SIZE * WIDTH_OF_LETTER));
  const lines: string[] = [];
  for (const word of about.split(" ").filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Drawings one below the other, with a title. */
export function svgDocument(
  { title, about }: PictureHead,
  parts: PicturePart[],
  colours: { ground: string; text: string },
): string {
  const width = Math.max(1, ...parts.map((part) => part.width));
  const lines = aboutLines(about, width);
  const headHeight = TITLE_HEIGHT + lines.length * LINE_HEIGHT;
  const height = parts.reduce((sum, part) => sum + part.height, headHeight);
  let top = headHeight;
  const drawings = parts.map((part) => {
    const drawing = `<g transform="translate(0 ${top})">${part.svg}</g>`;
    top += part.height;
    return drawing;
  });
  const written = (text: string, middle: number, font: string) =>
    `<text x="${HEAD_LEFT}" y="${middle}" dominant-baseline="central" font-family="sans-serif" ${font} fill="${escaped(colours.text)}">${escaped(text)}</text>`;
  const head = [
    written(title, TITLE_HEIGHT / 2, `font-size="${TITLE_SIZE}" font-weight="600"`),
    ...lines.map((line, index) =>
      written(line, TITLE_HEIGHT + (index + 0.5) * LINE_HEIGHT, `font-size="${LINE_SIZE}"`),
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${escaped(colours.ground)}"/>`,
    ...head,
    ...drawings,
    "</svg>",
  ].join("\n");
}
