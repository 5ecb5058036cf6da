/**
 * The gate: may a phrase that begins with a name, or with anything, match this line? It looks at the
 * line's last units ("… says"). All other phrases are found by a walk down the trie from the start.
 */
import { type Characters, COMBINING, DIGIT, SLOW, SPACE, TRAIL } from './characters.js'

/** A bit set over hashes of the last units of phrases. */
export interface Gate {
  readonly ends: Uint32Array
}

const BITS = 18
/** Units from the end that are looked at. */
const UNITS = 5
/** Units after which it is looked whether any phrase goes on: few do. */
const PEEK = 2
const ZERO = 0x30
/** Mixed into a hash in place of a further unit. */
const WHATEVER = 0x10000 // the phrase goes on in a way that is not known
const GOES_ON = 0x10001 // some phrase goes on behind these units
const SEED = 0x2545f491
// Codes of ASCII bytes: 1 to 26 are the letters.
const NUMBER = 27
const UNKNOWN = 31

function unitOfCode(code: number): number {
  return code === NUMBER ? ZERO : 0x60 + code
}

export function emptyGate(): Gate {
  return { ends: new Uint32Array(2 ** BITS / 32) }
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

function set(bits: Uint32Array, hash: number): void {
  const bit = hash >>> (32 - BITS)
  bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31))
}

/** Opens the gate for lines that end with `text`. */
export function openEnd(gate: Gate, text: string): void {
  let hash = SEED
  for (let k = 1; k <= Math.min(UNITS, text.length); k++) {
    hash = mix(hash, unitOf(text, text.length - k))
    if (k === PEEK) set(gate.ends, mix(hash, GOES_ON))
  }
  if (text.length < UNITS) hash = mix(hash, WHATEVER)
  set(gate.ends, hash)
}

/** Lets every line through. */
export function openAll(gate: Gate): void {
  gate.ends.fill(0xffffffff)
}

export function joinGates(gates: readonly Gate[]): Gate {
  if (gates.length === 1) return gates[0] as Gate
  const joined = emptyGate()
  for (const gate of gates) {
    gate.ends.forEach((word, i) => {
      joined.ends[i] = (joined.ends[i] as number) | word
    })
  }
  return joined
}

/** Asks the gate about `bytes[from … end]`, a line behind its bullets. */
export type Ask = (bytes: Uint8Array, from: number, end: number) => boolean

export function createAsk(characters: Characters, gate: Gate): Ask {
  const { fold, classes } = characters
  const { ends } = gate
  if (ends.every((word) => word === 0)) return () => false
  if (ends.every((word) => word === 0xffffffff)) return () => true
  // Two letters or digits at the end tell most lines off at one look.
  const codes = new Uint8Array(256).fill(UNKNOWN)
  const trails = new Uint8Array(256)
  for (let byte = 0; byte < 0x80; byte++) {
    const unit = fold[byte] as number
    if ((classes[byte] as number) & (TRAIL | SPACE)) trails[byte] = 1
    else if (unit >= 0x61 && unit <= 0x7a) codes[byte] = unit - 0x60
    else if (unit >= ZERO && unit < ZERO + 10) codes[byte] = NUMBER
  }
  const pairs = new Uint8Array(32 * 32).fill(1)
  for (let last = 1; last <= NUMBER; last++) {
    for (let before = 1; before <= NUMBER; before++) {
      const one = mix(SEED, unitOfCode(last))
      const two = mix(one, unitOfCode(before))
      pairs[(last << 5) | before] =
        has(mix(one, WHATEVER)) || has(mix(two, WHATEVER)) || has(mix(two, GOES_ON)) ? 1 : 0
    }
  }

  function has(hash: number): boolean {
    const bit = hash >>> (32 - BITS)
    return ((ends[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  return (bytes, from, end) => {
    let at = end
    while (at > from && trails[bytes[at - 1] as number] === 1) at--
    if (at - from < 2) return endPasses(bytes, from, at)
    const last = codes[bytes[at - 1] as number] as number
    const before = codes[bytes[at - 2] as number] as number
    return pairs[(last << 5) | before] === 1 && endPasses(bytes, from, at)
  }

  function endPasses(bytes: Uint8Array, from: number, end: number): boolean {
    let at = end
    let hash = SEED
    let units = 0
    let spaced = false
    while (at > from && units < UNITS) {
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
      if (has(mix(hash, WHATEVER))) return true
      if (units === PEEK && !has(mix(hash, GOES_ON))) return false
    }
    return units === UNITS && has(hash)
  }
}
