import { List, Text } from "@mantine/core";
import type { Holdings } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.holdings;

/** The stands and programs that are signed out when a membership ends. */
export function WhatEnds({ held }: { held: Holdings }) {
  if (held.stand_count === 0) return <Text size="sm">{words.nothing}</Text>;
  return (
    <div>
      <Text size="sm">{words.stands(held.stand_count)}</Text>
      <EndingNames names={held.stands} count={held.stand_count} />
    </div>
  );
}

export function EndingNames({ names, count }: { names: string[]; count: number }) {
  return (
    <List size="sm" mt={4} withPadding>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may be there twice and do not move
        <List.Item key={index} style={{ overflowWrap: "anywhere" }}>
          {name}
        </List.Item>
      ))}
      {count > names.length && <List.Item>{words.more(count - names.length)}</List.Item>}
    </List>
  );
}
