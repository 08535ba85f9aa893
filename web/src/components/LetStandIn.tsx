import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { CopyBlock } from "@/components/CopyBlock.tsx";
import { hardpySettings, signInCommand } from "@/components/connectStand.ts";
import { AnchorLink } from "@/components/links.tsx";
import { findOrganisation, useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

type Way = "key" | "signIn";

/** The two ways in which a stand gets in. */
export function LetStandIn({ slug }: { slug: string }) {
  const [way, setWay] = useState<Way>("key");
  const text = texts.connect.letIn;
  return (
    <Stack gap={8}>
      <SegmentedControl
        aria-label={text.way}
        value={way}
        onChange={(value) => setWay(value as Way)}
        data={[
          { value: "key", label: text.byKey },
          { value: "signIn", label: text.bySignIn },
        ]}
        style={{ alignSelf: "flex-start" }}
      />
      {way === "key" ? <ByKey slug={slug} /> : <BySignIn slug={slug} />}
    </Stack>
  );
}

function ByKey({ slug }: { slug: string }) {
  const text = texts.connect.letIn;
  return (
    <>
      <Text size="sm" c="dimmed">
        {text.keyText}
      </Text>
      <CopyBlock text={hardpySettings(window.location.host, text.keyPlace)} label="hardpy.toml" />
      {useIsAdmin(slug) ? (
        <AnchorLink
          size="sm"
          to="/o/$slug/organisation/$section"
          params={{ slug, section: "keys" }}
          style={{ alignSelf: "flex-start" }}
        >
          {text.makeKey}
        </AnchorLink>
      ) : (
        <Text size="sm">{text.askForKey}</Text>
      )}
    </>
  );
}

function BySignIn({ slug }: { slug: string }) {
  const text = texts.connect.letIn;
  return (
    <>
      <Text size="sm" c="dimmed">
        {text.signInText}
      </Text>
      <CopyBlock text={signInCommand(window.location.host)} label={text.bySignIn} />
      {!useIsAdmin(slug) && <Text size="sm">{text.signInByAdmin}</Text>}
    </>
  );
}

function useIsAdmin(slug: string): boolean {
  return findOrganisation(useSession(), slug)?.role === "admin";
}
