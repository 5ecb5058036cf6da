/**
 * The claimer of the ruleset: which rule claims a line, looked at by itself. A gate lets few lines
 * through; those are folded into scratch arrays and walked down the tries. Nothing is allocated per
 * line, and no string made unless a pattern's literal stands in it.
 */
import { limits } from '../limits.js'
import type { Claimer, Document, Rule } from '../types.js'
import { SPACE } from './characters.js'
import { emptyFolded, fold, textOf } from './fold.js'
import { createAsk, joinGates } from './gate.js'
import { hostsFit, type Prepared, prepare } from './prepare.js'
import { createQuickWalk, UNDECIDED } from './quick.js'
import { type Pattern, type Ruleset, SLOT_STARTS } from './ruleset.js'
import { ANY_UNITS } from './slot-texts.js'
import { createSlots } from './slots.js'
import { createLook, joinStarts } from './starts.js'
import {
  ACCEPT,
  ANY,
  CHILDREN,
  childOf,
  FIRST_LOOSE,
  fieldOf,
  GROUP,
  isEmpty,
  LABEL_LENGTH,
  labelEnd,
  SLOTS,
  slotKinds,
  type Trie,
} from './trie.js'
import { createUnitReader, UNSURE } from './units.js'

/** Bytes of a long line that are folded at first. */
const PROBE_BYTES = 96
/** Units that a slot other than {any} may look at; ends beyond the probe are unknown. */
const SLOT_UNITS = 64

/** Slots nest at most this deep: the compiler refuses phrases with more of them. */
const SLOTS_PER_PHRASE = 4

/** `enabled[r]`: is rule r, counted over all parts, switched on? */
export function createMatcher(ruleset: Ruleset, enabled: Uint8Array): Claimer {
  const { characters, parts } = ruleset
  const rules: Rule[] = parts.flatMap((part) => part.rules)
  const line = emptyFolded(limits.lineUnits)
  const slots = createSlots(ruleset.words)
  const reader = createUnitReader(characters)
  const ask = createAsk(characters, joinGates(parts.map((part) => part.gate)))
  const look = createLook(characters, joinStarts(parts.map((part) => part.starts)))
  // Letters and digits of ASCII are no bullets.
  const mayBullet = Uint8Array.from({ length: 256 }, (_, byte) =>
    /[a-z0-9]/i.test(String.fromCharCode(byte)) && byte < 0x80 ? 0 : 1,
  )
  const endsAtDepth = Array.from({ length: SLOTS_PER_PHRASE + 2 }, () => [] as number[])
  const sited = rules.flatMap((rule, number) => (rule.sites.length > 0 ? [number] : []))
  const active = Uint8Array.from(enabled)
  const prepared = prepare(parts)
  const quickWalk = createQuickWalk(ruleset, active)
  const saving = rules.flatMap((rule, number) => (rule.allow ? [number] : []))
  const loose = prepared.flatMap(({ part, base }) =>
    part.loose.map((pattern) => base + (part.patterns[pattern] as Pattern).rule),
  )
  let site: string | undefined
  /** May a line that is claimed be saved, and must every short line be folded, by rules that are on? */
  let hasSaving = false
  let hasLoose = false
  /** Parts with rules that are on. */
  let asked: readonly Prepared[] = prepared
  /** Did the line get through the gate? */
  let passed = false
  /** Is `line` only the beginning of a line, and did the walk come to where the rest would tell? */
  let probing = false
  let unsettled = false
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
    hasLoose = loose.some((number) => active[number] === 1)
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
      if (probing && at >= length - 1) {
        unsettled = true
        return -1
      }
      if (at === length) {
        const rule = fieldOf(trie, node, ACCEPT)
        return rule >= 0 && active[base + rule] === 1 ? base + rule : -1
      }
      const slotBase = fieldOf(trie, node, SLOTS)
      const child = childOf(trie, node, units[at] as number)
      const next = child < 0 ? -1 : labelEnd(trie, child, units, at, length)
      if (probing && child >= 0 && next < 0 && at + fieldOf(trie, child, LABEL_LENGTH) >= length - 1)
        unsettled = true
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
      const kinds = node === 0 && !passed ? FIRST_LOOSE : slotKinds.length
      for (let kind = 0; kind < kinds; kind++) {
        const slotChild = trie.slotChildren[slotBase + kind] as number
        if (slotChild < 0) continue
        if (probing && (kind === ANY || length - at < SLOT_UNITS)) {
          unsettled = true
          continue
        }
        // "{any}" has an end behind every word: without a look ahead each would cost a walk of its own.
        if (kind === ANY && fieldOf(trie, slotChild, SLOTS) < 0) {
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
    let found = walk(part.phrases, base, 0, 0, 0)
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

  /**
   * Does the beginning of a long line tell that no phrase matches it? To fold four hundred characters
   * of prose because of its first two words was a third of the time of clean text.
   */
  function probe(bytes: Uint8Array, ink: number): boolean {
    let cut = ink + PROBE_BYTES
    while (((bytes[cut] as number) & 0xc0) === 0x80) cut--
    if (!fold(characters, bytes, ink, cut, line)) return false
    probing = true
    unsettled = false
    begun.length = 0
    for (const { part, base } of asked) {
      walk(part.phrases, base, 0, 0, 0)
      if (!isEmpty(part.allowed)) walk(part.allowed, base, 0, 0, 0)
    }
    probing = false
    return !unsettled && begun.length === 0
  }

  /** Most bullets are "* " before a letter. */
  function skipBullets(bytes: Uint8Array, ink: number, end: number): number {
    const isPlain =
      bytes[ink] === 0x2a &&
      bytes[ink + 1] === 0x20 &&
      ink + 2 < end &&
      mayBullet[bytes[ink + 2] as number] === 0
    return isPlain ? ink + 2 : reader.skipBullets(bytes, ink, end)
  }

  /** The rule that claims `bytes[ink … end]`, or -1. */
  function claimOf(bytes: Uint8Array, ink: number, end: number): number {
    const from = mayBullet[bytes[ink] as number] === 1 ? skipBullets(bytes, ink, end) : ink
    if (from === end) return -1
    let undecided = from === UNSURE || hasLoose
    if (!undecided && look(bytes, from, end)) {
      for (let p = asked.length - 1; p >= 0 && !undecided; p--) {
        const rule = quickWalk(asked[p] as Prepared, bytes, from, end)
        if (rule >= 0 && !hasSaving) return rule
        undecided = rule >= 0 || rule === UNDECIDED
      }
    }
    passed = from === UNSURE || ask(bytes, from, end)
    if (!undecided && !passed) return -1
    if (!passed && !hasLoose && end - ink > 2 * PROBE_BYTES && probe(bytes, ink)) return -1
    return fold(characters, bytes, ink, end, line) && line.length > 0 ? match() : -1
  }

  return {
    rules,
    claim(document: Document, from: number, to: number, claims: Int32Array): void {
      if (sited.length > 0 && document.site !== site) chooseSite(document.site)
      const { bytes, starts, inks } = document
      for (let i = from; i < to; i++) {
        const ink = inks[i] as number
        const end = starts[i + 1] as number
        claims[i] = -1
        if (ink === end || end - ink > limits.lineBytes) continue
        claims[i] = claimOf(bytes, ink, end)
      }
    },
  }
}
