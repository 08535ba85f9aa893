import { IconBarcodeOff } from "@tabler/icons-react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ButtonLink } from "@/components/links.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { texts } from "@/texts/index.ts";
import type { UnitKey } from "@/units/queries.ts";

/** Nobody has reported such a unit: perhaps a slip of the pen. */
export function UnknownUnit({ unitKey }: { unitKey: UnitKey }) {
  const { slug, part, serial } = unitKey;
  return (
    <>
      <PageHeader title={serial} subtitle={`${texts.unit.part} ${part}`} />
      <EmptyState
        icon={<IconBarcodeOff size={36} stroke={1.4} color="var(--soft)" aria-hidden />}
        title={texts.unit.unknownTitle}
        action={
          <ButtonLink to="/o/$slug" params={{ slug }} variant="default">
            {texts.unit.toRuns}
          </ButtonLink>
        }
      >
        {texts.unit.unknown(part, serial)}
      </EmptyState>
    </>
  );
}
