import { NumberInput, Text } from "@mantine/core";
import { useState } from "react";
import { limitText } from "@/format/number.ts";
import { fieldText, limitOf, type TypedLimit } from "@/pages/measurement/whatIf/typedLimit.ts";

/** One limit to try; the present one stands in it faintly. */
export function LimitField(props: {
  label: string;
  unit: string;
  present: number | undefined;
  limit: number | undefined;
  onLimit: (limit: number | undefined) => void;
}) {
  const { limit, present, onLimit } = props;
  const [typed, setTyped] = useState<TypedLimit>(limit ?? "");
  return (
    <NumberInput
      size="sm"
      flex={1}
      miw={130}
      label={props.label}
      placeholder={present === undefined ? "–" : limitText(present)}
      value={fieldText(typed, limit)}
      hideControls
      rightSection={<Text size="xs">{props.unit}</Text>}
      onChange={(next) => {
        setTyped(next);
        onLimit(limitOf(next));
      }}
    />
  );
}
