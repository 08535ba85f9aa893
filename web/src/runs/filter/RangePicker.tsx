import { Button, Group, Popover, SegmentedControl, Select, Stack } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";
import { rangeText } from "@/runs/filter/rangeText.ts";
import { RANGES, type RangeName, type RunFilter, withDates, withNamedRange } from "@/runs/runFilter.ts";
import { texts } from "@/texts/index.ts";

const words = texts.runs.range;
const CUSTOM = "custom";

/** The calendar periods of the organisation, or any days. */
export function RangePicker(props: { filter: RunFilter; onChange: (filter: RunFilter) => void }) {
  const { filter, onChange } = props;
  const isNarrow = useMediaQuery("(max-width: 36em)");
  const custom = rangeText(filter);
  const value = custom ? CUSTOM : (filter.range ?? "all");
  const pick = (name: string | null) => {
    if (name && name !== CUSTOM) onChange(withNamedRange(filter, name as RangeName));
  };
  const named = RANGES.map((range) => ({ value: range as string, label: words[range] as string }));
  return (
    <Group gap="xs" wrap="nowrap" role="group" aria-label={words.label}>
      {isNarrow ? (
        <Select
          size="sm"
          w={124}
          aria-label={words.label}
          allowDeselect={false}
          data={custom ? [...named, { value: CUSTOM, label: words.custom }] : named}
          value={value}
          onChange={pick}
        />
      ) : (
        <SegmentedControl size="sm" aria-label={words.label} data={named} value={value} onChange={pick} />
      )}
      <DatesButton
        filter={filter}
        onChange={onChange}
        label={custom ?? words.custom}
        isOn={custom !== null}
      />
    </Group>
  );
}

function DatesButton(props: {
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
  label: string;
  isOn: boolean;
}) {
  const { filter, onChange } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [dates, setDates] = useState<[string | null, string | null]>([null, null]);
  const open = () => {
    setDates([filter.from?.slice(0, 10) ?? null, filter.to?.slice(0, 10) ?? null]);
    setIsOpen(true);
  };
  const apply = () => {
    const [from, to] = dates;
    if (from) onChange(withDates(filter, from, to ?? from));
    setIsOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Button
          size="sm"
          px="sm"
          variant={props.isOn ? "light" : "default"}
          leftSection={<IconCalendar size={16} stroke={1.6} />}
          aria-label={`${words.dates}: ${props.label}`}
          onClick={() => (isOpen ? setIsOpen(false) : open())}
        >
          {props.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <DatePicker
            type="range"
            weekendDays={[]}
            allowSingleDateInRange
            value={dates}
            onChange={setDates}
          />
          <Button size="xs" disabled={!dates[0]} onClick={apply}>
            {words.apply}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
