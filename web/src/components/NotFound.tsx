import { Container } from "@mantine/core";
import { EmptyState } from "@/components/EmptyState.tsx";
import { ButtonLink } from "@/components/links.tsx";
import { texts } from "@/texts/index.ts";

/** Also stands alone on the screen, where an address belongs to no page. */
export function NotFound() {
  return (
    <Container size="sm" py="xl">
      <EmptyState
        title={texts.trouble.nothingHere}
        action={
          <ButtonLink size="xs" variant="default" to="/">
            {texts.trouble.toStart}
          </ButtonLink>
        }
      >
        {texts.trouble.nothingHereWhy}
      </EmptyState>
    </Container>
  );
}
