/** Whether news arrive: yes; not now, but it is tried again at once; not for a while. */
export type LiveState = "on" | "reconnecting" | "off";

export interface LiveListener {
  onState: (state: LiveState) => void;
  /** The change number of the organisation: it grows with every commit. */
  onChange: (nextChange: number) => void;
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Follows the news of an organisation until the returned function is called. The browser reconnects by
 * itself when the network was away; when it gives up (the server refused), it is tried again later.
 */
export function follow(slug: string, listener: LiveListener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  const open = () => {
    const opened = new EventSource(`/api/v1/org/${encodeURIComponent(slug)}/live`);
    source = opened;
    opened.addEventListener("change", (event) => {
      wait = FIRST_WAIT_MS;
      listener.onState("on");
      const nextChange = nextChangeOf(event.data);
      if (nextChange !== undefined) listener.onChange(nextChange);
    });
    opened.addEventListener("error", () => {
      if (opened.readyState !== EventSource.CLOSED) {
        listener.onState("reconnecting");
        return;
      }
      listener.onState("off");
      timer = setTimeout(open, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function nextChangeOf(data: unknown): number | undefined {
  try {
    const parsed: unknown = JSON.parse(String(data));
    const value = (parsed as { next_change?: unknown } | null)?.next_change;
    return typeof value === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}
