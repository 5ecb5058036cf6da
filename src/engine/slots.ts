/**
 * Slots: what stands for a number, a date, a name in a phrase. Each recogniser looks at a folded
 * line from one place and writes the places where its slot may end, the longest first. There are
 * few ends, so matching stays linear in the line.
 */

import type { Folded } from './fold.js'
import {
  DATE_PARTS,
  FIRST_EASTERN,
  NAME_WORDS,
  UNSPACED,
  UPPER,
  WORD_DATE_WORDS,
  WORD_DAY_PERIODS,
  WORD_MAGNITUDES,
  WORD_MONTHS,
  WORD_NUMBERS,
  WORD_ORDINALS,
  WORD_PARTICLES,
  WORD_SITES,
  WORD_WEEKDAYS,
  WORD_ZONES,
} from './layout.js'
import {
  any,
  eastern,
  email,
  isCaseless,
  isDateGap,
  isDateMark,
  isDigit,
  isGroupMark,
  isLetter,
  isNameUnit,
  SPACE_UNIT,
  templateEnd,
  url,
} from './slot-texts.js'
import { ACCEPT, childOf, fieldOf, labelEnd, type SlotKind, type Trie } from './trie.js'

/** Bits of the word lists: what a word may be. */
export const wordKinds = {
  months: WORD_MONTHS,
  weekdays: WORD_WEEKDAYS,
  numbers: WORD_NUMBERS,
  magnitudes: WORD_MAGNITUDES,
  dayPeriods: WORD_DAY_PERIODS,
  zones: WORD_ZONES,
  dateWords: WORD_DATE_WORDS,
  ordinals: WORD_ORDINALS,
  particles: WORD_PARTICLES,
  sites: WORD_SITES,
} as const

export interface Slots {
  /** Writes the ends of `kind` at `from` to `ends`, the longest first; returns how many. */
  ends(kind: number, line: Folded, from: number, ends: number[]): number
}

/** Does a word of the line end before `at`? */
export function endsWord(line: Folded, at: number): boolean {
  if (!isLetter(line, at)) return true
  const eastern = (line.units[at] as number) >= FIRST_EASTERN
  if (eastern && (line.units[at - 1] as number) < FIRST_EASTERN) return true
  return (((line.classes[at] as number) | (line.classes[at - 1] as number)) & UNSPACED) !== 0
}

