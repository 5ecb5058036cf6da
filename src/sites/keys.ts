/**
 * Keys of lines and hosts: 64 bits as two numbers, which lines of a site are looked up by. No phrase is
 * compared: that two lines of a site have one key happens once in 10^15 sites of a hundred lines.
 */

const LOW = 0x811c9dc5
const HIGH = 0x9747b28c
export const lowSeed = LOW | 0
export const highSeed = HIGH | 0

export function lowStep(low: number, unit: number): number {
  return Math.imul(low ^ unit, 0x01000193)
}

export function highStep(high: number, unit: number): number {
  const mixed = Math.imul(high ^ unit, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

/** The steps leave the upper bits of a short text alike. */
export function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

export interface Key {
  readonly low: number
  readonly high: number
}

export function keyOfUnits(units: ArrayLike<number>, length = units.length): Key {
  let low = lowSeed
  let high = highSeed
  for (let at = 0; at < length; at++) {
    low = lowStep(low, units[at] as number)
    high = highStep(high, units[at] as number)
  }
  return { low: finish(low), high: finish(high) }
}

export function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at)
  return units
}

export const keyOfText = (text: string): Key => keyOfUnits(unitsOf(text))

/** By the upper half first. */
export const compareKeys = (a: Key, b: Key): number => a.high - b.high || a.low - b.low
