import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { problemOf } from "@/api/problem.ts";
import { lazyPage } from "@/app/lazyPage.ts";
import { PagePending } from "@/app/PagePending.tsx";
import { queryClient } from "@/app/queryClient.ts";
import { RouteError } from "@/app/RouteError.tsx";
import { Shell } from "@/app/shell/Shell.tsx";
import { NotFound } from "@/components/NotFound.tsx";
import { compareSearch } from "@/pages/compare/search.ts";
import { failuresSearch } from "@/pages/failures/search.ts";
import { beginHome } from "@/pages/home/begin.ts";
import { homeSearch } from "@/pages/home/search.ts";
import { measurementSearch } from "@/pages/measurement/search.ts";
import { organisationSearch } from "@/pages/organisation/search.ts";
import { planSearch } from "@/pages/plan/search.ts";
import { runSearch } from "@/pages/run/search.ts";
import { standSearch, standsSearch } from "@/pages/stands/search.ts";
import { startSearch } from "@/pages/start/search.ts";
import { unitSearch } from "@/pages/unit/search.ts";
import { yieldSearch } from "@/pages/yield/search.ts";
import { findOrganisation, sessionQuery, signInAddress } from "@/session/session.ts";

/** Every address of the web app. Pages are loaded when they are first shown. */
const root = createRootRoute({
  notFoundComponent: NotFound,
  errorComponent: RouteError,
});

/** All pages are for people who are signed in; others are led to the sign-in page and back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    try {
      return { session: await queryClient.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (problemOf(error).code !== "sign_in") throw error;
      throw redirect({ href: signInAddress(location.href), reloadDocument: true });
    }
  },
  component: Shell,
});

const start = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  validateSearch: startSearch,
  beforeLoad: ({ context, search }) => {
    const { organisations, demo, demo_is_first } = context.session;
    const first = (demo_is_first && demo) || organisations[0] || (search.welcome ? undefined : demo);
    if (first) throw redirect({ to: "/o/$slug", params: { slug: first.slug }, replace: true });
  },
  component: lazyPage(() => import("@/pages/start/StartPage.tsx"), "StartPage"),
});

const organisation = createRoute({
  getParentRoute: () => signedIn,
  path: "/o/$slug",
  beforeLoad: ({ context, params }) => {
    if (!findOrganisation(context.session, params.slug)) throw notForYou();
  },
});

function notForYou() {
  return redirect({ to: "/", replace: true });
}

const home = createRoute({
  getParentRoute: () => organisation,
  path: "/",
  validateSearch: homeSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params, deps }) => beginHome(params.slug, deps),
  component: lazyPage(() => import("@/pages/home/HomePage.tsx"), "HomePage"),
});

const run = createRoute({
  getParentRoute: () => organisation,
  path: "/runs/$runId",
  validateSearch: runSearch,
  component: lazyPage(() => import("@/pages/run/RunPage.tsx"), "RunPage"),
});

/** A unit is a part number and a serial number. */
const unit = createRoute({
  getParentRoute: () => organisation,
  path: "/units/$partNumber/$serialNumber",
  validateSearch: unitSearch,
  component: lazyPage(() => import("@/pages/unit/UnitPage.tsx"), "UnitPage"),
});

const stands = createRoute({
  getParentRoute: () => organisation,
  path: "/stands",
  validateSearch: standsSearch,
  component: lazyPage(() => import("@/pages/stands/StandsPage.tsx"), "StandsPage"),
});

const stand = createRoute({
  getParentRoute: () => organisation,
  path: "/stands/$standId",
  validateSearch: standSearch,
  component: lazyPage(() => import("@/pages/stands/StandPage.tsx"), "StandPage"),
});

const yields = createRoute({
  getParentRoute: () => organisation,
  path: "/yield",
  validateSearch: yieldSearch,
  component: lazyPage(() => import("@/pages/yield/YieldPage.tsx"), "YieldPage"),
});

const failures = createRoute({
  getParentRoute: () => organisation,
  path: "/failures",
  validateSearch: failuresSearch,
  component: lazyPage(() => import("@/pages/failures/FailuresPage.tsx"), "FailuresPage"),
});

const measurement = createRoute({
  getParentRoute: () => organisation,
  path: "/measurement",
  validateSearch: measurementSearch,
  component: lazyPage(() => import("@/pages/measurement/MeasurementPage.tsx"), "MeasurementPage"),
});

const plan = createRoute({
  getParentRoute: () => organisation,
  path: "/plan",
  validateSearch: planSearch,
  component: lazyPage(() => import("@/pages/plan/PlanPage.tsx"), "PlanPage"),
});

const compare = createRoute({
  getParentRoute: () => organisation,
  path: "/compare",
  validateSearch: compareSearch,
  component: lazyPage(() => import("@/pages/compare/ComparePage.tsx"), "ComparePage"),
});

const wall = createRoute({
  getParentRoute: () => organisation,
  path: "/wall",
  validateSearch: homeSearch,
  component: lazyPage(() => import("@/pages/wall/WallPage.tsx"), "WallPage"),
});

/** The administration; its sections are in the address. */
const administration = createRoute({
  getParentRoute: () => organisation,
  path: "/organisation/$section",
  validateSearch: organisationSearch,
  component: lazyPage(() => import("@/pages/organisation/OrganisationPage.tsx"), "OrganisationPage"),
});

const profile = createRoute({
  getParentRoute: () => signedIn,
  path: "/profile",
  component: lazyPage(() => import("@/pages/profile/ProfilePage.tsx"), "ProfilePage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([
      start,
      profile,
      organisation.addChildren([
        home,
        run,
        unit,
        stands,
        stand,
        yields,
        failures,
        measurement,
        plan,
        compare,
        wall,
        administration,
      ]),
    ]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: RouteError,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
