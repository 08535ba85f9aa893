import { Container } from "@mantine/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { Problem } from "@/api/problem.ts";
import { reloadWhenReady } from "@/app/connection/reloadWhenReady.ts";
import { useReloadWhenBack } from "@/app/connection/useReloadWhenBack.ts";
import { PageNotLoaded } from "@/app/lazyPage.ts";
import { ButtonLink } from "@/components/links.tsx";
import { Trouble } from "@/components/Trouble.tsx";
import { texts } from "@/texts/index.ts";

/** A page that could not be shown at all, with the ways back. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useReloadWhenBack(error instanceof PageNotLoaded);
  const again = () => {
    if (error instanceof PageNotLoaded) return void reloadWhenReady();
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl">
      <Trouble error={problemForPeople(error)} again={again}>
        <ButtonLink size="xs" variant="default" to="/">
          {texts.trouble.toStart}
        </ButtonLink>
      </Trouble>
    </Container>
  );
}

/** The message of a mistake in our own script helps nobody who reads the page. */
function problemForPeople(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    "internal",
    error instanceof PageNotLoaded ? texts.trouble.notLoaded : texts.trouble.notShown,
  );
}
