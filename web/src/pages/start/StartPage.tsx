import { Group } from "@mantine/core";
import { IconBuildingFactory2 } from "@tabler/icons-react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ButtonLink } from "@/components/links.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { LookAtDemo } from "@/demo/LookAtDemo.tsx";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** Somebody who is signed in and belongs to no organisation. */
export function StartPage() {
  const session = useSession();
  const text = texts.start;
  return (
    <>
      <PageHeader title={text.title} subtitle={session.name || session.email} />
      <EmptyState
        title={text.none}
        icon={<IconBuildingFactory2 size={40} stroke={1.4} color="var(--accent)" />}
        action={
          <Group mt="sm" justify="center">
            <LookAtDemo />
            <ButtonLink to="/profile" variant="default">
              {text.account}
            </ButtonLink>
          </Group>
        }
      >
        {text.noneWhy}
      </EmptyState>
    </>
  );
}
