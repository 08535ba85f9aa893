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
  linkCopiedText: "Whoever opens it sees this view with the same filter.",
  linkNotCopied: "The browser did not let us copy. This is the link:",
  pictureFailed: "The picture could not be made",
} as const;
