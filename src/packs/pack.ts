/** A pack as its author wrote it: parsed, checked, and with the place of every part. */
import type { Condition } from '../engine/conditions.js'
import type { ElementRule } from '../engine/elements.js'
import type { PresetData } from '../engine/preset.js'
import type { Rule } from '../types.js'

/** The first character of a text in its file, behind the quote if it has one. From 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Phrase extends Position {
  readonly text: string
}

export interface Pattern extends Position {
  readonly source: string
  /** What every match contains: the prefilter. */
  readonly literal: string
  /** The literal is what every match begins with. */
  readonly prefix: boolean
}

/** One line of an example that is a small document. */
export interface ExampleLine {
  readonly text: string
  readonly goes: boolean
}

export interface Example extends Position {
  /** As written, markers included, without a final line break. */
  readonly text: string
  /** Only of text, and only if there are several lines; markers are taken off. */
  readonly lines?: readonly ExampleLine[]
}

export interface PackRule extends Position {
  /** `rule.id` is the full id, `en/comments#no-comments`. */
  readonly rule: Rule
  readonly phrases: readonly Phrase[]
  readonly patterns: readonly Pattern[]
  /** CSS selector, for HTML. */
  readonly select?: string
  /** What it asks of elements of HTML, compiled. */
  readonly element?: Omit<ElementRule, 'rule'>
  /** Of a preset's rule, which has neither phrases nor patterns. */
  readonly when?: Condition
  readonly remove: readonly Example[]
  readonly keep: readonly Example[]
}

/** What a pack and a preset have in common. */
export interface Pack {
  readonly name: string
  readonly title: string
  readonly language: string
  readonly file: string
  readonly rules: readonly PackRule[]
}

/** A published recipe; as a pack its name is the preset's. */
export interface PresetPack extends Pack, Pick<PresetData, 'cuts' | 'strip'> {
  /** Project, path and name of the code. */
  readonly source: string
  /** What else the recipe does and the preset does not. */
  readonly omits: readonly string[]
  /** What the recipe gets wrong and the preset replays. */
  readonly defects: readonly string[]
}
