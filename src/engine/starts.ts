/**
 * The first look at a line: may any phrase begin with its first eight characters? Bit sets small enough
 * for the nearest cache answer for ASCII text; of a page's lines four in five need no walk down the trie.
 */
import type { Characters } from './characters.js'
import {
  SPACE,
  STARTS_BITS,
  STARTS_END,
  STARTS_NUMBER,
  STARTS_OTHER,
  STARTS_SPACE,
  STARTS_TRAILING,
  STARTS_UNSURE,
  TRAIL,
} from './layout.js'

/** Bit sets over the codes of the first units of phrases. */
export interface Starts {
  /** Sections as layout.ts places them: what begins with three, four, six, eight codes, and what may go on anyhow. */
  readonly bits: Uint32Array
}

/** Codes before which a word ends. */
export const wordEnds = [STARTS_END, STARTS_NUMBER, STARTS_OTHER, STARTS_SPACE] as const
export const STARTS_CODES = 32

export function emptyStarts(): Starts {
  return { bits: new Uint32Array(STARTS_BITS / 32) }
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

/** What the kernel asks of a byte in the first look. */
export interface LookTables {
  readonly codes: Uint8Array
  /** 1 for what surely stays when spaces and closing marks are taken off the end. */
  readonly solid: Uint8Array
}

const LF = 0x0a

export function lookTables({ fold, classes }: Characters): LookTables {
  const codes = new Uint8Array(256).fill(STARTS_UNSURE)
  for (let byte = 0; byte < 0x80; byte++) {
    const kind = classes[byte] as number
    const unit = fold[byte] as number
    if (byte === LF) codes[byte] = STARTS_END
    else if (byte === 0x20) codes[byte] = STARTS_SPACE
    else if (unit === 0 || kind & SPACE) continue
    else if (kind & TRAIL) codes[byte] = STARTS_TRAILING
    else codes[byte] = startsCode(unit)
  }
  return { codes, solid: Uint8Array.from(codes, (code) => (code >= 1 && code < STARTS_SPACE ? 1 : 0)) }
}
