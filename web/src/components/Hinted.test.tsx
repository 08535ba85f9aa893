import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import { beforeAll, expect, it, vi } from "vitest";
import { theme } from "@/app/theme.ts";
import { Hinted } from "@/components/Hinted.tsx";

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

it("explains itself to somebody who has no pointer", async () => {
  render(
    <MantineProvider theme={theme} env="test">
      <Hinted hint="p = 0.012">+1.3</Hinted>
    </MantineProvider>,
  );
  const words = screen.getByText("+1.3");
  expect(words.tabIndex).toBe(0);
  act(() => words.focus());
  const hint = await screen.findByRole("tooltip");
  expect(hint.textContent).toContain("p = 0.012");
  expect(words.getAttribute("aria-describedby")).toBe(hint.id);
});
