export type Move = "down" | "up" | "first" | "last";

const MOVES: Record<string, Move> = {
  ArrowDown: "down",
  j: "down",
  ArrowUp: "up",
  k: "up",
  Home: "first",
  End: "last",
};

export function moveOf(key: string): Move | undefined {
  return MOVES[key];
}

/** The row that a key leads to; the ends hold. */
export function rowAfter(index: number, move: Move, count: number): number {
  const last = Math.max(count - 1, 0);
  switch (move) {
    case "down":
      return Math.min(index + 1, last);
    case "up":
      return Math.max(index - 1, 0);
    case "first":
      return 0;
    case "last":
      return last;
  }
}
