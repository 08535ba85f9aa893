/** What a stand is told, for the address under which the browser knows this server. HardPy wants the
 * name and the port alone: no scheme, no path. */
export function hardpySettings(host: string, key: string): string {
  return ["[stand_cloud]", `address = "${host}"`, `api_key = "${key}"`, "autosync = true"].join("\n");
}

export function signInCommand(host: string): string {
  return `hardpy sc-login ${host}`;
}
