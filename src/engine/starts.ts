/**
 * The first look at a line: may any phrase begin with its first eight characters? Bit sets small enough
 * for the nearest cache answer for ASCII text; of a page's lines four in five need no walk down the trie.
 */
import { type Characters, SPACE, TRAIL } from './characters.js'

/** Bit sets over the codes of the first units of phrases. */
export interface Starts {
  /** Sections as `places` says: what begins with three, four, six, eight codes, and what may go on anyhow. */
  readonly bits: Uint32Array
}

// What a unit is to the first look, in five bits; 1 to 26 are the letters.
export const STARTS_END = 0
export const STARTS_NUMBER = 27 // a whole run of digits
export const STARTS_OTHER = 28
export const STARTS_SPACE = 29
const TRAILING = 30 // like OTHER, if something follows that is not taken off the end
const UNSURE = 31
/** Codes before which a word ends. */
export const wordEnds = [STARTS_END, STARTS_NUMBER, STARTS_OTHER, STARTS_SPACE] as const
export const STARTS_CODES = 32
export const STARTS_UNITS = 8

/** Bits that stand in front of each section. */
export const places = {
  three: 0,
  threeAny: 32768,
  four: 65536,
  fourAny: 131072,
  six: 196608,
  sixAny: 262144,
  eight: 327680,
} as const
const SIZE = 458752

export function emptyStarts(): Starts {
  return { bits: new Uint32Array(SIZE / 32) }
}

/** The code of a folded unit; -1 beyond ASCII. */
export function startsCode(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x60
  if (unit >= 0x30 && unit <= 0x39) return STARTS_NUMBER
  if (unit === 0x20) return STARTS_SPACE
  return unit < 0x80 ? STARTS_OTHER : -1
}

/** Bit of four codes in their sections. */
export function bitOfFour(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16
}

/** Bit of six codes in their section. */
export function bitOfSix(key: number): number {
  return Math.imul(key ^ (key >>> 13), 0x85ebca6b) >>> 16
}

/** Bit of eight codes, the first six and two more, in their section. */
export function bitOfEight(six: number, two: number): number {
  return Math.imul(Math.imul(six, 0x9e3779b1) ^ two, 0xc2b2ae35) >>> 15
}

export function joinStarts(all: readonly Starts[]): Starts {
  if (all.length === 1) return all[0] as Starts
  const joined = emptyStarts()
  for (const { bits } of all)
    for (let i = 0; i < bits.length; i++) joined.bits[i] = (joined.bits[i] as number) | (bits[i] as number)
  return joined
}

/** May a phrase begin like `bytes[from … end]`, a line behind its bullets? */
export type Look = (bytes: Uint8Array, from: number, end: number) => boolean

const LF = 0x0a

export function createLook({ fold, classes }: Characters, { bits }: Starts): Look {
  const codes = new Uint8Array(256).fill(UNSURE)
  for (let byte = 0; byte < 0x80; byte++) {
    const kind = classes[byte] as number
    const unit = fold[byte] as number
    if (byte === LF) codes[byte] = STARTS_END
    else if (byte === 0x20) codes[byte] = STARTS_SPACE
    else if (unit === 0 || kind & SPACE) continue
    else if (kind & TRAIL) codes[byte] = TRAILING
    else codes[byte] = startsCode(unit)
  }
  // What surely stays when spaces and closing marks are taken off the end.
  const solid = Uint8Array.from(codes, (code) => (code >= 1 && code < STARTS_SPACE ? 1 : 0))

  function has(bit: number): boolean {
    return ((bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  return (bytes, from, end) => {
    let at = from
    let key = 0
    let six = 0
    for (let count = 1; count <= STARTS_UNITS; count++) {
      let code = at < end ? (codes[bytes[at] as number] as number) : STARTS_END
      if (code >= STARTS_NUMBER) {
        if (code === STARTS_NUMBER) {
          while (at + 1 < end && codes[bytes[at + 1] as number] === STARTS_NUMBER) at++
        } else if (code === STARTS_SPACE) {
          if (at + 1 >= end || solid[bytes[at + 1] as number] === 0) return true
        } else if (code !== STARTS_OTHER) {
          if (code === UNSURE || at + 1 >= end) return true
          let next = bytes[at + 1] as number
          if (next === 0x20 && at + 2 < end) next = bytes[at + 2] as number
          if (solid[next] === 0) return true
          code = STARTS_OTHER
        }
      }
      if (code !== STARTS_END) at++
      key = (key << 5) | code
      let more = true
      if (count === 3) {
        more = has(places.three + key)
        if (more && has(places.threeAny + key)) return true
      } else if (count === 4) {
        const bit = bitOfFour(key)
        more = has(places.four + bit)
        if (more && has(places.fourAny + bit)) return true
      } else if (count === 6) {
        const bit = bitOfSix(key)
        more = has(places.six + bit)
        if (more && has(places.sixAny + bit)) return true
        six = key
        key = 0
      } else if (count === STARTS_UNITS) more = has(places.eight + bitOfEight(six, key))
      // A mark that follows may change the last letter that was read.
      if (!more) return at < end && (bytes[at] as number) >= 0x80
    }
    return true
  }
}
