/** What can be done with every chart. */
export const charts = {
  menu: (title: string) => `Save or share: ${title}`,
  picture: "Picture",
  png: "Save picture (PNG)",
  svg: "Save picture (SVG)",
  data: "Data",
  csv: "Data as CSV",
  xlsx: "Data as Excel (.xlsx)",
  parquet: "Data as Parquet",
  figures: { csv: "Figures as CSV", xlsx: "Figures as Excel (.xlsx)" },
  link: "Copy link to this view",
  linkCopied: "Link copied",
  linkCopiedText:
    "It holds this page and its filter, not the figures. A range such as “Month” moves on with time: choose dates for a link that stays.",
  linkNotCopied: "The browser did not let us copy. This is the link:",
  /** In the picture, below its title. */
  saved: (day: string) => `saved ${day}`,
  notLoaded: "The chart could not be loaded: the server is away, or it is a new version now.",
  reload: "Reload the page",
  pictureFailed: "The picture could not be made",
} as const;
