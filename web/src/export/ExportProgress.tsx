import { Progress as Bar, Button, Group, Stack, Text } from "@mantine/core";
import type { Progress } from "@/export/download.ts";
import { countText } from "@/format/number.ts";
import { texts } from "@/texts/index.ts";

/** How far an export is, and the way to end it. */
export function ExportProgress({ progress, onCancel }: { progress: Progress; onCancel: () => void }) {
  const { done, total } = progress;
  const percent = total ? (100 * done) / total : 0;
  const isWritten = total !== undefined && done >= total;
  return (
    <Stack gap={6}>
      <Bar
        value={total === undefined || isWritten ? 100 : percent}
        animated={total === undefined || isWritten}
        aria-label={texts.export.progress}
      />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {total === undefined && texts.export.preparing}
          {total !== undefined && isWritten && texts.export.closing}
          {total !== undefined && !isWritten && texts.export.rowsOf(countText(done), countText(total))}
        </Text>
        <Button size="compact-xs" variant="default" onClick={onCancel}>
          {texts.export.cancel}
        </Button>
      </Group>
    </Stack>
  );
}
