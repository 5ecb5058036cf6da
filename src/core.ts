/**
 * `dechaff/core`: the cleaner without Node, for browsers and workers. Load the bytes of
 * `dechaff/ruleset.bin` as you load bytes there, and make a cleaner of them.
 *
 * @module
 */
import { type Choice, chooseRules } from './engine/choose.js'
import { createCleanerOf } from './engine/cleaner.js'
import type { LearnedSet } from './engine/learned.js'
import { createMatcher } from './engine/match.js'
import type { Preset } from './engine/preset.js'
import type { Ruleset } from './engine/ruleset.js'
import type { Cleaner } from './engine/seam.js'
import { type CleanedText, cleanText } from './engine/strings.js'
import { limits as defaults, type Limits } from './limits.js'
import type { Claimer } from './types.js'

export type { Choice } from './engine/choose.js'
export type { Condition, Cut } from './engine/conditions.js'
export type { LearnedSet } from './engine/learned.js'
export { createPreset, type Preset, type PresetData } from './engine/preset.js'
export type { Part, Ruleset } from './engine/ruleset.js'
export type { Batch, Cleaner, Decision, DocumentReport, Origin, Sink } from './engine/seam.js'
export { hows } from './engine/seam.js'
export { loadRuleset } from './engine/store.js'
export type { CleanedText } from './engine/strings.js'
export { type Problem, UserError } from './errors.js'
export type { Limits } from './limits.js'
export * from './types.js'

/** A cleaner that also takes strings. */
export interface TextCleaner extends Cleaner {
  /**
   * Cleans one document. `text` without the removed lines, every kept line as it was; the
   * removals in order, their offsets in bytes of UTF-8.
   */
  clean(text: string, site?: string): CleanedText
}

/** What a cleaner is made with, beside the rules. */
export interface CoreOptions extends Choice {
  /** Share of a document's characters, 0 to 1; if more would go, it stays as it was. Default 0.9; 1 with a preset. */
  readonly maxRemoved?: number | undefined
  /** A published recipe, asked after the ruleset; its rules are switched like others. */
  readonly preset?: Preset | undefined
  /** Further claimers, asked after the ruleset and the preset. */
  readonly claimers?: readonly Claimer[] | undefined
  /** What was learned of many sites; asked before the ruleset, as packs of the user's own are. */
  readonly learned?: readonly LearnedSet[] | undefined
  /** How many of the ruleset's parts, from the end, are the user's own: their rules are on whatever their category. */
  readonly ownParts?: number | undefined
}

/** Makes a cleaner of a loaded ruleset. Throws UserError for unknown categories, languages and ids. */
export function createCoreCleaner(ruleset: Ruleset, options: CoreOptions = {}): TextCleaner {
  const { preset, learned = [] } = options
  const own = ruleset.parts.flatMap((part) => part.rules)
  const rules = [...own, ...(preset?.rules ?? []), ...learned.flatMap((set) => set.rules)]
  const firstLearned = rules.length - learned.reduce((sum, set) => sum + set.rules.length, 0)
  const shipped = ruleset.parts.slice(0, ruleset.parts.length - (options.ownParts ?? 0))
  const firstOwn = shipped.reduce((sum, part) => sum + part.rules.length, 0)
  const enabled = chooseRules(
    rules,
    (number) => (number >= firstOwn && number < own.length) || number >= firstLearned,
    options,
  )
  const limits: Limits = {
    ...defaults,
    // A recipe has no guard, and looks at long lines.
    maxRemoved: options.maxRemoved ?? (preset ? 1 : defaults.maxRemoved),
    ...(preset ? { lineBytes: preset.lineBytes } : {}),
  }
  let base = 0
  const elements = ruleset.parts.flatMap((part) => {
    const first = base
    base += part.rules.length
    return part.elements.map((element) => ({ ...element, rule: first + element.rule }))
  })
  let next = firstLearned
  const sets = learned.map((set) => {
    next += set.rules.length
    return { set, base: next - set.rules.length }
  })
  const cleaner = createCleanerOf({
    elements: elements.filter(({ rule }) => enabled[rule] === 1),
    claimers: [
      createMatcher(ruleset, enabled.subarray(0, own.length)),
      ...(preset ? [preset.claimer(enabled.subarray(own.length))] : []),
      ...sets.map(({ set, base }) => set.claimer(enabled.subarray(base, base + set.rules.length))),
      ...(options.claimers ?? []),
    ],
    runs: rules.flatMap(({ run, where, sites }, rule) => {
      const set = sets.find(({ base, set }) => rule >= base && rule < base + set.rules.length)?.set
      return run && enabled[rule] ? [{ ...run, where, sites, rule, fits: set?.hasRuns }] : []
    }),
    characters: ruleset.characters,
    limits,
    hash: `${[ruleset.hash, ...(preset ? [preset.hash] : []), ...learned.map(({ hash }) => hash)].join('+')}-${hashOf(enabled, limits)}`,
  })
  return { ...cleaner, clean: (text, site) => cleanText(cleaner, text, site) }
}

/** FNV-1a over the switches: tells runs apart, protects nothing. */
function hashOf(enabled: Uint8Array, limits: Limits): string {
  let hash = 0x811c9dc5
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  enabled.forEach(mix)
  for (const unit of JSON.stringify(limits)) mix(unit.charCodeAt(0))
  return (hash >>> 0).toString(16).padStart(8, '0')
}
