import { Anchor, Button, Menu, NavLink } from "@mantine/core";
import { createLink } from "@tanstack/react-router";

/** Components of the library as links of the router: their `to`, `params` and `search` are checked. */
export const AnchorLink = createLink(Anchor<"a">);
export const ButtonLink = createLink(Button<"a">);
export const NavigationLink = createLink(NavLink<"a">);
export const MenuLink = createLink(Menu.Item<"a">);
