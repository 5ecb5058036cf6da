/**
 * Folded units read straight off the bytes, one by one. Where folding could differ from reading unit
 * by unit they are unsure.
 */
import {
  CLASSES_AT,
  COMBINING,
  FOLD_AT,
  LEAD,
  LEAD_SPACED,
  PLAIN_AT,
  SLOW,
  SPACE,
  TRAIL,
} from '../engine/layout'

/** Instead of a unit: only folding can tell. */
export const UNSURE = -1
/** Instead of a unit: the line ends, or nothing follows that is not taken off its end. */
export const END = 0

const BLANK = 0x20
const DOT = 0x2e

/** Where the unit that was read last ends. */
export let next: usize = 0
/** Where the character that was decoded last ends. */
export let after: usize = 0

export function foldOf(code: i32): i32 {
  return load<u16>(FOLD_AT + (code << 1))
}

export function kindOf(code: i32): i32 {
  return load<u16>(CLASSES_AT + (code << 1))
}

/** The code point at `at`, of one to three bytes; -1 for others and for broken ones. */
export function codeAt(at: usize, end: usize): i32 {
  const byte: i32 = load<u8>(at)
  if (byte < 0x80) {
    after = at + 1
    return byte
  }
  if (byte >= 0xc2 && byte < 0xe0 && at + 1 < end) {
    const second: i32 = load<u8>(at, 1)
    after = at + 2
    return (second & 0xc0) === 0x80 ? ((byte & 31) << 6) | (second & 63) : -1
  }
  if (byte >= 0xe0 && byte < 0xf0 && at + 2 < end) {
    const second: i32 = load<u8>(at, 1)
    const third: i32 = load<u8>(at, 2)
    const code = ((byte & 15) << 12) | ((second & 63) << 6) | (third & 63)
    after = at + 3
    return (second & 0xc0) === 0x80 && (third & 0xc0) === 0x80 && code >= 0x800 ? code : -1
  }
  return -1
}

/** Is there nothing from `at` on but spaces and what is taken off the end? UNSURE: perhaps. */
function onlyTrail(from: usize, end: usize): i32 {
  let at = from
  while (at < end) {
    const code = codeAt(at, end)
    if (code < 0) return UNSURE
    const unit = foldOf(code)
    if (unit === SLOW || (unit === 0 && code >= 0x80)) return UNSURE
    if (!(kindOf(code) & (TRAIL | SPACE)) && unit !== 0) return 0
    at = after
  }
  return 1
}

function closer(at: usize, end: usize): i32 {
  const code = codeAt(at, end)
  if (code < 0) return UNSURE
  let behind = after
  const kind = kindOf(code)
  const unit = foldOf(code)
  if (unit === 0 || unit === SLOW || kind & COMBINING) return UNSURE
  if (unit === BLANK) {
    while (behind < end) {
      const code = codeAt(behind, end)
      if (code < 0) return UNSURE
      if (!(kindOf(code) & SPACE)) break
      behind = after
    }
    if (behind >= end) return END
    const byte = load<u8>(behind)
    if (load<u8>(PLAIN_AT + byte) !== 0) {
      next = behind
      return BLANK
    }
  }
  if (kind & (TRAIL | SPACE)) {
    const trail = onlyTrail(behind, end)
    if (trail !== 0) return trail === 1 ? END : UNSURE
    // Runs of dots are one dot.
    if (unit === DOT && foldOf(codeAt(behind, end)) === DOT) return UNSURE
  }
  next = behind
  return unit
}

/** The folded unit at `at`; several spaces are one. */
export function unitAt(at: usize, end: usize): i32 {
  if (at >= end) return END
  const unit: i32 = load<u8>(PLAIN_AT + load<u8>(at))
  if (unit !== 0) {
    next = at + 1
    return unit
  }
  return closer(at, end)
}

/** Where the line begins behind its bullets: `end` if nothing is left, 0 if only folding can tell. */
export function skipBullets(ink: usize, end: usize): usize {
  let at = ink
  while (at < end) {
    const code = codeAt(at, end)
    if (code < 0) return 0
    const unit = foldOf(code)
    if (unit === SLOW || (unit === 0 && code >= 0x80)) return 0
    const kind = kindOf(code)
    if (!(kind & (LEAD | LEAD_SPACED | SPACE)) && unit !== 0) return at
    const behind = after
    if (!(kind & (LEAD | SPACE)) && kind & LEAD_SPACED && behind < end) {
      const follower = codeAt(behind, end)
      if (follower < 0 || foldOf(follower) === SLOW) return 0
      if (!(kindOf(follower) & (SPACE | LEAD | LEAD_SPACED))) return at
    }
    at = behind
  }
  return end
}

/** The first visible character, behind spaces of all kinds and invisible marks; `end` if there is none. */
export function inkOf(from: usize, end: usize): usize {
  let at = from
  while (at < end && load<u8>(at) === BLANK) at++
  while (at < end) {
    const byte: i32 = load<u8>(at)
    let code = byte
    let size: usize = 1
    if (byte >= 0x80) {
      if (byte >= 0xc2 && byte < 0xe0 && at + 1 < end) {
        code = ((byte & 31) << 6) | (load<u8>(at, 1) & 63)
        size = 2
      } else if (byte >= 0xe0 && byte < 0xf0 && at + 2 < end) {
        code = ((byte & 15) << 12) | ((<i32>load<u8>(at, 1) & 63) << 6) | (load<u8>(at, 2) & 63)
        size = 3
      } else return at
    }
    const isSpace = byte < 0x80 ? byte === 0x20 || (byte >= 9 && byte <= 13) : (kindOf(code) & SPACE) !== 0
    if (!isSpace && !(code >= 0xa0 && foldOf(code) === 0)) return at
    at += size
  }
  return end
}
