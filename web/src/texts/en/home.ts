export const home = {
  title: "Home",
  nothing: "No run fits",
  nothingWhy: "There are runs, but none in this time and with these conditions.",
  clear: "Clear the conditions",
  showAll: "Show all times",
} as const;
