/** With `welcome` the page stays, also when there is a demo to show. */
export interface StartSearch {
  welcome?: boolean;
}

export function startSearch(search: Record<string, unknown>): StartSearch {
  return search.welcome === true ? { welcome: true } : {};
}
