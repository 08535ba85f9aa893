import { beforeEach, expect, test } from "vitest";
import { counterpart } from "@/demo/demo.ts";
import { ownOrganisation, rememberOwn } from "@/demo/ownOrganisation.ts";
import type { Organisation, Session } from "@/session/session.ts";

const named = (slug: string): Organisation => ({
  slug,
  name: slug,
  role: "member",
  time_zone: "UTC",
  day_start_minutes: 0,
  is_demo: false,
});

function sessionOf(...slugs: string[]): Session {
  return {
    email: "ann@example.org",
    name: "",
    csrf: "",
    organisations: slugs.map(named),
    demo: { ...named("sample-factory"), is_demo: true },
    demo_is_offered: true,
    demo_is_first: false,
    version: "1",
  };
}

beforeEach(() => sessionStorage.clear());

test("the switch keeps to the kind of page that both have", () => {
  expect(counterpart("/o/plant/stands")).toBe("/o/$slug/stands");
  expect(counterpart("/o/plant/stands/4")).toBe("/o/$slug/stands");
  expect(counterpart("/o/plant/runs/019")).toBe("/o/$slug");
  expect(counterpart("/profile")).toBe("/o/$slug");
});

test("leaving leads back to where the person came from", () => {
  expect(ownOrganisation(sessionOf())).toBeUndefined();
  expect(ownOrganisation(sessionOf("a", "b"))?.slug).toBe("a");
  rememberOwn("b");
  expect(ownOrganisation(sessionOf("a", "b"))?.slug).toBe("b");
  expect(ownOrganisation(sessionOf("a"))?.slug).toBe("a");
});
