/** Seconds, whole ones and means of many: "9 s", "0.42 s", "12.3 s", "3 min 05 s", "2 h 14 min". */
export function secondsText(seconds: number): string {
  const size = Math.abs(seconds);
  if (Number.isInteger(size) && size < 60) return `${seconds} s`.replace("-", "−");
  if (size < 59.95) return `${seconds.toFixed(size < 9.995 ? 2 : 1).replace("-", "−")} s`;
  const sign = seconds < 0 ? "−" : "";
  const whole = Math.round(size);
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${sign}${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${sign}${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}
