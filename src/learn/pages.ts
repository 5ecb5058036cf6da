/** Pages as learning sees them: their lines folded, with slots where numbers and dates stand. */
import type { Characters } from '../engine/characters.js'
import { emptyFolded, type Folded, fold, textOf } from '../engine/fold.js'
import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createIsProse } from '../engine/shape.js'
import { isDigit, isLetter } from '../engine/slot-texts.js'
import { createSlots } from '../engine/slots.js'
import { type SlotKind, slotKinds, type Trie } from '../engine/trie.js'
import { decodeUtf8 } from '../engine/utf8.js'
import { limits } from '../limits.js'
import { packLimits } from '../packs/limits.js'

export interface PageLine {
  /** What it has in common with lines that differ in numbers and dates only: a phrase; empty if it cannot be one. */
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

/** Slots that stand for what differs, the longest first. */
const slotted: readonly SlotKind[] = ['date', 'time', 'n']

export function createPageReader(characters: Characters, words: Trie): (bytes: Uint8Array) => PageLine[] {
  const isProse = createIsProse(characters)
  const slots = createSlots(words)
  const table = emptyLineTable()
  const folded = emptyFolded(limits.lineUnits)
  const ends: number[] = []

  function phraseOf(line: Folded): string {
    let text = ''
    let slotCount = 0
    let hasLetter = false
    for (let at = 0; at < line.length; ) {
      const begins = at === 0 || !(isLetter(line, at - 1) || isDigit(line, at - 1))
      const end = begins ? slotAt(line, at) : undefined
      if (end) {
        if (++slotCount > packLimits.slots) return textOf(line)
        text += `{${end.kind}}`
        at = end.at
        continue
      }
      const unit = line.units[at] as number
      if (unit === 0x7b || unit === 0x7d) return '' // braces are for slots
      hasLetter ||= isLetter(line, at)
      text += String.fromCharCode(unit)
      at++
    }
    return hasLetter || isSlot(text) ? text : ''
  }

  function slotAt(line: Folded, at: number): { kind: SlotKind; at: number } | undefined {
    for (const kind of slotted) {
      if (kind !== 'date' && !isDigit(line, at)) continue
      if (slots.ends(slotKinds.indexOf(kind), line, at, ends) > 0) return { kind, at: ends[0] as number }
    }
    return undefined
  }

  return (bytes) => {
    cutLines(characters, bytes, bytes.length, true, table)
    const lines: PageLine[] = []
    for (let line = 0; line < table.count; line++) {
      const ink = table.inks[line] as number
      const end = table.starts[line + 1] as number
      if (ink === end) continue
      const isShort = end - ink <= limits.lineBytes && fold(characters, bytes, ink, end, folded)
      lines.push({
        phrase: isShort && folded.length > 0 ? phraseOf(folded) : '',
        text: decodeUtf8(bytes, ink, end).trimEnd(),
        isProse: isProse(bytes, ink, end),
      })
    }
    return lines
  }
}
