/** Folding as engine/fold.ts does it, of lines without characters that need Unicode's tables. */
import {
  COMBINING,
  LEAD,
  LEAD_SPACED,
  LINE_CLASSES_AT,
  LINE_UNITS,
  LINE_UNITS_AT,
  SLOW,
  SPACE,
  TRAIL,
} from '../engine/layout'
import { after, codeAt, foldOf, kindOf } from './units'

const BLANK = 0x20
const DOT = 0x2e

/** Units of the folded line. */
export let length: i32 = 0

/** Why a line is not folded: it is longer than any phrase; only the host can fold it. */
export const TOO_LONG = 0
export const TOO_HARD = -1
export const FOLDED = 1

export function unitOf(at: i32): i32 {
  return load<u16>(LINE_UNITS_AT + (at << 1))
}

export function classesOf(at: i32): i32 {
  return load<u16>(LINE_CLASSES_AT + (at << 1))
}

function put(at: i32, unit: i32, kind: i32): void {
  store<u16>(LINE_UNITS_AT + (at << 1), unit)
  store<u16>(LINE_CLASSES_AT + (at << 1), kind)
}

/** Folds the bytes from `start` to `end`. */
export function fold(start: usize, end: usize): i32 {
  let count: i32 = 0
  let space = false
  let previous = 0
  let at = start
  while (at < end) {
    const byte: i32 = load<u8>(at)
    if (byte === BLANK) {
      at++
      space = count > 0
      continue
    }
    let unit: i32
    let kind: i32
    if (byte < 0x80) {
      at++
      unit = foldOf(byte)
      kind = kindOf(byte)
    } else {
      const code = codeAt(at, end)
      if (code < 0) return TOO_HARD
      at = after
      unit = foldOf(code)
      kind = kindOf(code)
    }
    if (unit === SLOW || kind & previous & COMBINING) return TOO_HARD
    if (unit === 0) continue
    previous = kind
    if (unit === BLANK) {
      space = count > 0
      continue
    }
    if (count === 0 && kind & (LEAD | LEAD_SPACED)) {
      if (kind & LEAD || at >= end) continue
      const follower = codeAt(at, end)
      if (follower < 0) return TOO_HARD
      if (kindOf(follower) & (SPACE | LEAD | LEAD_SPACED)) continue
    }
    if (unit === DOT && count > 0 && !space && unitOf(count - 1) === DOT) continue
    if (count >= LINE_UNITS) return TOO_LONG
    if (space) {
      put(count++, BLANK, SPACE)
      space = false
    }
    put(count++, unit, kind)
  }
  while (count > 0 && classesOf(count - 1) & (TRAIL | SPACE)) count--
  put(count, 0, 0)
  put(count + 1, 0, 0)
  length = count
  return FOLDED
}
