/** The shipped rules, and cleaners made of them and of a user's packs. */
import { readFileSync } from 'node:fs'
import { type CoreOptions, createCoreCleaner, type TextCleaner } from '../core.js'
import type { Ruleset } from '../engine/ruleset.js'
import { loadRuleset } from '../engine/store.js'
import { formatProblem, UserError } from '../errors.js'
import { rulesetFile } from '../shipped.js'

/** Options of `createCleaner`. */
export interface CleanerOptions extends Omit<CoreOptions, 'learned' | 'ownParts' | 'preset'> {
  /** Packs of your own: YAML files, or folders of them; sets learned from crawls. */
  readonly rules?: readonly string[] | undefined
  /** Start from the shipped packs. Default true. */
  readonly defaultRules?: boolean | undefined
  /** A published recipe in place of the shipped packs: `c4`, `c4-datatrove`, `fineweb`, `dclm`. */
  readonly preset?: string | undefined
}

let shipped: Ruleset | undefined

/** The compiled shipped packs; read once. */
export function shippedRuleset(): Ruleset {
  if (shipped) return shipped
  shipped = loadRuleset(readFileSync(rulesetFile()))
  return shipped
}

/**
 * Makes a cleaner of the shipped packs or a preset, or of packs of your own, or both.
 * Throws UserError for a wrong pack (its first problem) and for unknown presets, categories, languages and ids.
 */
export async function createCleaner(options: CleanerOptions = {}): Promise<TextCleaner> {
  const base = shippedRuleset()
  const named = options.rules ?? []
  const sets = named.length > 0 ? (await import('../sites/file.js')).sitesFilesOf(named) : []
  const own = named.filter((path) => !sets.includes(path))
  let ownParts = 0
  const { preset: name, ...others } = options
  // Presets are read only when asked for.
  const preset = name === undefined ? undefined : (await import('../packs/presets.js')).presetNamed(name)
  let ruleset: Ruleset = preset || options.defaultRules === false ? { ...base, parts: [] } : base
  if (own.length > 0) {
    // The authoring side brings YAML along: loaded only when asked for.
    const { compileParts, hashPacks, loadPacks, packFiles } = await import('../packs/load.js')
    const { packs, problems } = loadPacks(own.flatMap(packFiles), base.characters)
    const [first] = problems
    if (first)
      throw new UserError(
        first.code,
        {},
        `${formatProblem(first)}${problems.length > 1 ? ` (and ${problems.length - 1} more: clean rules lint)` : ''}`,
      )
    const parts = compileParts(packs, base)
    ownParts = parts.length
    ruleset = { ...ruleset, hash: `${ruleset.hash}+${hashPacks(packs)}`, parts: [...ruleset.parts, ...parts] }
  }
  if (sets.length === 0) return createCoreCleaner(ruleset, { ...others, preset, ownParts })
  const { openLearnedSet } = await import('../sites/set.js')
  const learned = sets.map((path) => openLearnedSet(path, base))
  return createCoreCleaner(ruleset, { ...others, preset, ownParts, learned })
}
