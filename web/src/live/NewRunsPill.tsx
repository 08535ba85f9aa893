import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { texts } from "@/texts/index.ts";
import classes from "./live.module.css";

/** Says that there is something new, without moving what is being read. */
export function NewRunsPill({ hasNews, onShow }: { hasNews: boolean; onShow: () => void }) {
  return (
    <div className={classes.pillHolder} role="status">
      {hasNews && (
        <Button
          className={classes.pill}
          size="xs"
          radius="xl"
          leftSection={<IconArrowUp size={14} />}
          onClick={onShow}
        >
          {texts.live.newRuns}
        </Button>
      )}
    </div>
  );
}
