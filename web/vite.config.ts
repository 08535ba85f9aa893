import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  plugins: [react(), compressed()],
  build: {
    // Smaller pictures than the usual limit would become data addresses; the policy allows them, but
    // a file of its own is kept by the browser.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    // `npm run dev` shows changes at once, with the data of a server that runs already.
    proxy: Object.fromEntries(
      ["/api", "/auth", "/integration"].map((prefix) => [
        prefix,
        { target: "https://localhost:8443", secure: false },
      ]),
    ),
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
