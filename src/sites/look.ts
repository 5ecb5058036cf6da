/**
 * The first look at a line, for one site: may a phrase of the site begin with its first units? Bits for
 * the first four and the first eight of each phrase, and for what stands before a slot.
 */
import { finish, lowSeed, lowStep } from './keys.js'

/** Units after which it is looked whether any phrase goes on: few do. */
export const FIRST = 4
export const SECOND = 8
/** Bits for each phrase: one line in eight that is no phrase gets by one of the two looks, and few by both. */
const BITS = 16
/** Of `slots`: some phrase begins with a slot that may begin anyhow. */
export const LOOSE = 1 << (SECOND + 1)
/** Mixed in where a slot may follow. */
const SLOT = 0x5bd1e995

export interface Look {
  /** A power of two of them. */
  readonly bits: Uint32Array
  /** Bit p: some phrase has its first slot behind p units; `SECOND` stands for more. */
  readonly slots: number
}

export const bitOf = (low: number): number => finish(low)
export const slotBitOf = (low: number): number => finish(low ^ SLOT)

export function hasBit(bits: Uint32Array, bit: number): boolean {
  const at = bit & (bits.length * 32 - 1)
  return ((bits[at >>> 5] as number) & (1 << (at & 31))) !== 0
}

export interface LookPhrase {
  /** All of them, or those that are looked at. */
  readonly units: ArrayLike<number>
  readonly hasSlot: boolean
  /** Units before its first slot; all of them if it has none. */
  readonly first: number
  /** Begins with a slot that may begin anyhow. */
  readonly isLoose: boolean
}

export function lookOf(phrases: readonly LookPhrase[]): Look {
  let words = 1
  while (words * 32 < phrases.length * BITS) words *= 2
  const bits = new Uint32Array(words)
  let slots = 0
  const set = (bit: number): void => {
    const at = bit & (words * 32 - 1)
    bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31))
  }
  for (const { units, hasSlot, first, isLoose } of phrases) {
    let low = lowSeed
    const length = Math.min(first, SECOND)
    for (let at = 0; at < length; at++) {
      low = lowStep(low, units[at] as number)
      if (at + 1 === FIRST || at + 1 === SECOND) set(bitOf(low))
    }
    if (!hasSlot) continue
    slots |= isLoose ? LOOSE : 1 << length
    set(slotBitOf(low))
  }
  return { bits, slots }
}
