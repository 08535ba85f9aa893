import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/EmptyState.tsx";
import { texts } from "@/texts/index.ts";

export function NotFound() {
  return (
    <EmptyState title={texts.trouble.nothingHere} action={<Link to="/">{texts.trouble.toStart}</Link>}>
      {texts.trouble.nothingHereWhy}
    </EmptyState>
  );
}
