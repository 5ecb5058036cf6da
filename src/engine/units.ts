/**
 * Folded units read straight off the bytes, one by one: what the gate and the quick walk see of a
 * line before anything is folded. Where folding could differ from reading unit by unit they are told so.
 */
import { type Characters, COMBINING, LEAD, LEAD_SPACED, SLOW, SPACE, TRAIL } from './characters.js'

/** Instead of a unit: only folding can tell. */
export const UNSURE = -1
/** Instead of a unit: the line ends. */
export const END = 0

export interface UnitReader {
  /** Where the unit that was read last ends. */
  next: number
  /** The folded unit at `at`; several spaces are one. */
  unitAt(bytes: Uint8Array, at: number, end: number): number
  /** Where the line begins behind its bullets, or UNSURE. */
  skipBullets(bytes: Uint8Array, ink: number, end: number): number
}

const BLANK = 0x20

export function createUnitReader({ fold, classes }: Characters): UnitReader {
  // ASCII at one look.
  const plain = new Int32Array(128)
  const bullets = new Uint8Array(128)
  for (let code = 0; code < 128; code++) {
    const kind = classes[code] as number
    plain[code] = kind & SPACE ? BLANK : kind & TRAIL || fold[code] === 0 ? UNSURE : (fold[code] as number)
    bullets[code] = kind & (LEAD | SPACE) ? 1 : kind & LEAD_SPACED ? 2 : 0
  }

  function wideUnit(bytes: Uint8Array, at: number, end: number): number {
    const byte = bytes[at] as number
    let code: number
    if (byte < 0xe0) {
      if (at + 2 > end) return UNSURE
      code = ((byte & 31) << 6) | ((bytes[at + 1] as number) & 63)
      reader.next = at + 2
    } else if (byte < 0xf0) {
      if (at + 3 > end) return UNSURE
      code = ((byte & 15) << 12) | (((bytes[at + 1] as number) & 63) << 6) | ((bytes[at + 2] as number) & 63)
      reader.next = at + 3
    } else return UNSURE
    const unit = fold[code] as number
    if (unit === 0 || unit === SLOW || unit === BLANK || (classes[code] as number) & (TRAIL | COMBINING)) return UNSURE
    return unit
  }

  const reader: UnitReader = {
    next: 0,
    unitAt(bytes, at, end) {
      if (at >= end) return END
      const byte = bytes[at] as number
      if (byte >= 0x80) return wideUnit(bytes, at, end)
      const unit = plain[byte] as number
      let next = at + 1
      if (unit === BLANK) {
        while (next < end && (bytes[next] as number) <= 0x20) next++
        if (next >= end) return END
        if ((bytes[next] as number) >= 0x80 && wideUnit(bytes, next, end) < 0) return UNSURE
      }
      reader.next = next
      return unit
    },
    skipBullets(bytes, ink, end) {
      let at = ink
      while (at < end) {
        const byte = bytes[at] as number
        if (byte >= 0x80) return at
        const bullet = bullets[byte] as number
        if (bullet === 0) return at
        if (bullet === 2 && at + 1 < end) {
          const after = bytes[at + 1] as number
          if (after >= 0x80) return UNSURE
          if (bullets[after] === 0) return at
        }
        at++
      }
      return UNSURE
    },
  }
  return reader
}
