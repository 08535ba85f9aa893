import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "@/live/LiveProvider.tsx";
import { refresh } from "@/live/refresh.ts";

/** So near the top of the page nobody loses the line that they read. */
const NEAR_TOP_PIXELS = 400;

/**
 * For a list of runs: refreshed in place while its reader is on the first page (`isFirstPage`) and near
 * the top of the window; else `hasNews` asks for a pill, and `show` brings the new runs.
 */
export function useRunsNews(slug: string, isFirstPage: boolean) {
  const { holders } = useLive();
  const client = useQueryClient();
  const [hasNews, setHasNews] = useState(false);
  const isFirst = useRef(isFirstPage);
  isFirst.current = isFirstPage;
  useEffect(() => {
    const holder = {
      onNews: () => {
        const isInPlace = isFirst.current && window.scrollY < NEAR_TOP_PIXELS;
        setHasNews(!isInPlace);
        return isInPlace;
      },
    };
    holders.add(holder);
    return () => void holders.delete(holder);
  }, [holders]);
  const show = useCallback(() => {
    setHasNews(false);
    void refresh(client, slug, "runs");
  }, [client, slug]);
  // Who comes back to the top wants to see what is there.
  useEffect(() => {
    if (!hasNews || !isFirstPage) return;
    const look = () => window.scrollY < NEAR_TOP_PIXELS && show();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [hasNews, isFirstPage, show]);
  return { hasNews, show };
}
