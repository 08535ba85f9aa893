import { Button, Center } from "@mantine/core";
import { Problem } from "@/api/problem.ts";
import { reloadWhenReady } from "@/app/connection/reloadWhenReady.ts";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";

/** In place of a chart whose script did not come; what else is on the page stays. */
export function ChartNotLoaded({ height }: { height: number | string }) {
  const words = texts.charts;
  return (
    <Center mih={height}>
      <Trouble error={new Problem("internal", words.notLoaded)}>
        <Button size="xs" variant="default" onClick={() => void reloadWhenReady()}>
          {words.reload}
        </Button>
      </Trouble>
    </Center>
  );
}
