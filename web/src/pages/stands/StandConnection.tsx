import { Text } from "@mantine/core";
import type { StandPage } from "@/stands/queries.ts";
import { texts } from "@/texts/index.ts";

/** How the newest report came in. */
export function StandConnection({ connection }: { connection: StandPage["connection"] }) {
  const text = texts.stands.facts;
  if (!connection) return <>{text.none}</>;
  const kind = connection.kind === "login" ? text.login : text.apiKey;
  const details = [
    kind,
    connection.let_in_by && text.letInBy(connection.let_in_by),
    connection.is_ended && text.ended,
  ];
  return (
    <>
      {connection.name}
      <Text span c="dimmed" size="sm">
        {" "}
        ({details.filter(Boolean).join(", ")})
      </Text>
    </>
  );
}
