import { useLayoutEffect } from "react";

const NAME = "data-mantine-color-scheme";

/** Dark while the page is shown, whatever the person has chosen for the others: a hall is no office. */
export function useDarkPage() {
  useLayoutEffect(() => {
    const root = document.documentElement;
    const before = root.getAttribute(NAME);
    root.setAttribute(NAME, "dark");
    return () => {
      if (before === null) root.removeAttribute(NAME);
      else root.setAttribute(NAME, before);
    };
  }, []);
}
