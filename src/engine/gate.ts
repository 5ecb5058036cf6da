/**
 * The gate: may any phrase match this line? It looks at the first three folded units, or, for
 * phrases that begin with a name or anything, at the last two. Nine lines in ten of ordinary text
 * end here, at a few nanoseconds each.
 */
import { type Characters, COMBINING, DIGIT, LEAD, LEAD_SPACED, SLOW, SPACE, TRAIL } from './characters.js'

/** Bit sets over hashes of the first one, two or three units, and of the last two. */
export interface Gate {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

const START_BITS = 18
const END_BITS = 14
const ZERO = 0x30

export function emptyGate(): Gate {
  return { starts: new Uint32Array(2 ** START_BITS / 32), ends: new Uint32Array(2 ** END_BITS / 32) }
}

/** Digits count as one unit. */
function hashStart(first: number, second: number, third: number): number {
  return (
    Math.imul(Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) ^ third, 0xc2b2ae35) >>>
    (32 - START_BITS)
  )
}

function hashEnd(last: number, before: number): number {
  return Math.imul(Math.imul(last, 0x9e3779b1) ^ before, 0x85ebca6b) >>> (32 - END_BITS)
}

/** A unit no line has: "whatever follows". */
const WHATEVER = 0x10000

function unitOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= ZERO && code < ZERO + 10 ? ZERO : code
}

/** Opens the gate for lines that begin with `text`; `whole`: and end there, if it is under three units. */
export function openStart(gate: Gate, text: string, whole: boolean): void {
  const units = [0, 1, 2].map((at) => (at < text.length ? unitOf(text, at) : whole ? 0 : WHATEVER))
  const [first, second, third] = units as [number, number, number]
  const bit = hashStart(first, second === WHATEVER ? WHATEVER : second, third)
  gate.starts[bit >>> 5] = (gate.starts[bit >>> 5] as number) | (1 << (bit & 31))
}

/** Opens the gate for lines that end with `text`, two units or more. */
export function openEnd(gate: Gate, text: string): void {
  const bit = hashEnd(unitOf(text, text.length - 1), unitOf(text, text.length - 2))
  gate.ends[bit >>> 5] = (gate.ends[bit >>> 5] as number) | (1 << (bit & 31))
}

/** Lets every line through. */
export function openAll(gate: Gate): void {
  gate.starts.fill(0xffffffff)
}

export function joinGates(gates: readonly Gate[]): Gate {
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

/** Asks the gate about `bytes[ink … end]`, a line from its first visible character on. */
export type Ask = (bytes: Uint8Array, ink: number, end: number) => boolean

export function createAsk(characters: Characters, gate: Gate): Ask {
  const { fold, classes } = characters
  const { starts, ends } = gate
  const hasEnds = ends.some((word) => word !== 0)
  // One table for ASCII: the folded unit with digits as one, or a sign that more must be looked at.
  const plain = new Int32Array(128)
  for (let code = 0; code < 128; code++) {
    const kind = classes[code] as number
    plain[code] = kind & DIGIT ? ZERO : kind & TRAIL || fold[code] === 0 ? -1 : (fold[code] as number)
    if (kind & SPACE) plain[code] = 0x20
  }
  const has = (bit: number): boolean => ((starts[bit >>> 5] as number) & (1 << (bit & 31))) !== 0

  function passes(first: number, second: number, third: number): boolean {
    return (
      has(hashStart(first, second, third)) ||
      has(hashStart(first, second, WHATEVER)) ||
      has(hashStart(first, WHATEVER, WHATEVER))
    )
  }

  let next = 0
  /** The folded unit at `at`, which ends before `next`; -1: look closer; 0: the line ends. */
  function unitAt(bytes: Uint8Array, at: number, end: number): number {
    if (at >= end) return 0
    const byte = bytes[at] as number
    if (byte < 0x80) {
      next = at + 1
      const unit = plain[byte] as number
      if (unit !== 0x20) return unit
      while (next < end && (bytes[next] as number) <= 0x20) next++
      return next >= end ? 0 : unit
    }
    let code: number
    if (byte < 0xe0) {
      code = ((byte & 31) << 6) | ((bytes[at + 1] as number) & 63)
      next = at + 2
    } else if (byte < 0xf0) {
      code = ((byte & 15) << 12) | (((bytes[at + 1] as number) & 63) << 6) | ((bytes[at + 2] as number) & 63)
      next = at + 3
    } else return -1
    if (next > end) return -1
    const kind = classes[code] as number
    const unit = fold[code] as number
    if (unit === 0 || unit === SLOW || unit === 0x20 || kind & (TRAIL | COMBINING)) return -1
    return kind & DIGIT ? ZERO : unit
  }

  function startPasses(bytes: Uint8Array, ink: number, end: number): boolean {
    let at = ink
    let kind = 0
    // Bullets: skipped as folding skips them, or looked at closer.
    for (;;) {
      if (at >= end) return true
      const byte = bytes[at] as number
      if (byte >= 0x80) break
      kind = classes[byte] as number
      if (!(kind & (LEAD | LEAD_SPACED | SPACE))) break
      if (kind & LEAD_SPACED && at + 1 < end) {
        const after = bytes[at + 1] as number
        if (after >= 0x80) return true
        if (!((classes[after] as number) & (SPACE | LEAD | LEAD_SPACED))) break
      }
      at++
    }
    const first = unitAt(bytes, at, end)
    if (first < 0) return true
    at = next
    const second = first === 0 ? 0 : unitAt(bytes, at, end)
    if (second < 0) return true
    at = next
    const third = second === 0 ? 0 : unitAt(bytes, at, end)
    return third < 0 || passes(first, second, third)
  }

  function endPasses(bytes: Uint8Array, ink: number, end: number): boolean {
    let at = end
    let last = -1
    while (at > ink) {
      let from = at - 1
      while (from > ink && ((bytes[from] as number) & 0xc0) === 0x80) from--
      const byte = bytes[from] as number
      let code = byte
      if (byte >= 0x80) {
        const size = at - from
        if (size === 2) code = ((byte & 31) << 6) | ((bytes[from + 1] as number) & 63)
        else if (size === 3) code = ((byte & 15) << 12) | (((bytes[from + 1] as number) & 63) << 6) | ((bytes[from + 2] as number) & 63)
        else return true
      }
      const kind = classes[code] as number
      at = from
      if (last < 0 && kind & (TRAIL | SPACE)) continue
      const unit = fold[code] as number
      if (unit === SLOW || unit === 0) return true
      const plainUnit = kind & DIGIT ? ZERO : unit
      if (last < 0) last = plainUnit
      else {
        const bit = hashEnd(last, plainUnit)
        return ((ends[bit >>> 5] as number) & (1 << (bit & 31))) !== 0
      }
    }
    return false
  }

  return (bytes, ink, end) => startPasses(bytes, ink, end) || (hasEnds && endPasses(bytes, ink, end))
}
