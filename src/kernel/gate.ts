/** The gate: may a phrase that begins with a name, or with anything, end like this line? */
import {
  COMBINING,
  DIGIT,
  END_CODES_AT,
  ENDS_AT,
  GATE_BITS,
  GATE_GOES_ON,
  GATE_PEEK,
  GATE_SEED,
  GATE_UNITS,
  GATE_WHATEVER,
  PAIRS_AT,
  SLOW,
  SPACE,
  TRAIL,
  TRAILS_AT,
} from '../engine/layout'
import { foldOf, kindOf } from './units'

const ZERO = 0x30

/** The hash of engine/gate.ts. */
function mix(hash: i32, unit: i32): i32 {
  const mixed = (hash ^ unit) * <i32>0x9e3779b1
  return mixed ^ <i32>(<u32>mixed >> 15)
}

function has(hash: i32): bool {
  const bit = <u32>hash >> (32 - GATE_BITS)
  return (load<u8>(ENDS_AT + (bit >> 3)) & (1 << (bit & 7))) !== 0
}

/** Asks the gate about the bytes from `from` to `end`, a line behind its bullets. */
export function ask(from: usize, end: usize): bool {
  let at = end
  while (at > from && load<u8>(TRAILS_AT + load<u8>(at - 1)) === 1) at--
  if (at < from + 2) return endPasses(from, at)
  const last: u32 = load<u8>(END_CODES_AT + load<u8>(at - 1))
  const before: u32 = load<u8>(END_CODES_AT + load<u8>(at - 2))
  return load<u8>(PAIRS_AT + ((last << 5) | before)) === 1 && endPasses(from, at)
}

function endPasses(from: usize, end: usize): bool {
  let at = end
  let hash: i32 = GATE_SEED
  let units = 0
  let spaced = false
  while (at > from && units < GATE_UNITS) {
    let start = at - 1
    while (start > from && (load<u8>(start) & 0xc0) === 0x80) start--
    let code: i32 = load<u8>(start)
    if (code >= 0x80) {
      const size = at - start
      if (size === 2) code = ((code & 31) << 6) | (load<u8>(start, 1) & 63)
      else if (size === 3)
        code = ((code & 15) << 12) | ((<i32>load<u8>(start, 1) & 63) << 6) | (load<u8>(start, 2) & 63)
      else return true
    }
    at = start
    const kind = kindOf(code)
    if (units === 0 && kind & (TRAIL | SPACE)) continue
    const unit = foldOf(code)
    if (unit === SLOW || unit === 0 || kind & COMBINING || (kind & TRAIL && unit === 0x2e)) return true
    if (kind & SPACE) {
      if (spaced) continue
      spaced = true
    } else spaced = false
    hash = mix(hash, kind & DIGIT ? ZERO : unit)
    units++
    if (has(mix(hash, GATE_WHATEVER))) return true
    if (units === GATE_PEEK && !has(mix(hash, GATE_GOES_ON))) return false
  }
  return units === GATE_UNITS && has(hash)
}
