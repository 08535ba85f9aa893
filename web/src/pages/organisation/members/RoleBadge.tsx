import { Badge } from "@mantine/core";
import type { Role } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

export function RoleBadge({ role }: { role: Role }) {
  return (
    <Badge variant="light" color={role === "admin" ? "petrol" : "gray"} tt="none" miw="max-content">
      {texts.organisation.roles[role]}
    </Badge>
  );
}
