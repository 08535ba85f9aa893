/** Takes the pieces of a body as they come, tells how many rows are done, and keeps the file. */
export interface ExportReader {
  take: (piece: Uint8Array<ArrayBuffer>) => void;
  rows: () => number;
  /** The file; throws when it is not complete. */
  finish: () => Uint8Array<ArrayBuffer>[];
}

const CR = 13;
const LF = 10;

/** In our CSV a line ends with CR LF and nothing else does; the first is that of the titles. */
export function csvReader(): ExportReader {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let lines = 0;
  let last = 0;
  return {
    take: (piece) => {
      for (const byte of piece) {
        if (byte === LF && last === CR) lines += 1;
        last = byte;
      }
      pieces.push(piece);
    },
    rows: () => Math.max(lines - 1, 0),
    finish: () => {
      if (lines === 0) throw new Error("The file is not complete.");
      return pieces;
    },
  };
}

/** Lines `rows N` while a workbook is made, then `file BYTES` and the workbook. */
export function workbookReader(): ExportReader {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let line = "";
  let rows = 0;
  let expected: number | undefined;
  let received = 0;
  const keep = (piece: Uint8Array<ArrayBuffer>) => {
    pieces.push(piece);
    received += piece.length;
  };
  const endLine = () => {
    const [word, number] = line.split(" ");
    if (word === "rows") rows = Number(number);
    else if (word === "file") expected = Number(number);
    else throw new Error("The workbook could not be made.");
    line = "";
  };
  return {
    take: (piece) => {
      for (let at = 0; at < piece.length; at += 1) {
        if (expected !== undefined) return keep(piece.subarray(at));
        const byte = piece[at] ?? 0;
        if (byte === LF) endLine();
        else line += String.fromCharCode(byte);
      }
    },
    rows: () => rows,
    finish: () => {
      if (received !== expected) throw new Error("The file is not complete.");
      return pieces;
    },
  };
}
