/** Minutes after midnight as "06:30". */
export function timeText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** Minutes after midnight of "06:30"; undefined when it is no time of the day. */
export function minutesOf(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d{2})(:\d{2})?$/.exec(text.trim());
  if (!found) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}
