import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { PeriodChooser } from "./PeriodChooser.tsx";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(cleanup);

function shownPeriod(period: string) {
  render(
    <MantineProvider env="test">
      <PeriodChooser period={period} today="2026-11-23" onChange={() => {}} />
    </MantineProvider>,
  );
  return screen.getByRole<HTMLInputElement>("combobox", { name: "Period" }).value;
}

it("shows no days as chosen when the period of the address is none", () => {
  expect(shownPeriod("long-ago")).toBe("");
  expect(screen.queryByLabelText("First day")).toBeNull();
});

it("shows the days of a period without a name", () => {
  expect(shownPeriod("2026-11-02..2026-11-05")).toBe("Other days");
  expect(screen.getByLabelText<HTMLInputElement>("First day").value).toBe("2026-11-02");
});
