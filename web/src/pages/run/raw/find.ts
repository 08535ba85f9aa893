/** The report with its parts on lines of their own; as it is when it cannot be read as JSON. */
export function formatted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A line that is longer is cut into several, so that a list of lines can show it. */
const LINE_LENGTH_MAX = 2000;

export function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    if (line.length <= LINE_LENGTH_MAX) return [line];
    const pieces: string[] = [];
    for (let at = 0; at < line.length; at += LINE_LENGTH_MAX)
      pieces.push(line.slice(at, at + LINE_LENGTH_MAX));
    return pieces;
  });
}

/** The lines that hold the text, whatever the case of its letters. */
export function findLines(lines: string[], wanted: string): number[] {
  if (wanted === "") return [];
  const lower = wanted.toLowerCase();
  const found: number[] = [];
  lines.forEach((line, index) => {
    if (line.toLowerCase().includes(lower)) found.push(index);
  });
  return found;
}
