/**
 * The gate: may a phrase that begins with a name, or with anything, match this line? The kernel asks it
 * about the line's last units ("… says"). All other phrases are found by a walk down the trie from the start.
 */
import type { Characters } from './characters.js'
import {
  GATE_BITS,
  GATE_GOES_ON,
  GATE_PEEK,
  GATE_SEED,
  GATE_UNITS,
  GATE_WHATEVER,
  SPACE,
  TRAIL,
} from './layout.js'

/** A bit set over hashes of the last units of phrases. */
export interface Gate {
  readonly ends: Uint32Array
}

const ZERO = 0x30
// Codes of ASCII bytes: 1 to 26 are the letters.
const NUMBER = 27
const UNKNOWN = 31

function unitOfCode(code: number): number {
  return code === NUMBER ? ZERO : 0x60 + code
}

export function emptyGate(): Gate {
  return { ends: new Uint32Array(2 ** GATE_BITS / 32) }
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
  const bit = hash >>> (32 - GATE_BITS)
  bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31))
}

/** Opens the gate for lines that end with `text`. */
export function openEnd(gate: Gate, text: string): void {
  let hash = GATE_SEED
  for (let k = 1; k <= Math.min(GATE_UNITS, text.length); k++) {
    hash = mix(hash, unitOf(text, text.length - k))
    if (k === GATE_PEEK) set(gate.ends, mix(hash, GATE_GOES_ON))
  }
  if (text.length < GATE_UNITS) hash = mix(hash, GATE_WHATEVER)
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

/** What the kernel asks of a line's last bytes before anything else. */
export interface GateTables {
  /** Lets the gate no line through (0), those whose ends fit (1), or all (2)? */
  readonly state: 0 | 1 | 2
  /** Per byte: its code; 1 if it is taken off the end. */
  readonly codes: Uint8Array
  readonly trails: Uint8Array
  /** Per last code, times 32, and the one before it: 0 if no phrase ends so. */
  readonly pairs: Uint8Array
}

export function gateTables({ fold, classes }: Characters, { ends }: Gate): GateTables {
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
      const one = mix(GATE_SEED, unitOfCode(last))
      const two = mix(one, unitOfCode(before))
      pairs[(last << 5) | before] =
        has(mix(one, GATE_WHATEVER)) || has(mix(two, GATE_WHATEVER)) || has(mix(two, GATE_GOES_ON)) ? 1 : 0
    }
  }

  function has(hash: number): boolean {
    const bit = hash >>> (32 - GATE_BITS)
    return ((ends[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
  }

  const isShut = ends.every((word) => word === 0)
  const isOpen = ends.every((word) => word === 0xffffffff)
  return { state: isShut ? 0 : isOpen ? 2 : 1, codes, trails, pairs }
}
