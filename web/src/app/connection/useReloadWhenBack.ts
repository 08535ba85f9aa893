import { useEffect, useRef } from "react";
import { Problem } from "@/api/problem.ts";
import { tellConnection, useConnection } from "@/app/connection/connection.ts";

const LAST_RELOAD = "standcloud.reloaded_at";
/** Not again and again, should the page be missing for another reason. */
const PAUSE_MS = 30_000;

/** For a page whose script did not come: as soon as the server answers, everything is loaded anew. */
export function useReloadWhenBack(isNotLoaded: boolean) {
  const { server } = useConnection();
  const wasAway = useRef(false);
  useEffect(() => {
    if (isNotLoaded) tellConnection(new Problem("unreachable", "a page was not loaded"));
  }, [isNotLoaded]);
  useEffect(() => {
    if (!isNotLoaded) return;
    if (server !== "here") {
      wasAway.current = true;
      return;
    }
    const last = Number(sessionStorage.getItem(LAST_RELOAD) ?? 0);
    if (!wasAway.current || Date.now() - last < PAUSE_MS) return;
    sessionStorage.setItem(LAST_RELOAD, String(Date.now()));
    window.location.reload();
  }, [isNotLoaded, server]);
}
