/**
 * Does a line read like a sentence? In every script: words and a full stop where the script has
 * spaces, characters where it has none. Looks at as little of the line as decides it: the end, then
 * some forty bytes from the front for ordinary prose.
 */
import { limits } from '../limits.js'
import type { Document } from '../types.js'
import type { Characters } from './characters.js'
import { CONTENT, PROSE, UNCLAIMED } from './decide-state.js'
import { CLOSE, COMMA, DIGIT, LETTER, SEPARATOR, SPACE, STOP, UNMARKED, UNSPACED, UPPER } from './layout.js'

/** Thresholds in words, or in characters of scripts without spaces. */
const STOPPED_WORDS = 5
const STOPPED_CHARACTERS = 10
const BROKEN_WORDS = 10
const RUNNING_WORDS = 16
const RUNNING_CHARACTERS = 40
const UNMARKED_CHARACTERS = 60
/** Bytes of a line that are looked at. */
const LOOK = 800

/** Is `bytes[ink … end]` (terminator included) prose? A line beyond `lineBytes` always is: in doubt it is content. */
export type IsProse = (bytes: Uint8Array, ink: number, end: number) => boolean

export function createIsProse(characters: Characters): IsProse {
  const { classes } = characters

  /** Is the last sign of the line, closing quotes and brackets aside, a full stop? */
  function stops(bytes: Uint8Array, ink: number, end: number): boolean {
    let at = end
    for (let looked = 0; at > ink && looked < 12; looked++) {
      let from = at - 1
      while (from > ink && ((bytes[from] as number) & 0xc0) === 0x80) from--
      const kind = classes[codeAt(bytes, from, at - from)] as number
      if (kind & STOP) return true
      if (!(kind & (SPACE | CLOSE))) return false
      if (kind & SPACE) looked--
      at = from
    }
    return false
  }

  return (bytes, ink, end) => {
    if (end - ink > limits.lineBytes) return true
    const stopped = stops(bytes, ink, end)
    const stop = Math.min(end, ink + LOOK)
    let at = ink
    let words = 0
    let lower = 0
    let dense = 0
    let unmarked = 0
    let commas = 0
    let breaks = 0
    let separators = 0
    let inWord = false
    let before = 0
    let beforeStop = 0
    while (at < stop) {
      let code = bytes[at] as number
      if (code < 0x80) at++
      else {
        const size = code < 0xe0 ? 2 : code < 0xf0 ? 3 : 4
        code = codeAt(bytes, at, size)
        at += size
      }
      const kind = classes[code] as number
      if (kind & LETTER) {
        if (kind & UNSPACED) {
          dense++
          if (kind & UNMARKED) unmarked++
          if (dense >= STOPPED_CHARACTERS && stopped) return true
          if (dense >= RUNNING_CHARACTERS && commas + breaks > 0 && separators === 0) return true
          if (unmarked >= UNMARKED_CHARACTERS) return true
          inWord = false
        } else if (!inWord) {
          inWord = true
          words++
          if (!(kind & UPPER)) lower++
          // A stop after a small letter, then a space and a capital: a sentence ended inside the line.
          if (before & SPACE && beforeStop && (kind & UPPER || code > 0x52f)) breaks++
          if (stopped && ((words >= STOPPED_WORDS && lower >= 2) || words >= 2 * STOPPED_WORDS)) return true
          if (breaks > 0 && words >= BROKEN_WORDS && separators === 0) return true
          if (words >= RUNNING_WORDS && lower * 2 >= words && separators * 8 <= words) return true
        }
        beforeStop = 0
      } else if (kind & STOP) {
        beforeStop = before & LETTER && !(before & UPPER) ? 1 : beforeStop
        if (before & UNSPACED) breaks++
        inWord = false
      } else {
        if (kind & SEPARATOR) separators++
        if (kind & COMMA) commas++
        // Apostrophes, hyphens and digits do not begin a new word.
        if (!(kind & DIGIT) && code !== 0x27 && code !== 0x2019 && code !== 0x2d) inWord = false
        if (!(kind & (SPACE | CLOSE))) beforeStop = 0
      }
      before = kind
    }
    return false
  }
}

/** Shape of an unclaimed line of `document`, by its hints first. */
export function shapeOfLine(document: Document, line: number, isProse: IsProse): number {
  const kind = document.hints?.kinds?.[line]
  if (kind === 'preformatted' || kind === 'cell') return CONTENT
  const prose = isProse(document.bytes, document.inks[line] as number, document.starts[line + 1] as number)
  return prose ? PROSE : UNCLAIMED
}

function codeAt(bytes: Uint8Array, at: number, size: number): number {
  const first = bytes[at] as number
  if (size === 1) return first < 0x80 ? first : 0xfffd
  if (size === 2) return ((first & 31) << 6) | ((bytes[at + 1] as number) & 63)
  if (size === 3)
    return ((first & 15) << 12) | (((bytes[at + 1] as number) & 63) << 6) | ((bytes[at + 2] as number) & 63)
  return 0xfffd
}
