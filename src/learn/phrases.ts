/**
 * What a line has in common with lines that differ in numbers and dates only: its phrase. A sentence has no slots:
 * where it differs in a number it says something of its page (weather, scores, towns).
 */
import type { Characters } from '../engine/characters.js'
import { emptyFolded, type Folded, fold, textOf } from '../engine/fold.js'
import { COMBINING, DIGIT, LETTER, SPACE, TRAIL } from '../engine/layout.js'
import { isDigit, isLetter } from '../engine/slot-texts.js'
import { createSlots, endsWord, wordKinds } from '../engine/slots.js'
import { ACCEPT, childrenOf, fieldOf, labelOf, type SlotKind, slotKinds, type Trie } from '../engine/trie.js'
import { limits } from '../limits.js'
import { packLimits } from '../packs/limits.js'

/** Nothing but a number, a date or a time. */
export const isSlot = (phrase: string): boolean => /^\{\w+\}$/.test(phrase)

/** Units of the name of a slot in its braces, at most. */
const SLOT_UNITS = 8

/** Slots that stand for what differs, the longest first. */
const slotted: readonly SlotKind[] = ['date', 'time', 'n']

/** Units of a phrase that most lines are told apart by. */
export const OPENING = 16
/** Units behind them that are folded, too, to know that nothing which follows bears on them; bytes that are read for all. */
const BEHIND = 4
const OPENING_BYTES = 96

export interface PhraseReader {
  /** The phrase of the line; empty if it cannot be one. */
  phraseOf(bytes: Uint8Array, ink: number, end: number, isProse: boolean): string
  /**
   * The first `OPENING` units of the line's phrase, if they are sure to be no slot's without a look at the rest of the line:
   * that takes a tenth of the time that the phrase of a long line does. The array is the reader's own.
   */
  openingOf(bytes: Uint8Array, ink: number, end: number, isProse: boolean): Uint16Array | undefined
}

export function createPhraseReader(characters: Characters, words: Trie): PhraseReader {
  const slots = createSlots(words)
  const folded = emptyFolded(limits.lineUnits)
  const opening = emptyFolded(OPENING + BEHIND)
  const ends: number[] = []

  const mayDate = openingsOf(words)
  /** The phrase as it is put together: bytes as long as they will do, which makes strings half as large. */
  const narrow = Buffer.alloc(limits.lineUnits + packLimits.slots * SLOT_UNITS)
  const wide = new Uint16Array(narrow.length)
  const wideBytes = Buffer.from(wide.buffer)
  let size = 0
  let all = 0

  function slottedPhrase(line: Folded): string {
    const { units, length } = line
    let slotCount = 0
    let hasLetter = false
    // Each slot has a digit, dates too. Not to look behind the last one saves a third of the time of reading.
    let lastDigit = length - 1
    while (lastDigit >= 0 && !isDigit(line, lastDigit)) lastDigit--
    size = all = 0
    for (let at = 0; at < length; ) {
      const end = at <= lastDigit && isBegin(line, at) ? slotAt(line, at) : undefined
      if (end) {
        if (++slotCount > packLimits.slots) return textOf(line)
        for (const character of `{${end.kind}}`) put(character.charCodeAt(0))
        at = end.at
        continue
      }
      const unit = units[at] as number
      if (isBrace(unit)) return ''
      hasLetter ||= isLetter(line, at)
      put(unit)
      at++
    }
    if (!hasLetter && slotCount === 0) return ''
    const text = all < 0x100 ? narrow.toString('latin1', 0, size) : wideBytes.toString('utf16le', 0, size * 2)
    return hasLetter || isSlot(text) ? text : ''
  }

  function plainPhrase(line: Folded): string {
    const text = textOf(line)
    return /[{}]/.test(text) ? '' : text
  }

  function put(unit: number): void {
    narrow[size] = unit
    wide[size] = unit
    all |= unit
    size++
  }

  function slotAt(line: Folded, at: number): { kind: SlotKind; at: number } | undefined {
    for (const kind of slotted) {
      if (!isDigit(line, at) && (kind !== 'date' || !mayDate(line, at))) continue
      if (slots.ends(slotKinds.indexOf(kind), line, at, ends) > 0) return { kind, at: ends[0] as number }
    }
    return undefined
  }

  return {
    phraseOf(bytes, ink, end, isProse) {
      if (end - ink > limits.lineBytes || !fold(characters, bytes, ink, end, folded)) return ''
      if (folded.length === 0) return ''
      return isProse ? plainPhrase(folded) : slottedPhrase(folded)
    },
    openingOf(bytes, ink, end, isProse) {
      const { units, classes } = opening
      classes.fill(0, OPENING)
      if (fold(characters, bytes, ink, Math.min(end, ink + OPENING_BYTES), opening)) return undefined
      // There is more than it holds.
      opening.length = OPENING + BEHIND
      for (let at = 0; at < OPENING; at++) {
        if (isBrace(units[at] as number)) return undefined
        // A sentence has no slots; each slot of others has a digit, dates too.
        if (isProse) continue
        if ((classes[at] as number) & DIGIT || (isBegin(opening, at) && mayDate(opening, at)))
          return undefined
      }
      // A letter behind them keeps marks that compose from them, and the end of the line with the marks that go there.
      for (let at = OPENING; at < opening.length; at++) {
        const kind = classes[at] as number
        if (kind & LETTER && !(kind & (COMBINING | TRAIL | SPACE))) return units
      }
      return undefined
    },
  }
}

/** Braces are for slots. */
const isBrace = (unit: number): boolean => unit === 0x7b || unit === 0x7d

/** May a slot begin there? Not within a word. */
const isBegin = (line: Folded, at: number): boolean =>
  at === 0 || !(isLetter(line, at - 1) || isDigit(line, at - 1))

/** May a date begin with the letters at `at`? By the first three: to look every word up takes as long as all else. */
function openingsOf(words: Trie): (line: Folded, at: number) => boolean {
  // Indexed by a hash of a word's letters, three at most.
  const openings = new Uint8Array(2 ** 16)
  const hashOf = (first: number, second: number, third: number): number =>
    Math.imul(Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) ^ third, 0xc2b2ae35) >>> 16
  const visit = (node: number, before: string): void => {
    const text = before + String.fromCharCode(...labelOf(words, node))
    const accept = fieldOf(words, node, ACCEPT)
    const [first = 0, second = 0, third = 0] = [...text].map((unit) => unit.charCodeAt(0))
    if (accept > 0 && accept & (wordKinds.months | wordKinds.weekdays))
      openings[hashOf(first, second, third)] = 1
    for (const child of childrenOf(words, node)) visit(child, text)
  }
  visit(0, '')
  return (line, at) => {
    const { units } = line
    const [first, second, third] = [units[at] as number, units[at + 1] as number, units[at + 2] as number]
    return (
      openings[hashOf(first, second, third)] === 1 ||
      (openings[hashOf(first, second, 0)] === 1 && endsWord(line, at + 2)) ||
      (openings[hashOf(first, 0, 0)] === 1 && endsWord(line, at + 1))
    )
  }
}
