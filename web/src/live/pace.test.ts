import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makePace, restAfter } from "@/live/pace.ts";

describe("restAfter", () => {
  it("rests the longer the more there was to do", () => {
    expect(restAfter(10)).toBe(500);
    expect(restAfter(400)).toBe(1_600);
    expect(restAfter(60_000)).toBe(30_000);
  });
});

describe("makePace", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("refreshes at once, then once more for all that came meanwhile", async () => {
    const refresh = vi.fn(async () => undefined);
    const pace = makePace(refresh);
    pace.ask();
    expect(refresh).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(100);
    pace.ask();
    pace.ask();
    expect(refresh).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(refresh).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    pace.ask();
    expect(refresh).toHaveBeenCalledTimes(3);
    pace.stop();
    pace.ask();
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it("waits while nobody looks", async () => {
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const refresh = vi.fn(async () => undefined);
    const pace = makePace(refresh);
    pace.ask();
    expect(refresh).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(refresh).toHaveBeenCalledTimes(1);
    pace.stop();
    hidden.mockRestore();
  });
});
