import { createContext } from "react";

/** Which runs the charts of a page are of, in words: a picture leaves the page and its filter behind. */
export const PictureAbout = createContext("");
