import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { TriedLimits } from "@/pages/measurement/queries.ts";
import { areSameLimits } from "@/pages/measurement/whatIf/limits.ts";

const TYPING_MS = 250;

/** The limits while they are moved, which go into the address once somebody pauses, and what comes from there. */
export function useTriedLimits(tried: TriedLimits, onTried: (limits: TriedLimits) => void) {
  const [draft, setDraft] = useState(tried);
  // Fields begin anew with it: one can hold a text that is no number yet.
  const [resets, setResets] = useState(0);
  const [settled] = useDebouncedValue(draft, TYPING_MS);
  const known = useRef(tried);
  const restart = (limits: TriedLimits) => {
    setDraft(limits);
    setResets((before) => before + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what somebody has typed goes into the address
  useEffect(() => {
    if (areSameLimits(settled, known.current)) return;
    known.current = settled;
    onTried(settled);
  }, [settled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address changes what has been typed
  useEffect(() => {
    if (areSameLimits(tried, known.current)) return;
    known.current = tried;
    restart(tried);
  }, [tried.lower, tried.upper]);
  return { draft, setDraft, resets, reset: () => restart({}) };
}
