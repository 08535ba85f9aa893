import { ActionIcon, Menu, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { IconLogout, IconUser, IconUserCircle } from "@tabler/icons-react";
import { useRef } from "react";
import { MenuLink } from "@/components/links.tsx";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** Who is signed in, light or dark, and the way out. */
export function PersonMenu() {
  const session = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useRef<HTMLFormElement>(null);
  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.shell.person}>
            <IconUserCircle size={22} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{session.name || session.email}</Menu.Label>
          <MenuLink to="/profile" leftSection={<IconUser size={16} />}>
            {texts.shell.profile}
          </MenuLink>
          <SegmentedControl
            fullWidth
            size="xs"
            my={6}
            aria-label={texts.shell.colours}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: "auto", label: texts.shell.auto },
              { value: "light", label: texts.shell.light },
              { value: "dark", label: texts.shell.dark },
            ]}
          />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.current?.submit()}>
            {texts.shell.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <form ref={signOut} method="post" action="/auth/sign-out" hidden>
        <input type="hidden" name="csrf" value={session.csrf} />
      </form>
    </>
  );
}
