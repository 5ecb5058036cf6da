/**
 * The claimer of the ruleset: which rule claims a line, looked at by itself. A gate lets few lines
 * through; those are folded into scratch arrays and walked down the tries. Nothing is allocated per
 * line, and no string made unless a pattern's literal stands in it.
 */
import { limits } from '../limits.js'
import type { Claimer, Document, Rule } from '../types.js'
import { emptyFolded, fold } from './fold.js'
import { createAsk, joinGates } from './gate.js'
import type { Pattern, Ruleset } from './ruleset.js'
import { createSlots } from './slots.js'
import { type Trie, childOf, labelEnd, slotKinds } from './trie.js'

/** Slots nest at most this deep: the compiler refuses phrases with more of them. */
const SLOTS_PER_PHRASE = 4

interface ReadyPattern {
  readonly test: RegExp
  readonly literal: string
  readonly rule: number
}

function ready(pattern: Pattern): ReadyPattern {
  return { test: new RegExp(`^(?:${pattern.source})$`, 'u'), literal: pattern.literal, rule: pattern.rule }
}

/** `enabled[r]`: is rule r, counted over all parts, switched on? */
export function createMatcher(ruleset: Ruleset, enabled: Uint8Array): Claimer {
  const { characters, parts } = ruleset
  const rules: Rule[] = parts.flatMap((part) => part.rules)
  const line = emptyFolded(limits.lineUnits)
  const slots = createSlots(ruleset.words)
  const ask = createAsk(characters, joinGates(parts.map((part) => part.gate)))
  const hasOthers = parts.some((part) => part.others.length > 0)
  const endsAtDepth = Array.from({ length: SLOTS_PER_PHRASE + 2 }, () => [] as number[])
  const sited = rules.flatMap((rule, number) => (rule.sites.length > 0 ? [number] : []))
  const active = Uint8Array.from(enabled)
  const prepared = parts.map((part, index) => {
    const base = parts.slice(0, index).reduce((sum, { rules: own }) => sum + own.length, 0)
    return { part, base, headed: part.headed.map((group) => group.map(ready)), others: part.others.map(ready) }
  })
  let site: string | undefined

  function chooseSite(wanted: string | undefined): void {
    site = wanted
    for (const number of sited) {
      const fits = wanted !== undefined && (rules[number] as Rule).sites.some((host) => hostFits(wanted, host))
      active[number] = fits ? (enabled[number] as number) : 0
    }
  }
  chooseSite(undefined)

  /** Walks `trie` from `node`, whose label ends at `from`; the number of a rule that is on, or -1. */
  function walk(trie: Trie, base: number, start: number, from: number, depth: number): number {
    let node = start
    let at = from
    const { units, length } = line
    for (;;) {
      if (at === length) {
        const rule = trie.accepts[node] as number
        return rule >= 0 && active[base + rule] === 1 ? base + rule : -1
      }
      const slotBase = trie.slotBases[node] as number
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
        const count = slots.ends(kind, line, at, ends)
        for (let e = 0; e < count; e++) {
          const rule = walk(trie, base, slotChild, ends[e] as number, depth + 1)
          if (rule >= 0) return rule
        }
      }
      return -1
    }
  }

  function tryPatterns(patterns: readonly ReadyPattern[], base: number, text: string): number {
    for (const { test, literal, rule } of patterns) {
      if (active[base + rule] === 1 && text.includes(literal) && test.test(text)) return base + rule
    }
    return -1
  }

  function walkHeads(part: (typeof prepared)[number], text: () => string): number {
    const { heads } = part.part
    let node = 0
    let at = 0
    while (at < line.length) {
      node = childOf(heads, node, line.units[at] as number)
      if (node < 0) return -1
      at = labelEnd(heads, node, line.units, at, line.length)
      if (at < 0) return -1
      const group = heads.accepts[node] as number
      if (group >= 0) {
        const rule = tryPatterns(part.headed[group] as ReadyPattern[], part.base, text())
        if (rule >= 0) return rule
      }
    }
    return -1
  }

  /** The rule that claims the folded line; an `allow` rule before all, then the part that came last. */
  function match(): number {
    let known: string | undefined
    const text = (): string => {
      known ??= String.fromCharCode(...line.units.subarray(0, line.length))
      return known
    }
    for (const { part, base } of prepared) {
      if (part.allowed.accepts.length === 0) continue
      const rule = walk(part.allowed, base, 0, 0, 0)
      if (rule >= 0) return rule
    }
    let found = -1
    for (let p = prepared.length - 1; p >= 0; p--) {
      const one = prepared[p] as (typeof prepared)[number]
      if (found < 0 && one.part.phrases.accepts.length > 0) found = walk(one.part.phrases, one.base, 0, 0, 0)
      if (one.headed.length > 0) found = better(found, walkHeads(one, text))
      if (one.others.length > 0) found = better(found, tryPatterns(one.others, one.base, text()))
    }
    return found
  }

  /** A pattern yields to a phrase, unless it saves the line. */
  function better(phrase: number, pattern: number): number {
    if (pattern >= 0 && (phrase < 0 || (rules[pattern] as Rule).allow)) return pattern
    return phrase
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
        if (!hasOthers && !ask(bytes, ink, end)) continue
        if (!fold(characters, bytes, ink, end, line) || line.length === 0) continue
        claims[i] = match()
      }
    },
  }
}

/** `host` stands for itself and its subdomains. */
function hostFits(site: string, host: string): boolean {
  return site === host || (site.endsWith(host) && site[site.length - host.length - 1] === '.')
}
