import { Button } from "@mantine/core";
import { texts } from "@/texts/index.ts";

/** Shows the rest of a table, or less of it again. What is shown is in the address of the page. */
export function ShowMore(props: { isAll: boolean; more: string; onToggle: () => void; isBusy?: boolean }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      mt={6}
      ml={-8}
      aria-expanded={props.isAll}
      loading={props.isBusy}
      onClick={props.onToggle}
    >
      {props.isAll ? texts.analysis.showLess : props.more}
    </Button>
  );
}
