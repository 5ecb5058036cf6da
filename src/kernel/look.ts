/** The first look at a line: may any phrase begin with its first eight characters? */
import {
  CODES_AT,
  EIGHT,
  FOUR,
  FOUR_ANY,
  SIX,
  SIX_ANY,
  SOLID_AT,
  STARTS_AT,
  STARTS_END,
  STARTS_NUMBER,
  STARTS_OTHER,
  STARTS_SPACE,
  STARTS_UNITS,
  STARTS_UNSURE,
  THREE,
  THREE_ANY,
} from '../engine/layout'

// The hashes of engine/starts.ts.
function bitOfFour(key: i32): i32 {
  return <i32>(<u32>(key * <i32>0x9e3779b1) >> 16)
}

function bitOfSix(key: i32): i32 {
  return <i32>(<u32>((key ^ <i32>(<u32>key >> 13)) * <i32>0x85ebca6b) >> 16)
}

function bitOfEight(six: i32, two: i32): i32 {
  return <i32>(<u32>(((six * <i32>0x9e3779b1) ^ two) * <i32>0xc2b2ae35) >> 15)
}

function has(bit: i32): bool {
  return (load<u8>(STARTS_AT + (bit >> 3)) & (1 << (bit & 7))) !== 0
}

/** May a phrase begin like the bytes from `from` to `end`, a line behind its bullets? */
export function look(from: usize, end: usize): bool {
  let at = from
  let key: i32 = 0
  let six: i32 = 0
  for (let count = 1; count <= STARTS_UNITS; count++) {
    let code: i32 = at < end ? load<u8>(CODES_AT + load<u8>(at)) : STARTS_END
    if (code >= STARTS_NUMBER) {
      if (code === STARTS_NUMBER) {
        while (at + 1 < end && load<u8>(CODES_AT + load<u8>(at, 1)) === STARTS_NUMBER) at++
      } else if (code === STARTS_SPACE) {
        if (at + 1 >= end || load<u8>(SOLID_AT + load<u8>(at, 1)) === 0) return true
      } else if (code !== STARTS_OTHER) {
        if (code === STARTS_UNSURE || at + 1 >= end) return true
        let behind = load<u8>(at, 1)
        if (behind === 0x20 && at + 2 < end) behind = load<u8>(at, 2)
        if (load<u8>(SOLID_AT + behind) === 0) return true
        code = STARTS_OTHER
      }
    }
    if (code !== STARTS_END) at++
    key = (key << 5) | code
    let more = true
    if (count === 3) {
      more = has(THREE + key)
      if (more && has(THREE_ANY + key)) return true
    } else if (count === 4) {
      const bit = bitOfFour(key)
      more = has(FOUR + bit)
      if (more && has(FOUR_ANY + bit)) return true
    } else if (count === 6) {
      const bit = bitOfSix(key)
      more = has(SIX + bit)
      if (more && has(SIX_ANY + bit)) return true
      six = key
      key = 0
    } else if (count === STARTS_UNITS) more = has(EIGHT + bitOfEight(six, key))
    // A mark that follows may change the last letter that was read.
    if (!more) return at < end && load<u8>(at) >= 0x80
  }
  return true
}
