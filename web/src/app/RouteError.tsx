import { Container } from "@mantine/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { Trouble } from "@/components/Trouble.tsx";

/** A page that could not be shown at all, with the way back. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl">
      <Trouble error={error} again={again} />
    </Container>
  );
}
