import { Select } from "@mantine/core";
import { spanText } from "@/stands/health.ts";
import { texts } from "@/texts/index.ts";

const MINUTE = 60_000;
const CHOICES = [1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 10_080];

/** After how long a stand that does not test is silent. */
export function SilenceSelect(props: {
  minutes: number;
  onChange: (minutes: number) => void;
  error?: string;
}) {
  const text = texts.stands.silence;
  const known = CHOICES.includes(props.minutes) ? CHOICES : [...CHOICES, props.minutes];
  const choices = known.toSorted((one, other) => one - other);
  return (
    <Select
      maw={310}
      label={text.label}
      description={text.hint}
      data={choices.map((minutes) => ({ value: String(minutes), label: spanText(minutes * MINUTE) }))}
      value={String(props.minutes)}
      onChange={(minutes) => minutes && props.onChange(Number(minutes))}
      error={props.error}
      allowDeselect={false}
    />
  );
}
