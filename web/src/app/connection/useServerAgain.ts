import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { tellConnection, waitBeforeAttempt } from "@/app/connection/connection.ts";
import { isReady } from "@/app/connection/isReady.ts";
import { router } from "@/app/router.tsx";

/** The server must be well for this long before the next trouble counts as a new one. */
const WELL_MS = 30_000;

let attempts = 0;
let troubleAtMs = 0;

/** While the server is away, asks now and then whether it is back; then everything is read again. */
export function useServerAgain(isAway: boolean) {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isAway) return;
    if (Date.now() - troubleAtMs > WELL_MS) attempts = 0;
    let timer = 0;
    const askLater = () => {
      timer = window.setTimeout(ask, waitBeforeAttempt(attempts));
      attempts += 1;
    };
    const ask = async () => {
      troubleAtMs = Date.now();
      if (!(await isReady())) return askLater();
      tellConnection("back");
      void queryClient.invalidateQueries();
      void router.invalidate();
    };
    askLater();
    return () => window.clearTimeout(timer);
  }, [isAway, queryClient]);
}
