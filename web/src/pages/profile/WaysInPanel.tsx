import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { Panel } from "@/components/Panel.tsx";
import type { WaysIn } from "@/pages/profile/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;
const FEW_CODES = 3;

/** How the person signs in besides the password, with the way to each. */
export function WaysInPanel({ waysIn }: { waysIn: WaysIn }) {
  const codes = waysIn.recovery_codes_left;
  return (
    <Panel title={words.waysIn}>
      <Stack gap="md">
        <Way
          name={words.secondFactor}
          what={words.secondFactorWhat}
          state={waysIn.has_second_factor ? words.on : undefined}
          warning={waysIn.has_second_factor && codes < FEW_CODES ? words.codesLeft(codes) : undefined}
          address="/auth/account/second-factor"
        />
        <Way
          name={words.passkeys}
          what={words.passkeysWhat}
          state={waysIn.passkey_count > 0 ? String(waysIn.passkey_count) : undefined}
          address="/auth/account/passkeys"
        />
        {waysIn.offers_single_sign_on && (
          <Way
            name={words.singleSignOn}
            what={words.singleSignOnWhat}
            state={waysIn.single_sign_ons.join(", ") || undefined}
            address="/auth/account/sso"
          />
        )}
      </Stack>
    </Panel>
  );
}

/** `state` is missing for what is not used yet. */
function Way(props: { name: string; what: string; state?: string; warning?: string; address: string }) {
  const label = props.state ? words.manage : words.setUp;
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {props.name}
          </Text>
          <Badge size="sm" variant="light" color={props.state ? "teal" : "gray"} tt="none">
            {props.state ?? words.off}
          </Badge>
          {props.warning && (
            <Badge size="sm" variant="light" color="yellow" tt="none">
              {props.warning}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {props.what}
        </Text>
      </div>
      <Button
        component="a"
        href={props.address}
        variant="default"
        size="xs"
        aria-label={`${label}: ${props.name}`}
        style={{ flexShrink: 0 }}
      >
        {label}
      </Button>
    </Group>
  );
}
