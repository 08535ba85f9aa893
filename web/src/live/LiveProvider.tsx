import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { follow, type LiveState } from "@/live/connection.ts";
import { makePace } from "@/live/pace.ts";
import { refresh, refreshOlder } from "@/live/refresh.ts";

/** A list of runs that decides itself whether it changes under the reader's eye. */
export interface RunsHolder {
  /** True: it may be refreshed in place. False: it says that there is something new. */
  onNews: () => boolean;
}

interface Live {
  state: LiveState;
  holders: Set<RunsHolder>;
}

const LiveContext = createContext<Live>({ state: "off", holders: new Set() });

export function useLive(): Live {
  return useContext(LiveContext);
}

/** Keeps everything below it true while reports come in. */
export function LiveProvider({ slug, children }: { slug: string | undefined; children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("reconnecting");
  const [holders] = useState(() => new Set<RunsHolder>());
  useEffect(() => {
    if (slug === undefined) return;
    const pace = makePace(() => {
      const inPlace = [...holders].map((holder) => holder.onNews());
      const runs = inPlace.includes(false) ? undefined : refresh(client, slug, "runs");
      return Promise.all([refresh(client, slug, "figures"), runs]);
    });
    let known: number | undefined;
    const leave = follow(slug, {
      onState: setState,
      onChange: (nextChange) => {
        if (known === undefined) void refreshOlder(client, slug, Date.now());
        else if (nextChange !== known) pace.ask();
        known = nextChange;
      },
    });
    return () => {
      leave();
      pace.stop();
      setState("reconnecting");
    };
  }, [slug, client, holders]);
  const live = useMemo(() => ({ state, holders }), [state, holders]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
