/**
 * The words of the project as types: lines, rules, claims, removals. No code lives here
 * but the closed lists that both the types and the pack schema are made from.
 */

/** A distance in bytes of a document's text; never characters or UTF-16 units. */
export type ByteOffset = number & { readonly unit: 'byte' }

export const categories = [
  'comments',
  'share',
  'related',
  'navigation',
  'newsletter',
  'paywall',
  'ads',
  'cookie',
  'legal',
  'byline',
  'date',
  'attribution',
  'tags',
  'reading',
  'feed',
  'social',
  'toc',
  'print',
  'login',
  'app',
  'other',
] as const
export type Category = (typeof categories)[number]

/** Off until asked for: bylines and dates are content to some users (news archives). */
export const categoriesOffByDefault: readonly Category[] = ['byline', 'date']

export const wheres = ['anywhere', 'head', 'tail'] as const
export type Where = (typeof wheres)[number]

export const thens = ['line', 'block', 'rest'] as const
export type Then = (typeof thens)[number]

/** `confirm` of a `rest` rule: signs of a thread of `category` at most `within` lines after the opener. */
export interface Confirm {
  readonly category: Category
  readonly within: number
}

/** Lines in a row that a rule looks for: short ones or list items, some of which other rules claim. */
export interface Run {
  /** Every line begins with a list mark; else the run reaches from its first claimed line to its last. */
  readonly items: boolean
  /** Words of a line at most; two characters of a script without spaces are one. */
  readonly words: number
  /** Lines at least, blank ones aside. */
  readonly lines: number
  /** How many of them other rules claim, at least. */
  readonly claimed: number
  /** Share of them that other rules claim, at least, 0 to 1. */
  readonly share: number
}

/** A rule as the engine sees it: what its claim on a line means. The phrases are in the matcher. */
export interface Rule {
  /** Full id, `en/comments#no-comments`. */
  readonly id: string
  readonly category: Category
  readonly language: string
  readonly where: Where
  /** Counts only in company. */
  readonly weak: boolean
  readonly then: Then
  /** Lines that `block` takes after the opener at most; 0 for the others. */
  readonly max: number
  readonly confirm?: Confirm | undefined
  /** Share of the document's characters, 0 to 1: if no more stand behind the line, all of them go with it. */
  readonly end?: number | undefined
  /** Claims the unclaimed lines of such runs; whole documents only. */
  readonly run?: Run | undefined
  /** Saves lines that others claim. */
  readonly allow: boolean
  /** Of a preset: a line that it claims goes, and is no neighbour of any other. */
  readonly alone?: boolean | undefined
  /** Heads or foots one post of a thread: before an opener of `rest` it shows a forum. */
  readonly post: boolean
  /** Hosts the rule is limited to, `example.org` standing for its subdomains too; empty: all. */
  readonly sites: readonly string[]
  readonly why: string
  /** Of a learned set, whose rules are the same for all sites: the id with the site of the document that was decided last. */
  readonly named?: (() => string) | undefined
}

/** How a line was taken out. */
export type How = 'line' | 'context' | 'block' | 'rest' | 'weak' | 'blank' | 'element' | 'judge'

/** The record of one line that was taken out. */
export interface Removal {
  /** Number of the line in its document, from 1. */
  readonly line: number
  /** Where the line began in the document's text. */
  readonly offset: ByteOffset
  /** Where it goes back in the cleaned text, all removed bytes excluded. */
  readonly at: ByteOffset
  /** The line with its terminator. */
  readonly text: string
  /** The rule that took it; null for context and blank lines, which no rule claims. */
  readonly rule: Rule | null
  readonly how: How
}

/** What a format knows of a line beside its bytes. */
export type LineKind = 'text' | 'heading' | 'item' | 'cell' | 'preformatted'

/** Hints per line, where the format has them; every array is as long as there are lines. */
export interface Hints {
  readonly kinds?: readonly LineKind[] | undefined
  /** Share of the line's characters that are link text, 0 to 1. */
  readonly linkShare?: Float32Array | undefined
  /** Number of the HTML element the line came from. */
  readonly elements?: Int32Array | undefined
  /** Number of the rule that claims an element around the line, or -1: such a line goes, and is no neighbour of others. */
  readonly matches?: Int32Array | undefined
}

/** A document as one block of bytes and its line ranges. */
export interface Document {
  readonly bytes: Uint8Array
  /** Line i is `bytes[starts[i] … starts[i + 1]]`, its terminator included; `count + 1` entries count. */
  readonly starts: Uint32Array
  /** Where the first visible character of line i stands; `starts[i + 1]` if the line is blank. */
  readonly inks: Uint32Array
  readonly count: number
  readonly hints?: Hints | undefined
  /** Host of the page's address, lower case, for rules with `sites`. */
  readonly site?: string | undefined
}

/**
 * Makes claims about a document: the ruleset, later the element rules of HTML, later a learned judge.
 * The cleaner asks all of them and alone decides.
 */
export interface Claimer {
  /** What the numbers in a claim refer to. */
  readonly rules: readonly Rule[]
  /** As a user's packs do, its claims take the place of those of claimers before it, but of rules that save lines. */
  readonly isOwn?: boolean | undefined
  /** Writes to `claims[i]` the number of the rule that claims line i, or -1; for lines `from` to `to` (exclusive). */
  claim(document: Document, from: number, to: number, claims: Int32Array): void
}
