import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { problemOf } from "@/api/problem.ts";
import { tellConnection } from "@/app/connection/connection.ts";
import { router } from "@/app/router.tsx";
import { sessionQuery } from "@/session/session.ts";

/**
 * Asks whether somebody has signed in: when told to, and by itself when the person comes back from the
 * other tab. The answer brings the new token for changes.
 */
export function useSignedInAgain(isEnded: boolean) {
  const queryClient = useQueryClient();
  const [isChecking, setIsChecking] = useState(false);
  const [isStillEnded, setIsStillEnded] = useState(false);

  const ask = useCallback(async () => {
    const before = queryClient.getQueryData(sessionQuery.queryKey);
    const now = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0, retry: false });
    // What one person has typed is not for another.
    if (before && before.email !== now.email) return window.location.assign("/");
    tellConnection("signed in");
    void queryClient.invalidateQueries();
    void router.invalidate();
  }, [queryClient]);

  const check = useCallback(async () => {
    setIsChecking(true);
    try {
      await ask();
    } catch (error) {
      setIsStillEnded(problemOf(error).code === "sign_in");
    }
    setIsChecking(false);
  }, [ask]);

  useEffect(() => {
    setIsStillEnded(false);
    if (!isEnded) return;
    const askQuietly = () => void ask().catch(() => {});
    window.addEventListener("focus", askQuietly);
    return () => window.removeEventListener("focus", askQuietly);
  }, [isEnded, ask]);

  return { check, isChecking, isStillEnded };
}
