const UNITS = ["bytes", "KB", "MB", "GB"];

/** "900 bytes", "12.3 KB". */
export function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(size < 100 ? 1 : 0)} ${UNITS[unit]}`;
}
