import { useEffect } from "react";

/** Keeps the screen awake where the browser allows it; it forgets when the page was hidden. */
export function useWakeLock() {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isGone = false;
    const ask = async () => {
      if (document.hidden || !("wakeLock" in navigator)) return;
      const found = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (isGone) void found?.release();
      else lock = found;
    };
    void ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}
