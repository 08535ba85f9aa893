import { isReady } from "@/app/connection/isReady.ts";

/** The browser remembers that it did not get the script; and nobody is sent to the browser's own page. */
export async function reloadWhenReady() {
  if (await isReady()) window.location.reload();
}