export function createSlots(words: Trie): Slots {
  let wordBits = 0
  const timeEnds: number[] = []
  const nameEnds: number[] = []

  /** The end of the longest listed word at `from` that may be one of `kinds`, or -1; its bits in `wordBits`. */
  function word(line: Folded, from: number, kinds: number): number {
    let node = 0
    let at = from
    let found = -1
    while (at < line.length) {
      node = childOf(words, node, line.units[at] as number)
      if (node < 0) break
      at = labelEnd(words, node, line.units, at, line.length)
      if (at < 0) break
      const bits = fieldOf(words, node, ACCEPT)
      if (bits > 0 && bits & kinds && endsWord(line, at)) {
        found = at
        wordBits = bits
      }
    }
    return found
  }

  /** Digits with grouping and a fraction: 12 · 1,234 · 1.234,5 · 1'000. */
  function digits(line: Folded, from: number): number {
    let at = from
    while (isDigit(line, at)) at++
    while (at < line.length && isDigit(line, at + 1) && isGroupMark(line.units[at] as number)) {
      at++
      while (isDigit(line, at)) at++
    }
    return at
  }

  function number(line: Folded, from: number, ends: number[]): number {
    let count = 0
    const template = templateEnd(line, from)
    if (template > 0) ends[count++] = template
    if (isDigit(line, from)) {
      const plain = digits(line, from)
      let grouped = plain
      // 1 234 567: groups of three after a space.
      while (
        line.units[grouped] === SPACE_UNIT &&
        isDigit(line, grouped + 1) &&
        isDigit(line, grouped + 2) &&
        isDigit(line, grouped + 3) &&
        !isDigit(line, grouped + 4)
      )
        grouped += 4
      const spaced = line.units[grouped] === SPACE_UNIT ? grouped + 1 : grouped
      const magnitude = word(line, spaced, wordKinds.magnitudes)
      if (magnitude > 0) ends[count++] = magnitude
      if (grouped > plain) ends[count++] = grouped
      ends[count++] = plain
      if (line.units[plain] === 0x2b) ends[count++] = plain + 1 // 100+
    } else if (from > 0) {
      // At the start of a phrase number words are spelled out by the compiler, in the pack's language:
      // else every line that begins with "to" (Danish two) would have to be looked at.
      const named = word(line, from, wordKinds.numbers)
      if (named > 0) ends[count++] = named
    }
    return count
  }

  function time(line: Folded, from: number, ends: number[]): number {
    let at = from
    while (isDigit(line, at)) at++
    if (at === from || at - from > 2) return 0
    let count = 0
    const colon = line.units[at]
    if (
      (colon === 0x3a || colon === 0x2e || colon === 0x68) &&
      isDigit(line, at + 1) &&
      isDigit(line, at + 2)
    ) {
      at += 3
      if (line.units[at] === 0x3a && isDigit(line, at + 1) && isDigit(line, at + 2)) at += 3
      if (isDigit(line, at)) return 0
      count = 1
    }
    const bare = at
    const period = after(line, at, wordKinds.dayPeriods)
    if (period > 0) at = period
    else if (count === 0) return 0
    const zone = after(line, at, wordKinds.zones)
    count = 0
    if (zone > 0) ends[count++] = zone
    if (period > 0) ends[count++] = period
    if (bare - from > 2) ends[count++] = bare
    return count
  }

  /** A listed word, at once or after one space; a full stop may follow it. */
  function after(line: Folded, from: number, kinds: number): number {
    const at = word(line, line.units[from] === SPACE_UNIT && from < line.length ? from + 1 : from, kinds)
    return at
  }

  /** A calendar date: its parts in any order, a month's name with a number or three numbers alike. */
  function date(line: Folded, from: number, ends: number[]): number {
    let at = from
    let numbers = 0
    let months = 0
    let marks = 0
    let clock = 0
    let early = -1
    let last = -1
    for (let part = 0; part < DATE_PARTS && at < line.length; part++) {
      if (part > 0 || months > 0) {
        const before = at
        while (at < line.length && isDateGap(line.units[at] as number)) at++
        if (at > before && at - before <= 2 && isDateMark(line.units[before] as number)) marks++
      }
      if (isDigit(line, at)) {
        if (clock === 0 && last > 0) {
          const found = time(line, at, timeEnds)
          if (found > 0) {
            clock++
            early = last
            at = timeEnds[0] as number
            last = at
            continue
          }
        }
        let end = at
        while (isDigit(line, end)) end++
        if (end - at > 4 || numbers >= 3) break
        numbers++
        at = end
        const east = eastern(line, at)
        if (east > 0) {
          marks++
          at = east
        } else {
          const ordinal = word(line, at, wordKinds.ordinals)
          if (ordinal > 0) at = ordinal
        }
      } else {
        const end = word(line, at, wordKinds.months | wordKinds.weekdays | wordKinds.dateWords)
        if (end < 0) break
        if (wordBits & wordKinds.months) {
          if (months > 0) break
          months++
        } else if (part === 0 && !(wordBits & wordKinds.weekdays)) break
        at = end
        if (!(wordBits & (wordKinds.months | wordKinds.weekdays))) continue
      }
      if (
        (months > 0 && numbers > 0) ||
        (numbers === 3 && marks >= 2) ||
        (numbers === 2 && marks >= 2 && months === 0 && eastern(line, at - 1) > 0)
      )
        last = at
    }
    let count = 0
    if (last > 0) ends[count++] = last
    if (early > 0 && early !== last) ends[count++] = early
    return count
  }

  function name(line: Folded, from: number, ends: number[]): number {
    let at = from
    let count = 0
    let words = 0
    nameEnds.length = 0
    while (words < NAME_WORDS && at < line.length) {
      const start = at
      if (!isLetter(line, at)) break
      const first = line.classes[at] as number
      while (at < line.length && isNameUnit(line, at)) at++
      const capital = (first & UPPER) !== 0 || isCaseless(line, start)
      if (!capital && !(words > 0 && word(line, start, wordKinds.particles) === at)) break
      if (line.units[at] === 0x2e && at - start <= 3) at++ // J. · Dr.
      words++
      if (capital) {
        nameEnds.push(at)
        if (line.units[at - 1] === 0x2e) nameEnds.push(at - 1)
      }
      if (line.units[at] === SPACE_UNIT) at++
      else if (line.units[at - 1] !== 0x2e) break
    }
    for (let k = nameEnds.length - 1; k >= 0; k--) ends[count++] = nameEnds[k] as number
    return count
  }

  function site(line: Folded, from: number, ends: number[]): number {
    const end = word(line, from, wordKinds.sites)
    if (end < 0) return 0
    ends[0] = end
    return 1
  }

  const recognisers: Record<SlotKind, (line: Folded, from: number, ends: number[]) => number> = {
    n: number,
    time,
    date,
    site,
    url,
    email,
    name,
    any,
  }
  const inOrder = [
    recognisers.n,
    recognisers.time,
    recognisers.date,
    recognisers.site,
    recognisers.url,
    recognisers.email,
    recognisers.name,
    recognisers.any,
  ]
  return { ends: (kind, line, from, ends) => (inOrder[kind] as typeof number)(line, from, ends) }
}
