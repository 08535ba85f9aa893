import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { Panel } from "@/components/Panel.tsx";
import { PasswordForm } from "@/pages/profile/PasswordForm.tsx";
import type { WaysIn } from "@/pages/profile/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.profile;

export function PasswordPanel({ email, waysIn }: { email: string; waysIn: WaysIn }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel title={words.password}>
      {!waysIn.has_password ? (
        <Text size="sm">{words.noPassword}</Text>
      ) : isOpen ? (
        <PasswordForm email={email} lengthMin={waysIn.password_length_min} onClose={() => setIsOpen(false)} />
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {words.otherBrowsers}
          </Text>
          <Group>
            <Button variant="default" onClick={() => setIsOpen(true)}>
              {words.changePassword}
            </Button>
          </Group>
        </>
      )}
    </Panel>
  );
}
