/**
 * Folded units read straight off the bytes, one by one: what is seen of a line
 * before anything is folded. Where folding could differ from reading unit by unit they are told so.
 */
import type { Characters } from './characters.js'
import { COMBINING, LEAD, LEAD_SPACED, SLOW, SPACE, TRAIL } from './layout.js'

/** Instead of a unit: only folding can tell. */
export const UNSURE = -1
/** Instead of a unit: the line ends, or nothing follows that is not taken off its end. */
export const END = 0

export interface UnitReader {
  /** Per ASCII byte its unit, or -1 if more must be looked at: what hot loops read themselves. */
  readonly plain: Int32Array
  /** Where the unit that was read last ends. */
  next: number
  /** The folded unit at `at`; several spaces are one. */
  unitAt(bytes: Uint8Array, at: number, end: number): number
  /** Where the line begins behind its bullets: `end` if nothing is left, -1 if only folding can tell. */
  skipBullets(bytes: Uint8Array, ink: number, end: number): number
}

const BLANK = 0x20
const DOT = 0x2e

export function createUnitReader({ fold, classes }: Characters): UnitReader {
  // ASCII at one look: the unit, or -1 where more must be looked at.
  const plain = new Int32Array(128)
  const asciiClasses = classes.slice(0, 128)
  for (let code = 0; code < 128; code++) {
    const kind = classes[code] as number
    plain[code] = kind & (SPACE | TRAIL) || fold[code] === 0 ? -1 : (fold[code] as number)
  }
  /** Where the character that was decoded last ends. */
  let after = 0

  /** The code point at `at`, of one to three bytes; -1 for others and for broken ones. */
  function codeAt(bytes: Uint8Array, at: number, end: number): number {
    const byte = bytes[at] as number
    if (byte < 0x80) {
      after = at + 1
      return byte
    }
    if (byte >= 0xc2 && byte < 0xe0 && at + 1 < end) {
      const second = bytes[at + 1] as number
      after = at + 2
      return (second & 0xc0) === 0x80 ? ((byte & 31) << 6) | (second & 63) : -1
    }
    if (byte >= 0xe0 && byte < 0xf0 && at + 2 < end) {
      const second = bytes[at + 1] as number
      const third = bytes[at + 2] as number
      const code = ((byte & 15) << 12) | ((second & 63) << 6) | (third & 63)
      after = at + 3
      return (second & 0xc0) === 0x80 && (third & 0xc0) === 0x80 && code >= 0x800 ? code : -1
    }
    return -1
  }

  /** Is there nothing from `at` on but spaces and what is taken off the end? UNSURE: perhaps. */
  function onlyTrail(bytes: Uint8Array, from: number, end: number): number {
    let at = from
    while (at < end) {
      const code = codeAt(bytes, at, end)
      if (code < 0 || fold[code] === SLOW || (fold[code] === 0 && code >= 0x80)) return UNSURE
      if (!((classes[code] as number) & (TRAIL | SPACE)) && fold[code] !== 0) return 0
      at = after
    }
    return 1
  }

  function closer(bytes: Uint8Array, at: number, end: number): number {
    const code = codeAt(bytes, at, end)
    if (code < 0) return UNSURE
    let next = after
    const kind = classes[code] as number
    const unit = fold[code] as number
    if (unit === 0 || unit === SLOW || kind & COMBINING) return UNSURE
    if (unit === BLANK) {
      while (next < end) {
        const spaceCode = codeAt(bytes, next, end)
        if (spaceCode < 0) return UNSURE
        if (!((classes[spaceCode] as number) & SPACE)) break
        next = after
      }
      if (next >= end) return END
      const byte = bytes[next] as number
      if (byte < 0x80 && (plain[byte] as number) >= 0) {
        reader.next = next
        return BLANK
      }
    }
    if (kind & (TRAIL | SPACE)) {
      const trail = onlyTrail(bytes, next, end)
      if (trail !== 0) return trail === 1 ? END : UNSURE
      // Runs of dots are one dot.
      if (unit === DOT && (fold[codeAt(bytes, next, end)] as number) === DOT) return UNSURE
    }
    reader.next = next
    return unit
  }

  const reader: UnitReader = {
    plain,
    next: 0,
    unitAt(bytes, at, end) {
      if (at >= end) return END
      const byte = bytes[at] as number
      if (byte < 0x80) {
        const unit = plain[byte] as number
        if (unit >= 0) {
          reader.next = at + 1
          return unit
        }
      }
      return closer(bytes, at, end)
    },
    skipBullets(bytes, ink, end) {
      let at = ink
      while (at < end) {
        const code = codeAt(bytes, at, end)
        if (code < 0 || fold[code] === SLOW || (fold[code] === 0 && code >= 0x80)) return UNSURE
        const kind = code < 0x80 ? (asciiClasses[code] as number) : (classes[code] as number)
        if (!(kind & (LEAD | LEAD_SPACED | SPACE)) && fold[code] !== 0) return at
        const next = after
        if (!(kind & (LEAD | SPACE)) && kind & LEAD_SPACED && next < end) {
          const follower = codeAt(bytes, next, end)
          if (follower < 0 || fold[follower] === SLOW) return UNSURE
          if (!((classes[follower] as number) & (SPACE | LEAD | LEAD_SPACED))) return at
        }
        at = next
      }
      return end
    },
  }
  return reader
}
