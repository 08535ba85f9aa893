import { useCallback, useState } from "react";

/**
 * What is being typed into a form, kept by the browser's tab until it is sent: signing in again or
 * loading the page again loses nothing. Never for passwords.
 */
export function useDraft<T extends object>(name: string, empty: T) {
  const key = `standcloud draft ${name}`;
  const [draft, setDraft] = useState<T>(() => ({ ...empty, ...readDraft(key) }));
  const change = useCallback(
    (part: Partial<T>) =>
      setDraft((before) => {
        const after = { ...before, ...part };
        writeDraft(key, after);
        return after;
      }),
    [key],
  );
  const clear = useCallback(() => {
    writeDraft(key, undefined);
    setDraft(empty);
  }, [key, empty]);
  return { draft, change, clear };
}

function readDraft(key: string): object {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}

/** A browser that keeps nothing loses only this comfort. */
function writeDraft(key: string, draft: object | undefined) {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden.
  }
}
