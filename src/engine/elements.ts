/** Rules for elements of HTML, as packs say them and as the HTML format asks them. */

/** A range of a measure; both ends belong to it. */
export interface Range {
  readonly least?: number | undefined
  readonly most?: number | undefined
}

/**
 * What a rule asks of an element beside its selector. Shares are 0 to 1. Prose is what reads like
 * sentences and is not mostly link text.
 */
export interface ElementConditions {
  /** Of the element's characters, those that are link text. */
  readonly 'link-share'?: Range | undefined
  /** Of the page's characters, those of the element. */
  readonly 'text-share'?: Range | undefined
  /** Of the page's characters of prose, those of the element. */
  readonly 'prose-share'?: Range | undefined
  /** Of the element's characters, those of prose. */
  readonly prose?: Range | undefined
  /** Of the page's characters, those of prose: an article has much of it, a list of products little. */
  readonly 'page-prose'?: Range | undefined
  /** Characters of prose on the page before the element, those in elements of the same rule apart. */
  readonly 'prose-before'?: Range | undefined
  readonly characters?: Range | undefined
  readonly lines?: Range | undefined
  /** Fields and buttons of a form. */
  readonly controls?: Range | undefined
  /** At least three lines, and four of five are nothing but links. */
  readonly 'list-of-links'?: boolean | undefined
  /** Holds, or is, a table of data (formats/html/measure.ts); claimed only by rules that ask for one. */
  readonly 'data-table'?: boolean | undefined
  /** A field or button for every 60 characters. */
  readonly 'form-like'?: boolean | undefined
  readonly hidden?: boolean | undefined
}

/** What every element that a selector matches has, so that it is found without trying the selector. */
export type ElementKey =
  | readonly ['id' | 'class', string]
  | readonly ['tag' | 'attribute', string, Needed?]
  | readonly ['any', '', Needed?]

/** An id or class that some element of the page has, if the selector matches any. */
export type Needed = readonly ['id' | 'class', string]

export interface ElementRule {
  /** Number of the rule in its part; in a cleaner, over all rules. */
  readonly rule: number
  readonly select?: string | undefined
  /** One for each selector of a list. */
  readonly keys: readonly ElementKey[]
  /** Each key says all that its selector does. */
  readonly plain: boolean
  /** Words that follow each other in one class or id. */
  readonly named: readonly (readonly string[])[]
  readonly when: ElementConditions
  /** Claims what is outside of the elements. */
  readonly outside: boolean
}
