import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { texts } from "@/texts/index.ts";
import { type Days, daysOf, PERIODS, periodOf } from "./periods.ts";

const CUSTOM = "custom";

/** A period with a name, or any days. */
export function PeriodChooser(props: { period: string; today: string; onChange: (period: string) => void }) {
  const { period, today, onChange } = props;
  const words = texts.compare;
  const named = PERIODS.find((name) => name === period);
  const known = daysOf(period, today);
  const days = known ?? { from: today, to: today };
  const data = [...PERIODS, CUSTOM].map((name) => ({
    value: name,
    label: words.periods[name as keyof typeof words.periods],
  }));
  const change = (part: Partial<Days>) => {
    const next = { ...days, ...part };
    // The other end follows, so that no period ends before it begins.
    if (next.from > next.to) onChange(periodOf({ from: part.from ?? next.to, to: part.from ?? next.to }));
    else onChange(periodOf(next));
  };
  return (
    <Stack gap={6} flex={1}>
      <Select
        size="sm"
        maw={280}
        aria-label={words.period}
        allowDeselect={false}
        data={data}
        placeholder={words.choosePeriod}
        value={named ?? (known && CUSTOM)}
        onChange={(name) => name && onChange(name === CUSTOM ? periodOf(days) : name)}
      />
      {named ? (
        <Text size="xs" c="dimmed">
          {days.from} – {days.to}
        </Text>
      ) : known ? (
        <Group gap="xs">
          <DayInput label={words.from} day={days.from} onChange={(from) => change({ from })} />
          <DayInput label={words.to} day={days.to} onChange={(to) => change({ to })} />
        </Group>
      ) : null}
    </Stack>
  );
}

function DayInput(props: { label: string; day: string; onChange: (day: string) => void }) {
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={props.label}
      value={props.day}
      onChange={(event) => event.currentTarget.value && props.onChange(event.currentTarget.value)}
    />
  );
}
