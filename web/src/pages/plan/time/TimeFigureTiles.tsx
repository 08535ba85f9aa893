import { Text } from "@mantine/core";
import { Hinted } from "@/components/Hinted.tsx";
import { texts } from "@/texts/index.ts";
import type { TimeFigures } from "./queries.ts";
import classes from "./TimeFigureTiles.module.css";
import { shareText } from "./timeText.ts";

/** All stands together: effectiveness and its three parts first. */
export function TimeFigureTiles({ figures }: { figures: TimeFigures }) {
  const { figures: names, hints, none, notes } = texts.time;
  const rate = figures.runs_per_hour;
  const tiles = [
    { name: names.oee, hint: hints.oee, value: shareText(figures.oee) },
    { name: names.availability, hint: hints.availability, value: shareText(figures.availability) },
    { name: names.performance, hint: hints.performance, value: shareText(figures.performance) },
    { name: names.quality, hint: hints.quality, value: shareText(figures.quality) },
    { name: names.utilisation, hint: hints.utilisation, value: shareText(figures.utilisation) },
    { name: names.rate, hint: hints.rate, value: rate == null ? none : rate.toFixed(1) },
  ];
  return (
    <div>
      <div className={classes.tiles}>
        {tiles.map((tile) => (
          <div key={tile.name} className={classes.tile}>
            <div className={classes.name}>
              <Hinted hint={tile.hint}>{tile.name}</Hinted>
            </div>
            <div className={classes.value}>{tile.value}</div>
          </div>
        ))}
      </div>
      {figures.note && (
        <Text size="sm" c="dimmed" mt="xs">
          {notes[figures.note]}
        </Text>
      )}
    </div>
  );
}
