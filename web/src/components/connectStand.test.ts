import { expect, test } from "vitest";
import { hardpySettings, signInCommand } from "@/components/connectStand.ts";

test("a stand is told the address without scheme and path", () => {
  expect(hardpySettings("standcloud.plant.example:8443", "sck_1")).toBe(
    '[stand_cloud]\naddress = "standcloud.plant.example:8443"\napi_key = "sck_1"\nautosync = true',
  );
  expect(signInCommand("standcloud.plant.example")).toBe("hardpy sc-login standcloud.plant.example");
});
