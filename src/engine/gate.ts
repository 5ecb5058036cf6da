/**
 * The gate: may a phrase that begins with a slot match this line? It looks at the first folded
 * units, up to eight ("three com…", "september …", digits), or, for phrases that begin with a name
 * or anything, at the last ones ("… says").
 */
import { type Characters, COMBINING, DIGIT, LETTER, SLOW, SPACE, TRAIL } from './characters.js'
import { FIRST_EASTERN } from './slots.js'
import { END, UNSURE, type UnitReader } from './units.js'

/** Bit sets over hashes of the first and of the last units of phrases. */
export interface Gate {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

const START_BITS = 20
const END_BITS = 16
/** Units from the start that are looked at, and from the end. */
const START_UNITS = 8
const END_UNITS = 5
const ZERO = 0x30
/** Mixed into a hash in place of a further unit. */
const WHATEVER = 0x10000 // the phrase goes on in a way that is not known
const BOUNDARY = 0x10001 // a word ends: no letter follows
const GOES_ON = 0x10002 // some phrase goes on behind these units: looked at once
/** Units after which it is looked whether any phrase goes on. */
const PEEK = 3

const SEED = 0x2545f491

export function emptyGate(): Gate {
  return { starts: new Uint32Array(2 ** START_BITS / 32), ends: new Uint32Array(2 ** END_BITS / 32) }
}

function mix(hash: number, unit: number): number {
  const mixed = Math.imul(hash ^ unit, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** Digits count as one unit. */
function unitOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= ZERO && code < ZERO + 10 ? ZERO : code
}

function set(bits: Uint32Array, hash: number, size: number): void {
  const bit = hash >>> (32 - size)
  bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31))
}

/** Opens the gate for lines that begin with `text`; `word`: only if no letter follows it. */
export function openStart(gate: Gate, text: string, word: boolean): void {
  let hash = SEED
  const units = Math.min(START_UNITS, text.length)
  for (let k = 0; k < units; k++) {
    hash = mix(hash, unitOf(text, k))
    if (k === PEEK - 1) set(gate.starts, mix(hash, GOES_ON), START_BITS)
  }
  if (text.length < START_UNITS) hash = mix(hash, word ? BOUNDARY : WHATEVER)
  set(gate.starts, hash, START_BITS)
}

/** Opens the gate for lines that end with `text`. */
export function openEnd(gate: Gate, text: string): void {
  let hash = SEED
  for (let k = 1; k <= Math.min(END_UNITS, text.length); k++) {
    hash = mix(hash, unitOf(text, text.length - k))
    if (k === 2) set(gate.ends, mix(hash, GOES_ON), END_BITS)
  }
  if (text.length < END_UNITS) hash = mix(hash, WHATEVER)
  set(gate.ends, hash, END_BITS)
}

/** Lets every line through, as if by its end. */
export function openAll(gate: Gate): void {
  gate.ends.fill(0xffffffff)
}

export function joinGates(gates: readonly Gate[]): Gate {
  if (gates.length === 1) return gates[0] as Gate
  const joined = emptyGate()
  for (const gate of gates) {
    gate.starts.forEach((word, i) => {
      joined.starts[i] = (joined.starts[i] as number) | word
    })
    gate.ends.forEach((word, i) => {
      joined.ends[i] = (joined.ends[i] as number) | word
    })
  }
  return joined
}

/** What a line got through the gate by; bits. */
export const BY_START = 1
export const BY_END = 2

/** Asks the gate about `bytes[from … end]`, a line behind its bullets; 0: no phrase matches it. */
export type Ask = (bytes: Uint8Array, from: number, end: number) => number

export function createAsk(characters: Characters, gate: Gate, reader: UnitReader): Ask {
  const { fold, classes } = characters
  const { starts, ends } = gate
  const hasEnds = ends.some((word) => word !== 0)
  const everyEnd = ends.every((word) => word === 0xffffffff)

  /** May a word end before `unit`? */
  function endsWord(unit: number): boolean {
    return unit >= FIRST_EASTERN || !((classes[unit] as number) & LETTER)
  }

  function hasStart(hash: number): boolean {
    const bit = hash >>> (32 - START_BITS)
    return ((starts[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  function hasEnd(hash: number): boolean {
    const bit = hash >>> (32 - END_BITS)
    return ((ends[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  function startPasses(bytes: Uint8Array, from: number, end: number): boolean {
    let at = from
    let hash = SEED
    for (let k = 0; k < START_UNITS; k++) {
      const unit = reader.unitAt(bytes, at, end)
      if (unit === UNSURE) return true
      if (endsWord(unit) && hasStart(mix(hash, BOUNDARY))) return true
      if (unit === END) return false
      hash = mix(hash, unit >= ZERO && unit < ZERO + 10 ? ZERO : unit)
      if (hasStart(mix(hash, WHATEVER))) return true
      if (k === PEEK - 1 && !hasStart(mix(hash, GOES_ON))) {
        // Only a word that ends here could match.
        return endsWord(Math.max(0, reader.unitAt(bytes, reader.next, end))) && hasStart(mix(hash, BOUNDARY))
      }
      at = reader.next
    }
    return hasStart(hash)
  }

  function endPasses(bytes: Uint8Array, from: number, end: number): boolean {
    let at = end
    let hash = SEED
    let units = 0
    let spaced = false
    while (at > from && units < END_UNITS) {
      let start = at - 1
      while (start > from && ((bytes[start] as number) & 0xc0) === 0x80) start--
      let code = bytes[start] as number
      if (code >= 0x80) {
        const size = at - start
        if (size === 2) code = ((code & 31) << 6) | ((bytes[start + 1] as number) & 63)
        else if (size === 3)
          code =
            ((code & 15) << 12) |
            (((bytes[start + 1] as number) & 63) << 6) |
            ((bytes[start + 2] as number) & 63)
        else return true
      }
      at = start
      const kind = classes[code] as number
      if (units === 0 && kind & (TRAIL | SPACE)) continue
      const unit = fold[code] as number
      if (unit === SLOW || unit === 0 || kind & COMBINING || (kind & TRAIL && unit === 0x2e)) return true
      if (kind & SPACE) {
        if (spaced) continue
        spaced = true
      } else spaced = false
      hash = mix(hash, kind & DIGIT ? ZERO : unit)
      units++
      if (hasEnd(mix(hash, WHATEVER))) return true
      // Few phrases begin with anything: the first two units tell most lines off.
      if (units === 2 && !hasEnd(mix(hash, GOES_ON))) return false
    }
    return units === END_UNITS && hasEnd(hash)
  }

  return (bytes, from, end) =>
    (startPasses(bytes, from, end) ? BY_START : 0) |
    (everyEnd || (hasEnds && endPasses(bytes, from, end)) ? BY_END : 0)
}
