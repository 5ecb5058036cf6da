/** Rules ready for matching: what the pack compiler makes and the cleaner is made from. */
import type { Rule } from '../types.js'
import type { Characters } from './characters.js'
import type { ElementRule } from './elements.js'
import type { Gate } from './gate.js'
import type { Starts } from './starts.js'
import type { Trie } from './trie.js'

/** A regular expression over the folded line, anchored at both ends by the compiler. */
export interface Pattern {
  readonly source: string
  /** Stands in every match; looked for before the pattern is tried. */
  readonly literal: string
  /** Number of the rule in its part. */
  readonly rule: number
}

/** Packs that were compiled together: the shipped ones are one part, a user's another. */
export interface Part {
  readonly rules: readonly Rule[]
  /** Phrases; they accept numbers of rules of this part. */
  readonly phrases: Trie
  /** Phrases of `allow` rules. */
  readonly allowed: Trie
  readonly patterns: readonly Pattern[]
  /**
   * Patterns, by number, whose matches begin alike; the groups of `phrases` are indices into it. The
   * first two are empty: they stand for what a slot at the start of a phrase may begin with.
   */
  readonly groups: readonly (readonly number[])[]
  /** Rules for elements of HTML. */
  readonly elements: readonly ElementRule[]
  /** Patterns, by number, whose matches begin anyhow: every short line is folded for them. */
  readonly loose: readonly number[]
  /** For phrases that begin with anything; the others are found by a walk down the trie. */
  readonly gate: Gate
  /** What phrases begin with. */
  readonly starts: Starts
}

export interface Ruleset {
  /** Of all parts; hexadecimal. */
  readonly hash: string
  readonly characters: Characters
  /** The closed word lists behind the slots; accepts bits of `wordKinds`. */
  readonly words: Trie
  /** Number words by language, for phrases that begin with a number. */
  readonly numbers: Readonly<Record<string, readonly string[]>>
  readonly parts: readonly Part[]
}
