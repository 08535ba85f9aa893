/** Pictures of stands and of the organisation. */
export const pictures = {
  of: (name: string) => `Picture of ${name}`,
  none: "No picture yet",
  choose: "Choose a picture",
  drop: "or drop one here",
  dropNow: "Drop it to use it",
  change: "Change the picture",
  remove: "Remove the picture",
  sure: "Remove this picture?",
  keep: "Keep",
  doRemove: "Remove",
  saving: "Saving the picture",
  wrong: "This is no picture that the browser can read. Choose a PNG, JPEG or WebP.",
  tooLarge: "This picture stays larger than 2 MB even when made smaller. Choose another.",
} as const;
