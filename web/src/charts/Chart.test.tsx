import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { beforeAll, expect, it, vi } from "vitest";
import { Chart } from "@/charts/Chart.tsx";

vi.mock("@/charts/echarts.ts", () => {
  throw new Error("the server is away");
});

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});

it("says that the library has not come, and offers to load the page anew", async () => {
  render(
    <MantineProvider>
      <Chart make={() => ({})} label="Yield" />
    </MantineProvider>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("The chart could not be loaded");
  expect(screen.getByRole("button", { name: "Reload the page" })).toBeTruthy();
  expect(screen.queryByRole("img", { name: "Yield" })).toBeNull();
});
