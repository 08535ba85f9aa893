import { ActionIcon, Table, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Fragment } from "react";
import type { GroupBy } from "@/analysis/groupBy.ts";
import { RunsLink } from "@/analysis/RunsLink.tsx";
import { TableFrame } from "@/components/TableFrame.tsx";
import { dayText } from "@/format/instant.ts";
import { countText, percentText } from "@/format/number.ts";
import { FailureDetails } from "@/pages/failures/FailureDetails.tsx";
import type { FailingStep, Failures } from "@/pages/failures/queries.ts";
import { Sparkline } from "@/pages/failures/Sparkline.tsx";
import { caseName, moduleName } from "@/pages/failures/stepName.ts";
import { texts } from "@/texts/index.ts";
import classes from "./FailingStepsTable.module.css";

/** Each step with its weight, its usual message and since when; its runs and its parts with one more click. */
export function FailingStepsTable(props: {
  slug: string;
  failures: Failures;
  split: GroupBy;
  open: number | undefined;
  onOpen: (open: number | undefined) => void;
}) {
  const { failures, open } = props;
  const columns = texts.failures.columns;
  return (
    <TableFrame minWidth={900}>
      <Table verticalSpacing="xs" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label={columns.details} w={36} />
            <Table.Th>{columns.step}</Table.Th>
            <Table.Th ta="right">{columns.count}</Table.Th>
            <Table.Th ta="right">{columns.share}</Table.Th>
            <Table.Th>{columns.message}</Table.Th>
            <Table.Th>{columns.trend}</Table.Th>
            <Table.Th>{columns.seen}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {failures.steps.map((step) => (
            <Fragment key={step.step}>
              <StepRow
                slug={props.slug}
                step={step}
                failures={failures}
                isOpen={open === step.step}
                onOpen={() => props.onOpen(open === step.step ? undefined : step.step)}
              />
              {open === step.step && (
                <Table.Tr>
                  <Table.Td />
                  <Table.Td colSpan={6}>
                    <FailureDetails slug={props.slug} step={step} split={props.split} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function StepRow(props: {
  slug: string;
  step: FailingStep;
  failures: Failures;
  isOpen: boolean;
  onOpen: () => void;
}) {
  const { step, failures, isOpen } = props;
  const words = texts.failures;
  const name = caseName(step);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  const message = step.messages[0];
  return (
    <Table.Tr>
      <Table.Td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-expanded={isOpen}
          aria-label={words.details(name)}
          onClick={props.onOpen}
        >
          <Icon size={16} stroke={1.8} />
        </ActionIcon>
      </Table.Td>
      <Table.Td className={classes.name}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {moduleName(step)} · {step.plan}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        <RunsLink slug={props.slug} query={step.runs} label={words.openRuns(countText(step.count), name)}>
          {countText(step.count)}
        </RunsLink>
      </Table.Td>
      <Table.Td ta="right" className={classes.number}>
        {percentText(step.count, failures.not_passed)}
      </Table.Td>
      <Table.Td className={classes.message}>
        {message ? (
          <Text size="sm" lineClamp={2} title={message.text}>
            {message.text}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {words.noMessage}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Sparkline
          counts={step.trend}
          label={words.trend(words.buckets[failures.bucket], Math.max(0, ...step.trend))}
        />
      </Table.Td>
      <Table.Td className={classes.seen}>
        {step.first_seen && step.last_seen && (
          <Text size="xs" c="dimmed">
            {words.seen(dayText(step.first_seen), dayText(step.last_seen))}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
