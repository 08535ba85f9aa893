import { AppShell, Burger, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useMatch, useParams, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { Brand } from "@/app/shell/Brand.tsx";
import { DemoBanner } from "@/app/shell/DemoBanner.tsx";
import { DemoSwitch } from "@/app/shell/DemoSwitch.tsx";
import { Navigation } from "@/app/shell/Navigation.tsx";
import { NavigationFoot } from "@/app/shell/NavigationFoot.tsx";
import { OrganisationMenu } from "@/app/shell/OrganisationMenu.tsx";
import { PersonMenu } from "@/app/shell/PersonMenu.tsx";
import { SearchBox } from "@/app/shell/SearchBox.tsx";
import { LiveDot } from "@/live/LiveDot.tsx";
import { LiveProvider } from "@/live/LiveProvider.tsx";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./Shell.module.css";

/** What stands around every page. The wall stands alone. */
export function Shell() {
  const [menuIsOpen, menu] = useDisclosure(false);
  const { slug } = useParams({ strict: false });
  const session = useSession();
  // On one's own page too there is a way to the organisation.
  const menuSlug = slug ?? session.organisations[0]?.slug;
  const isWall = useMatch({ from: "/signed-in/o/$slug/wall", shouldThrow: false }) !== undefined;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const close = menu.close;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu of a phone
  useEffect(close, [path]);
  const frame = (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !menuIsOpen } }}
      padding={{ base: "sm", sm: "lg" }}
      classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
    >
      <a className={classes.skip} href="#content">
        {texts.shell.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={menuIsOpen}
            onClick={menu.toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={texts.shell.menu}
          />
          <Brand />
          {slug && <span className={classes.divider} aria-hidden />}
          <OrganisationMenu />
          <div className={classes.space} />
          {slug && <SearchBox slug={slug} />}
          {slug && <LiveDot />}
          <DemoSwitch />
          <PersonMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <AppShell.Section grow>{menuSlug && <Navigation slug={menuSlug} />}</AppShell.Section>
        <AppShell.Section>
          <NavigationFoot />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <DemoBanner />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
  return <LiveProvider slug={slug}>{isWall ? <Outlet /> : frame}</LiveProvider>;
}
