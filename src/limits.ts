/** Every limit of the engine: name, unit, and what happens beyond it. */
export interface Limits {
  /** Bytes; a longer document is decided as it flows: no guard, `rest` counts as `line`. */
  readonly documentBytes: number
  /** Bytes; a longer record of JSON Lines is passed through unread. */
  readonly recordBytes: number
  /** Lines waiting for the end of the tail, blank ones included; beyond it all of them are content. */
  readonly heldLines: number
  /** Bytes of the lines waiting; beyond it all of them are content. */
  readonly heldBytes: number
  /** Bytes; a longer line is content, never matched. */
  readonly lineBytes: number
  /** Folded UTF-16 units; on a longer line no phrase is tried. */
  readonly lineUnits: number
  /** Folded UTF-16 units; on a longer line no pattern is tried. */
  readonly patternUnits: number
  /** Share of a document's characters, without blank lines and what rules of its site take; if more would go, it stays as it was. */
  readonly maxRemoved: number
  /** Non-blank lines; the guard does not watch smaller documents. */
  readonly guardLines: number
  /** Characters of prose that must stand before the opener of a `rest`. */
  readonly proseBeforeRest: number
  /** Unclaimed non-blank lines in a row that release the tail, less one. */
  readonly gapLines: number
  /** Weak lines in a row that go without a strong one, in head or tail. */
  readonly weakRun: number
}

/** Limits of presets: published recipes know none of the others. */
export const presetLimits = {
  /** Bytes; a longer line is content, never looked at. Room for it must be in what a stream gathers (flow.ts). */
  lineBytes: 256 * 1024,
} as const

/** Limits of JSON Lines. */
export const jsonlLimits = {
  /** Records; a field that was named and is in none of the first ones of an input is an error. */
  namedRecords: 1000,
  /** Bytes of a result that wait until the named fields are found; beyond it they are written before that is known. */
  unsureBytes: 16 * 1024 * 1024,
  /** Share of an input's records; if more were passed through unread, it is said even to those who want it quiet. */
  unreadShare: 0.01,
} as const

/** Limits of a config file. */
export const configLimits = {
  /** Bytes; a larger one is refused. */
  fileBytes: 64 * 1024,
} as const

/** Limits of learning. */
export const learnLimits = {
  /** Bytes of a page; a longer one is a list or a dump, and is not learned from. */
  pageBytes: 1024 * 1024,
  /** Bytes of the pages of one site that are looked at; those with larger hashes are left out. */
  siteBytes: 32 * 1024 * 1024,
  /** Bytes of pages that are held to be learned from at a time, whatever the crawl. */
  bucketBytes: 64 * 1024 * 1024,
  /** Bytes of pages that wait to be written to a sample. */
  waitingBytes: 32 * 1024 * 1024,
  /** Bytes of a file of a sample beyond which pages that no merge would look at are taken out. */
  pruneBytes: 64 * 1024 * 1024,
  /** Bytes of pages between two notes of which inputs are done: what a kill costs, beside the input it struck. */
  notedBytes: 4 * 1024 * 1024,
  /** Bytes of the sites of a learned set that are held ready; those that were read first go. */
  readyBytes: 32 * 1024 * 1024,
  /** Bytes of one site in a learned set; a file that says it has more is refused. */
  blockBytes: 64 * 1024 * 1024,
} as const

export const limits: Limits = {
  documentBytes: 4 * 1024 * 1024,
  recordBytes: 16 * 1024 * 1024,
  heldLines: 200,
  heldBytes: 64 * 1024,
  lineBytes: 16384,
  lineUnits: 4096,
  patternUnits: 400,
  maxRemoved: 0.9,
  guardLines: 10,
  proseBeforeRest: 500,
  gapLines: 2,
  weakRun: 4,
}
