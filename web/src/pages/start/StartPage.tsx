import { IconBuildingFactory2 } from "@tabler/icons-react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ButtonLink } from "@/components/links.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
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
          <ButtonLink to="/profile" variant="default" mt="sm">
            {text.account}
          </ButtonLink>
        }
      >
        {text.noneWhy}
      </EmptyState>
    </>
  );
}
