/**
 * The claimer of a learned set: claims what the packs of its sites, compiled, would claim. Most lines are
 * told off by their first four units, read straight off the bytes; the others are found by their key.
 */
import type { Characters } from '../engine/characters.js'
import { emptyFolded, fold } from '../engine/fold.js'
import { LETTER } from '../engine/layout.js'
import { createSlots, wordKinds } from '../engine/slots.js'
import { ACCEPT, childrenOf, fieldOf, labelOf, slotKinds, type Trie } from '../engine/trie.js'
import { createUnitReader, END, UNSURE } from '../engine/units.js'
import { limits } from '../limits.js'
import { packLimits } from '../packs/limits.js'
import type { Claimer, Rule } from '../types.js'
import { type Block, FIRST_SLOT } from './block.js'
import { finish, highSeed, highStep, keyOfUnits, lowSeed, lowStep } from './keys.js'
import { bitOf, FIRST, hasBit, LOOSE, SECOND, slotBitOf } from './look.js'

/** What was learned of the site itself, then of the hosts it is a part of. */
export type BlocksOf = (site: string) => readonly Block[]

export interface ClaimerWords {
  readonly characters: Characters
  readonly words: Trie
}

/** `enabled[r]`: is rule r switched on? */
export function createLearnedClaimer(
  { characters, words }: ClaimerWords,
  rules: readonly Rule[],
  enabled: Uint8Array,
  blocksOf: BlocksOf,
): Claimer {
  const reader = createUnitReader(characters)
  const { plain } = reader
  const folded = emptyFolded(limits.lineUnits)
  const slots = createSlots(words)
  const startsSlot = startsOfSlots(characters, words)
  const endsAtDepth = Array.from({ length: packLimits.slots + 1 }, () => [] as number[])
  const mayBullet = Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < 0x80 && ((characters.classes[byte] as number) & LETTER) !== 0 ? 0 : 1,
  )
  let site: string | undefined
  let blocks: readonly Block[] = []

  /** The rule of the key, or -1. Keys are spread evenly: the place of one is near its share of all, which halving takes seven looks for. */
  function find({ highs, lows, rules: own }: Block, low: number, high: number): number {
    const { length } = highs
    let at = Math.floor((high / 2 ** 32) * length)
    while (at > 0 && (highs[at - 1] as number) >= high) at--
    while (at < length && (highs[at] as number) < high) at++
    for (; at < length && highs[at] === high; at++) if (lows[at] === low) return own[at] as number
    return -1
  }

  function ruleOf(block: Block, low: number, high: number): number {
    const rule = find(block, finish(low), finish(high))
    return rule >= 0 && enabled[rule] === 1 ? rule : -1
  }

  /** Folds the line, and looks for all it may be. */
  function claimFolded(block: Block, bytes: Uint8Array, ink: number, end: number): number {
    if (!fold(characters, bytes, ink, end, folded) || folded.length === 0) return -1
    const { low, high } = keyOfUnits(folded.units, folded.length)
    const rule = find(block, low, high)
    if (rule >= 0 && enabled[rule] === 1) return rule
    return walk(block, 0, block.slotted.length, 0, 0, 0)
  }

  /** The rule of a phrase among those from `from` to `to`, whose first `depth` units the line has up to `at`: as down a trie. */
  function walk(block: Block, from: number, to: number, depth: number, at: number, nested: number): number {
    if (from >= to) return -1
    const { slotted, rules: own, highs } = block
    if (at === folded.length) {
      const rule = (slotted[from] as Uint16Array).length === depth ? (own[highs.length + from] as number) : -1
      return rule >= 0 && enabled[rule] === 1 ? rule : -1
    }
    const unit = folded.units[at] as number
    const begin = boundOf(slotted, from, to, depth, unit)
    const found = walk(block, begin, boundOf(slotted, begin, to, depth, unit + 1), depth + 1, at + 1, nested)
    if (found >= 0) return found
    let first = boundOf(slotted, from, to, depth, FIRST_SLOT)
    const ends = endsAtDepth[nested] as number[]
    for (let kind = 0; first < to && kind < slotKinds.length; kind++) {
      const last = boundOf(slotted, first, to, depth, FIRST_SLOT + kind + 1)
      const count = last > first ? slots.ends(kind, folded, at, ends) : 0
      for (let e = 0; e < count; e++) {
        const rule = walk(block, first, last, depth + 1, ends[e] as number, nested + 1)
        if (rule >= 0) return rule
      }
      first = last
    }
    return -1
  }

  function claimOf(block: Block, bytes: Uint8Array, ink: number, end: number): number {
    const from = mayBullet[bytes[ink] as number] === 1 ? reader.skipBullets(bytes, ink, end) : ink
    if (from === end) return -1
    const { look, longest } = block
    if (from === UNSURE || (look.slots & LOOSE) !== 0) return claimFolded(block, bytes, ink, end)
    if ((look.slots & 1) !== 0 && startsSlot(bytes, from, end)) return claimFolded(block, bytes, ink, end)
    let low = lowSeed
    let high = highSeed
    let at = from
    let count = 0
    for (;;) {
      const byte = at < end ? (bytes[at] as number) : 0x80
      let unit = byte < 0x80 ? (plain[byte] as number) : -1
      if (unit >= 0) at++
      else {
        unit = reader.unitAt(bytes, at, end)
        if (unit === UNSURE) return claimFolded(block, bytes, ink, end)
        if (unit === END) return ruleOf(block, low, high)
        at = reader.next
      }
      low = lowStep(low, unit)
      high = highStep(high, unit)
      count++
      if (count > SECOND) {
        if (count > longest) return -1
        continue
      }
      if ((look.slots >>> count) & 1 && hasBit(look.bits, slotBitOf(low)))
        return claimFolded(block, bytes, ink, end)
      if ((count !== FIRST && count !== SECOND) || hasBit(look.bits, bitOf(low))) continue
      // A mark that follows may change the unit that was read last.
      const composes = at < end && (bytes[at] as number) >= 0x80 && reader.unitAt(bytes, at, end) === UNSURE
      return composes ? claimFolded(block, bytes, ink, end) : -1
    }
  }

  return {
    rules,
    isOwn: true,
    claim(document, from, to, claims) {
      if (document.site !== site) {
        site = document.site
        blocks = site === undefined ? [] : blocksOf(site)
      }
      claims.fill(-1, from, to)
      if (blocks.length === 0) return
      const { bytes, starts, inks } = document
      for (let line = from; line < to; line++) {
        const ink = inks[line] as number
        const end = starts[line + 1] as number
        if (ink === end || end - ink > limits.lineBytes) continue
        for (let index = 0; index < blocks.length && (claims[line] as number) < 0; index++)
          claims[line] = claimOf(blocks[index] as Block, bytes, ink, end)
      }
    },
  }
}

