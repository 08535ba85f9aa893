import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TriedLimits } from "@/pages/measurement/queries.ts";
import { useTriedLimits } from "@/pages/measurement/whatIf/useTriedLimits.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function hook(tried: TriedLimits) {
  const onTried = vi.fn();
  const shown = renderHook((limits: TriedLimits) => useTriedLimits(limits, onTried), { initialProps: tried });
  return { ...shown, onTried, pause: () => act(() => vi.advanceTimersByTime(1000)) };
}

it("tells of a limit once somebody pauses", () => {
  const { result, onTried, pause, rerender } = hook({});
  act(() => result.current.setDraft({ upper: 3 }));
  act(() => result.current.setDraft({ upper: 3.5 }));
  pause();
  expect(onTried.mock.calls).toEqual([[{ upper: 3.5 }]]);
  rerender({ upper: 3.5 });
  expect(result.current).toMatchObject({ draft: { upper: 3.5 }, resets: 0 });
});

it("follows the address", () => {
  const { result, onTried, pause, rerender } = hook({ lower: 1 });
  rerender({});
  pause();
  expect(result.current).toMatchObject({ draft: {}, resets: 1 });
  expect(onTried).not.toHaveBeenCalled();
});

it("goes on with what is typed while the address changes to what was typed before", () => {
  const { result, pause, rerender } = hook({});
  act(() => result.current.setDraft({ upper: 3 }));
  pause();
  act(() => result.current.setDraft({ upper: 3.5 }));
  rerender({ upper: 3 });
  expect(result.current.draft).toEqual({ upper: 3.5 });
});

it("goes back to the present limits", () => {
  const { result, onTried, pause } = hook({ lower: 1 });
  act(() => result.current.reset());
  pause();
  expect(result.current).toMatchObject({ draft: {}, resets: 1 });
  expect(onTried.mock.calls).toEqual([[{}]]);
});
