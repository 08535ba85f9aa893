import { useEffect } from "react";
import { loadAllPages } from "@/app/lazyPage.ts";

/** What is on the screen comes first. */
const WAIT_MS = 4_000;

/** Brings the other pages while the person looks at the first. */
export function usePagesAhead() {
  useEffect(() => {
    const timer = window.setTimeout(() => void loadAllPages(), WAIT_MS);
    return () => window.clearTimeout(timer);
  }, []);
}
