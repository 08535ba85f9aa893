import { Button, Checkbox, Group, Popover, Stack, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import {
  RULE_SETS,
  RULES,
  type RuleSetName,
  rulesOf,
  rulesText,
  setOf,
} from "@/pages/measurement/control/rules.ts";
import { texts } from "@/texts/index.ts";

const words = texts.measurement.control;

/** Which patterns the chart marks. */
export function RuleMenu(props: {
  rules: string | undefined;
  onChange: (rules: string | undefined) => void;
}) {
  const chosen = rulesOf(props.rules);
  const set = setOf(chosen);
  const sets = Object.keys(RULE_SETS) as RuleSetName[];
  return (
    <Popover position="bottom-end" withinPortal trapFocus shadow="md">
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          fw={500}
          rightSection={<IconChevronDown size={14} stroke={1.8} />}
        >
          {words.rules}: {set ? words.sets[set] : words.rulesOf(chosen.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Group gap={6} maw={320}>
            {sets.map((name) => (
              <Button
                key={name}
                size="compact-xs"
                variant={name === set ? "filled" : "default"}
                aria-pressed={name === set}
                onClick={() => props.onChange(rulesText(RULE_SETS[name]))}
              >
                {words.sets[name]}
              </Button>
            ))}
          </Group>
          <Checkbox.Group
            value={chosen}
            onChange={(next) => props.onChange(rulesText(rulesOf(next.join(",") || "none")))}
          >
            <Stack gap={6}>
              {RULES.map((rule) => (
                <Checkbox
                  key={rule}
                  value={rule}
                  size="sm"
                  label={<Text size="sm">{words.names[rule]}</Text>}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