/** The first phrase of the sorted ones from `from` to `to` whose unit at `depth` is `unit` or more. */
function boundOf(
  phrases: readonly Uint16Array[],
  from: number,
  to: number,
  depth: number,
  unit: number,
): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    const phrase = phrases[middle] as Uint16Array
    if (phrase.length <= depth || (phrase[depth] as number) < unit) low = middle + 1
    else high = middle
  }
  return low
}

/** May a line begin with a slot? By its first character: a digit, what a template begins with, or a listed word's. */
function startsOfSlots(
  characters: Characters,
  words: Trie,
): (bytes: Uint8Array, at: number, end: number) => boolean {
  const openings = new Set<number>()
  const dates = wordKinds.months | wordKinds.weekdays | wordKinds.dateWords
  const visit = (node: number, before: string): void => {
    const text = before + String.fromCharCode(...labelOf(words, node))
    const accept = fieldOf(words, node, ACCEPT)
    if (accept > 0 && accept & dates)
      openings.add(text.length > 1 ? pairOf(text.charCodeAt(0), text.charCodeAt(1)) : text.charCodeAt(0))
    for (const child of childrenOf(words, node)) visit(child, text)
  }
  visit(0, '')
  const { fold: table } = characters
  return (bytes, at, end) => {
    const byte = bytes[at] as number
    const second = at + 1 < end ? (bytes[at + 1] as number) : 0
    // Only letters of ASCII tell.
    if (!((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) || second >= 0x80) return true
    const first = table[byte] as number
    return openings.has(first) || openings.has(pairOf(first, table[second] as number))
  }
}

const pairOf = (first: number, second: number): number => first * 0x10000 + second
