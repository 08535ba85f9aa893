import { Stack, Title } from "@mantine/core";
import { Panel } from "@/components/Panel.tsx";
import { ArtifactView } from "@/pages/run/properties/ArtifactView.tsx";
import { InfoList } from "@/pages/run/properties/InfoList.tsx";
import type { RunReport } from "@/pages/run/types.ts";
import { texts } from "@/texts/index.ts";

const t = texts.run.properties;

/** What stands and test plans say about unit, stand and process in words of their own. */
export function PropertiesPanel({ report }: { report: RunReport }) {
  const lists = [
    { title: t.unit, info: report.unit_info },
    { title: t.stand, info: report.stand_info },
    { title: t.process, info: report.process_info },
  ].filter((list) => list.info.length > 0);
  if (lists.length === 0 && !report.artifact) return null;
  return (
    <Panel title={t.title}>
      <Stack gap="md">
        {lists.map((list) => (
          <div key={list.title}>
            <Title order={3} size="h6" mb={2}>
              {list.title}
            </Title>
            <InfoList info={list.info} />
          </div>
        ))}
        {report.artifact && <ArtifactView title={t.ofRun} artifact={report.artifact} />}
      </Stack>
    </Panel>
  );
}
