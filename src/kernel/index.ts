/**
 * The kernel: the work on every byte and every line, in WebAssembly (written in AssemblyScript, which
 * reads like TypeScript). It finds where lines end, and settles the claims of nearly all of them. Its host
 * is engine/kernel.ts; where things lie in memory, engine/layout.ts.
 */
import {
  BATCH_CLAIMS_AT,
  BATCH_INKS_AT,
  BATCH_OPEN_AT,
  BATCH_STARTS_AT,
  BULLETS_AT,
  BYTES_AT,
  LINE_BYTES,
} from '../engine/layout'
import { ask } from './gate'
import { look } from './look'
import { match, UNSURE } from './match'
import { gate, loose, partAt, partCount, saving } from './memory'
import { inkOf, skipBullets } from './units'
import { UNDECIDED, walkBytes } from './walk'

export { active, gate, loose, partCount, parts, saving, words } from './memory'

const LF = 0x0a
const VECTORS = 32 // bytes of two vectors

function startOf(line: i32): u32 {
  return load<u32>(BATCH_STARTS_AT + (line << 2))
}

/**
 * Finds the LFs of the batch's `size` bytes; writes to its starts where the lines behind them begin, counted
 * from `base` on. Returns how many there are. Reads up to 31 bytes beyond.
 */
export function cut(size: i32, base: i32): i32 {
  const lf = i8x16.splat(<i8>LF)
  let count = 0
  for (let at = 0; at < size; at += VECTORS) {
    const first = i8x16.eq(v128.load(BYTES_AT + at), lf)
    const second = i8x16.eq(v128.load(BYTES_AT + at, 16), lf)
    if (!v128.any_true(v128.or(first, second))) continue
    let bits: u32 = i8x16.bitmask(first) | (i8x16.bitmask(second) << 16)
    if (size - at < VECTORS) bits &= (1 << (size - at)) - 1
    for (; bits !== 0; bits &= bits - 1)
      store<u32>(BATCH_STARTS_AT + (count++ << 2), base + at + <i32>ctz(bits) + 1)
  }
  return count
}

/** Writes to the batch's inks where the text of each of its `count` lines begins, all from `bytes` on. */
export function findInks(bytes: usize, count: i32): void {
  for (let line = 0; line < count; line++) {
    const start = bytes + startOf(line)
    const byte = load<u8>(start)
    const ink = byte > 0x20 && byte < 0x80 ? start : inkOf(start, bytes + startOf(line + 1))
    store<u32>(BATCH_INKS_AT + (line << 2), ink - bytes)
  }
}

/** The claim of the line whose bytes, behind spaces, stand from `ink` to `end`. */
function claimOf(ink: usize, end: usize): i32 {
  if (loose) return UNSURE
  const from = load<u8>(BULLETS_AT + load<u8>(ink)) === 1 ? skipBullets(ink, end) : ink
  if (from === end) return -1
  if (from === 0) return UNSURE
  let undecided = false
  if (look(from, end)) {
    for (let p = 0; p < partCount && !undecided; p++) {
      const rule = walkBytes(partAt(p), from, end)
      if (rule >= 0 && !saving) return rule
      undecided = rule >= 0 || rule === UNDECIDED
    }
  }
  const passed = gate === 2 || (gate === 1 && ask(from, end))
  return undecided || passed ? match(ink, end, passed) : -1
}

/**
 * Writes a claim for each of the batch's `count` lines, whose starts and inks are counted from `bytes` on:
 * the number of a rule, -1 for none, or `UNSURE`, and writes down which lines those are. Returns how many
 * there are of them.
 */
export function claim(bytes: usize, count: i32): i32 {
  let open = 0
  for (let line = 0; line < count; line++) {
    const ink = load<u32>(BATCH_INKS_AT + (line << 2))
    const end = startOf(line + 1)
    const claim = ink === end || end - ink > <u32>LINE_BYTES ? -1 : claimOf(bytes + ink, bytes + end)
    store<i32>(BATCH_CLAIMS_AT + (line << 2), claim)
    if (claim === UNSURE) store<u32>(BATCH_OPEN_AT + (open++ << 2), line)
  }
  return open
}
