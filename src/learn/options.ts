/** What counts as evidence that a line is the site's and not the page's. */
export interface LearnOptions {
  /** Pages that a line stands on at least; copies of one page count once. */
  readonly minPages: number
  /** Share of the site's pages that a line stands on at least, 0 to 1. */
  readonly minShare: number
  /** Share of the pages with a line on which it stands outside the main text, at least, 0 to 1. */
  readonly minOutside: number
  /** Share of the site's pages that a line that reads like a sentence stands on at least, 0 to 1. */
  readonly minProseShare: number
  /** Pages that such a line stands on at least. */
  readonly minProsePages: number
  /** Different names at one place of a line, at least, for the line to have the slot `{name}` there. */
  readonly minNames: number
  /** Share of the characters of its prose that a page has in common with another to be its copy, 0 to 1. */
  readonly copyShare: number
  /** Pages of a site that are looked at; which ones does not depend on the order of the input. */
  readonly maxPages: number
}

export const learnDefaults: LearnOptions = {
  minPages: 2,
  minShare: 0,
  minOutside: 0.9,
  minProseShare: 0.1,
  minProsePages: 3,
  minNames: 3,
  copyShare: 0.5,
  maxPages: 1000,
}
