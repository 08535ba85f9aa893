import { Button, Group, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { OrganisationLogo } from "@/app/shell/OrganisationLogo.tsx";
import { MenuLink } from "@/components/links.tsx";
import { findOrganisation, useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** Which organisation is shown; with several, the way to the others. */
export function OrganisationMenu() {
  const session = useSession();
  const { slug } = useParams({ strict: false });
  const shown = findOrganisation(session, slug ?? "");
  if (session.organisations.length < 2) {
    return shown ? (
      <Group gap="xs" wrap="nowrap" visibleFrom="xs">
        <OrganisationLogo organisation={shown} />
        <Text fw={600} truncate maw={220}>
          {shown.name}
        </Text>
      </Group>
    ) : null;
  }
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          leftSection={shown?.picture_version && <OrganisationLogo organisation={shown} />}
          rightSection={<IconChevronDown size={14} />}
        >
          <Text fw={600} truncate maw={220}>
            {shown?.name ?? texts.shell.organisations}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {session.organisations.map((organisation) => (
          <MenuLink key={organisation.slug} to="/o/$slug" params={{ slug: organisation.slug }}>
            {organisation.name}
          </MenuLink>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
