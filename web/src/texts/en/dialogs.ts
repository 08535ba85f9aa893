export const dialogs = {
  cancel: "Cancel",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  never: "never",
  save: "Save",
  saved: "Saved",
  done: "Done",
} as const;
