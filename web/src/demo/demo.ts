import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { answerOf, api } from "@/api/client.ts";
import type { components } from "@/api/schema.d.ts";
import { ownOrganisation, rememberOwn } from "@/demo/ownOrganisation.ts";
import { type Session, sessionQuery, useSession } from "@/session/session.ts";

export type Demo = components["schemas"]["DemoView"];

const ASK_AGAIN_MS = 1000;

export const demoQuery = queryOptions({
  queryKey: ["demo"],
  queryFn: () => answerOf(api.GET("/api/v1/demo")),
  refetchInterval: ({ state }) => (state.data?.state === "filling" ? ASK_AGAIN_MS : false),
});

/** Whether the pages of the demo are shown. */
export function useIsDemo(): boolean {
  const { slug } = useParams({ strict: false });
  const { demo } = useSession();
  return demo !== null && demo !== undefined && demo.slug === slug;
}

/** How far the demo is. While it is being made, what is shown of it is read again as it grows. */
export function useDemo(): Demo | undefined {
  const client = useQueryClient();
  const { data } = useQuery(demoQuery);
  const isFilling = data?.state === "filling";
  const done = isFilling ? data.done : 0;
  const shown = useRef(0);
  const wasFilling = useRef(false);
  useEffect(() => {
    const hasGrown = isFilling && done - shown.current >= 250;
    const isComplete = wasFilling.current && !isFilling;
    wasFilling.current = isFilling;
    if (!hasGrown && !isComplete) return;
    shown.current = isFilling ? done : 0;
    void client.invalidateQueries({ predicate: (query) => !OF_NO_RUNS.has(String(query.queryKey[0])) });
  }, [client, isFilling, done]);
  return data;
}

const OF_NO_RUNS = new Set(["demo", "session"]);

/** Makes the demo if need be, and shows it: the same kind of page as now. */
export function useEnterDemo() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { slug } = useParams({ strict: false });
  return useMutation({
    mutationFn: async () => {
      const demo = await answerOf(api.POST("/api/v1/demo"));
      client.setQueryData(demoQuery.queryKey, demo);
      const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await router.invalidate();
      return session;
    },
    onSuccess: async (session: Session) => {
      rememberOwn(slug);
      if (!session.demo) return;
      const to = counterpart(path);
      const params = { slug: session.demo.slug };
      // Six weeks, so that on the first of a month there is something to see as well.
      if (to === "/o/$slug") await navigate({ to, params, search: { range: "all" } });
      else await navigate({ to, params });
    },
  });
}

/** The way back to what the person was looking at before. */
export function useLeaveDemo(): () => void {
  const navigate = useNavigate();
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return () => {
    const own = ownOrganisation(session);
    if (own) void navigate({ to: counterpart(path), params: { slug: own.slug } });
    else void navigate({ to: "/", search: { welcome: true } });
  };
}

/** Lists are in every organisation; a run, a unit or a stand is in one only. */
export function counterpart(path: string): "/o/$slug" | "/o/$slug/stands" {
  return /^\/o\/[^/]+\/stands/.test(path) ? "/o/$slug/stands" : "/o/$slug";
}
