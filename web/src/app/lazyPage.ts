import { lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

/** The script of a page did not come: the server is away, or has other files since an upgrade. */
export class PageNotLoaded extends Error {}

const loaders: (() => Promise<unknown>)[] = [];

/**
 * A page that is loaded when it is first shown. The router's own function reloads everything when that
 * fails, which leaves the browser's error page when the server is away.
 */
export function lazyPage<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  loaders.push(load);
  const loadOrTell = () =>
    load().catch((cause: unknown) => {
      throw new PageNotLoaded("a page was not loaded", { cause });
    });
  return lazyRouteComponent(loadOrTell, name);
}

/** For when nothing else is to be done: then the pages come at once, also while the server is away. */
export async function loadAllPages() {
  for (const load of loaders) {
    await load().catch(() => {});
  }
}
