/**
 * The claimer of the ruleset: which rule claims a line, looked at by itself. The kernel settles nearly all
 * lines; the others are folded here into scratch arrays and walked down the tries, and patterns are tried.
 * No string is made unless a pattern's literal may stand in the line.
 */
import { limits } from '../limits.js'
import type { Claimer, Document, Rule } from '../types.js'
import { claimOf, type Question } from './claims.js'
import { emptyFolded, fold, textOf } from './fold.js'
import { ANY_UNITS, SLOT_ANY, SLOT_STARTS, SLOTS_PER_PHRASE, SPACE } from './layout.js'
import { NO_LINES } from './lines.js'
import { hostsFit, type Prepared, prepare } from './prepare.js'
import type { Pattern, Ruleset } from './ruleset.js'
import { createSlots } from './slots.js'
import {
  ACCEPT,
  CHILDREN,
  childOf,
  fieldOf,
  GROUP,
  isEmpty,
  labelEnd,
  SLOTS,
  slotKinds,
  type Trie,
} from './trie.js'

/** `enabled[r]`: is rule r, counted over all parts, switched on? */
export function createMatcher(ruleset: Ruleset, enabled: Uint8Array): Claimer {
  const { characters, parts } = ruleset
  const rules: Rule[] = parts.flatMap((part) => part.rules)
  const line = emptyFolded(limits.lineUnits)
  const slots = createSlots(ruleset.words)
  const endsAtDepth = Array.from({ length: SLOTS_PER_PHRASE + 2 }, () => [] as number[])
  const sited = rules.flatMap((rule, number) => (rule.sites.length > 0 ? [number] : []))
  const active = Uint8Array.from(enabled)
  const prepared = prepare(parts)
  const claim = claimOf(ruleset)
  const saving = rules.flatMap((rule, number) => (rule.allow ? [number] : []))
  const loose = prepared.flatMap(({ part, base }) =>
    part.loose.map((pattern) => base + (part.patterns[pattern] as Pattern).rule),
  )
  let document = NO_LINES
  let site: string | undefined
  let question: Question
  /** May a line that is claimed be saved by rules that are on? */
  let hasSaving = false
  /** Parts with rules that are on. */
  let asked: readonly Prepared[] = prepared
  /** Groups of patterns that the walk came by, and the folded line as a string, if one was tried. */
  const begun: number[] = []
  let text: string | undefined

  function chooseSite(wanted: string | undefined): void {
    site = wanted
    for (const number of sited) {
      active[number] = hostsFit(wanted, (rules[number] as Rule).sites) ? (enabled[number] as number) : 0
    }
    asked = prepared.filter(({ part, base }) => active.subarray(base, base + part.rules.length).includes(1))
    hasSaving = saving.some((number) => active[number] === 1)
    question = {
      active,
      parts: asked.map(({ index }) => index),
      saving: hasSaving,
      loose: loose.some((number) => active[number] === 1),
      settle,
    }
  }
  chooseSite(undefined)

  /** Walks `trie` from `node`, whose label ends at `from`; the number of a rule that is on, or -1. */
  function walk(trie: Trie, base: number, start: number, from: number, depth: number): number {
    let node = start
    let at = from
    const { units, length } = line
    for (;;) {
      const group = fieldOf(trie, node, GROUP)
      if (group > SLOT_STARTS) begun.push(group)
      if (at === length) {
        const rule = fieldOf(trie, node, ACCEPT)
        return rule >= 0 && active[base + rule] === 1 ? base + rule : -1
      }
      const slotBase = fieldOf(trie, node, SLOTS)
      const child = childOf(trie, node, units[at] as number)
      const next = child < 0 ? -1 : labelEnd(trie, child, units, at, length)
      if (slotBase < 0) {
        if (next < 0) return -1
        node = child
        at = next
        continue
      }
      if (next >= 0) {
        const rule = walk(trie, base, child, next, depth)
        if (rule >= 0) return rule
      }
      const ends = endsAtDepth[depth] as number[]
      for (let kind = 0; kind < slotKinds.length; kind++) {
        const slotChild = trie.slotChildren[slotBase + kind] as number
        if (slotChild < 0) continue
        // "{any}" has an end behind every word: without a look ahead each would cost a walk of its own.
        if (kind === SLOT_ANY && fieldOf(trie, slotChild, SLOTS) < 0) {
          const rule = walkAny(trie, base, slotChild, at, depth)
          if (rule >= 0) return rule
          continue
        }
        const count = slots.ends(kind, line, at, ends)
        for (let e = 0; e < count; e++) {
          const rule = walk(trie, base, slotChild, ends[e] as number, depth + 1)
          if (rule >= 0) return rule
        }
      }
      return -1
    }
  }

  /** The walk behind an {any} from `at`, the longest first: to the end of the line, or where its literal goes on. */
  function walkAny(trie: Trie, base: number, node: number, at: number, depth: number): number {
    const { units, classes: kinds, length } = line
    if ((kinds[at] as number) & SPACE) return -1
    const rule = fieldOf(trie, node, ACCEPT)
    if (length - at <= ANY_UNITS && rule >= 0 && active[base + rule] === 1) return base + rule
    if (fieldOf(trie, node, CHILDREN) === 0) return -1
    for (let end = Math.min(length - 1, at + ANY_UNITS); end > at; end--) {
      if ((kinds[end - 1] as number) & SPACE || childOf(trie, node, units[end] as number) < 0) continue
      const found = walk(trie, base, node, end, depth + 1)
      if (found >= 0) return found
    }
    return -1
  }

  function tryPatterns({ part, base, tests }: Prepared, numbers: readonly number[]): number {
    if (line.length > limits.patternUnits) return -1
    text ??= textOf(line)
    let found = -1
    for (const number of numbers) {
      const { rule, literal } = part.patterns[number] as Pattern
      if (active[base + rule] === 1 && text.includes(literal) && tests[number]?.(text))
        found = better(found, base + rule)
      if (found >= 0 && !hasSaving) break
    }
    return found
  }

  /** The rule of `one` part that claims the folded line: by a phrase, else by a pattern that saves it or claims it. */
  function matchPart(one: Prepared): number {
    const { part, base } = one
    begun.length = 0
    let found = isEmpty(part.phrases) ? -1 : walk(part.phrases, base, 0, 0, 0)
    for (const group of begun)
      found = better(found, tryPatterns(one, part.groups[group] as readonly number[]))
    if (part.loose.length > 0) found = better(found, tryPatterns(one, part.loose))
    return found
  }

  /** The rule that was found first, unless the other saves the line. */
  function better(first: number, other: number): number {
    return other >= 0 && (first < 0 || (rules[other] as Rule).allow) ? other : first
  }

  /** The rule that claims the folded line; an `allow` rule before all, then the part that came last. */
  function match(): number {
    text = undefined
    for (const { part, base } of asked) {
      if (isEmpty(part.allowed)) continue
      const rule = walk(part.allowed, base, 0, 0, 0)
      if (rule >= 0) return rule
    }
    let found = -1
    for (let p = asked.length - 1; p >= 0 && (found < 0 || hasSaving); p--)
      found = better(found, matchPart(asked[p] as Prepared))
    return found
  }

  /** Settles a line that the kernel could not. */
  function settle(number: number): number {
    const { bytes, inks, starts } = document
    const isFolded = fold(characters, bytes, inks[number] as number, starts[number + 1] as number, line)
    return isFolded && line.length > 0 ? match() : -1
  }

  return {
    rules,
    claim(asked: Document, from: number, to: number, claims: Int32Array): void {
      if (sited.length > 0 && asked.site !== site) chooseSite(asked.site)
      document = asked
      claim(question, asked, from, to, claims)
      document = NO_LINES
    },
  }
}
