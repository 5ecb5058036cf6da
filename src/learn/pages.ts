/** Pages as learning sees them: their lines folded, with slots where numbers and dates stand. */
import type { Characters } from '../engine/characters.js'
import { emptyFolded, type Folded, fold, textOf } from '../engine/fold.js'
import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createIsProse } from '../engine/shape.js'
import { isDigit, isLetter } from '../engine/slot-texts.js'
import { createSlots, wordKinds } from '../engine/slots.js'
import { ACCEPT, childrenOf, fieldOf, labelOf, type SlotKind, slotKinds, type Trie } from '../engine/trie.js'
import { limits } from '../limits.js'
import { packLimits } from '../packs/limits.js'

export interface PageLine {
  /**
   * What it has in common with lines that differ in numbers and dates only: a phrase; empty if it cannot be one.
   * A sentence has no slots: where it differs in a number it says something of its page (weather, scores, towns).
   */
  readonly phrase: string
  /** As it stands there. */
  readonly text: string
  /** Reads like a sentence. */
  readonly isProse: boolean
}

/** The lines of a page that are not blank, in order. */
export type PageLines = readonly PageLine[]

/** What tells lines apart. */
export const keyOf = ({ phrase, text }: PageLine): string => (phrase === '' ? text : phrase)

/** Nothing but a number, a date or a time. */
export const isSlot = (phrase: string): boolean => /^\{\w+\}$/.test(phrase)

/** Units of the name of a slot in its braces, at most. */
const SLOT_UNITS = 8

/** Slots that stand for what differs, the longest first. */
const slotted: readonly SlotKind[] = ['date', 'time', 'n']

/** `known`: lines of the same site by their bytes; what is on all pages is read once. */
export type PageReader = (page: Uint8Array, known?: Map<string, PageLine>) => PageLine[]

export function createPageReader(characters: Characters, words: Trie): PageReader {
  const isProse = createIsProse(characters)
  const slots = createSlots(words)
  const table = emptyLineTable()
  const folded = emptyFolded(limits.lineUnits)
  const ends: number[] = []

  const mayDate = openingsOf(words)
  /** The phrase as it is put together: bytes as long as they will do, which makes strings half as large. */
  const narrow = Buffer.alloc(limits.lineUnits + packLimits.slots * SLOT_UNITS)
  const wide = new Uint16Array(narrow.length)
  const wideBytes = Buffer.from(wide.buffer)
  let size = 0
  let all = 0

  function phraseOf(line: Folded): string {
    const { units, length } = line
    let slotCount = 0
    let hasLetter = false
    // Each slot has a digit, dates too. Not to look behind the last one saves a third of the time of reading.
    let lastDigit = length - 1
    while (lastDigit >= 0 && !isDigit(line, lastDigit)) lastDigit--
    size = all = 0
    for (let at = 0; at < length; ) {
      const begins = at <= lastDigit && (at === 0 || !(isLetter(line, at - 1) || isDigit(line, at - 1)))
      const end = begins ? slotAt(line, at) : undefined
      if (end) {
        if (++slotCount > packLimits.slots) return textOf(line)
        for (const character of `{${end.kind}}`) put(character.charCodeAt(0))
        at = end.at
        continue
      }
      const unit = units[at] as number
      if (unit === 0x7b || unit === 0x7d) return '' // braces are for slots
      hasLetter ||= isLetter(line, at)
      put(unit)
      at++
    }
    if (!hasLetter && slotCount === 0) return ''
    const text = all < 0x100 ? narrow.toString('latin1', 0, size) : wideBytes.toString('utf16le', 0, size * 2)
    return hasLetter || isSlot(text) ? text : ''
  }

  function plain(line: Folded): string {
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

  function readLine(bytes: Uint8Array, ink: number, end: number, text: string): PageLine {
    const isShort = end - ink <= limits.lineBytes && fold(characters, bytes, ink, end, folded)
    const prose = isProse(bytes, ink, end)
    const phrase = !isShort || folded.length === 0 ? '' : prose ? plain(folded) : phraseOf(folded)
    return { phrase, text: text.trimEnd(), isProse: prose }
  }

  return (page, known) => {
    const bytes = Buffer.from(page.buffer, page.byteOffset, page.length)
    cutLines(characters, bytes, bytes.length, true, table)
    const lines: PageLine[] = []
    for (let line = 0; line < table.count; line++) {
      const ink = table.inks[line] as number
      const end = table.starts[line + 1] as number
      if (ink === end) continue
      const key = known ? bytes.toString('latin1', ink, end) : ''
      let found = known?.get(key)
      if (!found) {
        found = readLine(bytes, ink, end, bytes.toString('utf8', ink, end))
        known?.set(key, found)
      }
      lines.push(found)
    }
    return lines
  }
}

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
  return ({ units }, at) => {
    const [first, second, third] = [units[at] as number, units[at + 1] as number, units[at + 2] as number]
    return (
      openings[hashOf(first, second, third)] === 1 ||
      openings[hashOf(first, second, 0)] === 1 ||
      openings[hashOf(first, 0, 0)] === 1
    )
  }
}
