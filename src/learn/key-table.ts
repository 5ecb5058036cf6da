/** Numbers for keys of 64 bits, in the order in which they come: a `Map` of such keys takes five times as long. */

/** Slots of an empty table; a power of two. */
const SLOTS = 1024

/** Of this run: pages could be made whose keys all want one slot. What numbers keys get does not depend on it. */
const seed = Math.floor(Math.random() * 2 ** 32)

export interface KeyTable {
  /** How many keys there are; the first has the number 0. */
  readonly count: number
  /** The number of a key; the count before, if it is new. */
  add(low: number, high: number): number
  clear(): void
}

export function createKeyTable(): KeyTable {
  let lows = new Int32Array(SLOTS)
  let highs = new Int32Array(SLOTS)
  /** Numbers of keys plus one, at the first free slot from the key's on. */
  let slots = new Int32Array(SLOTS)
  let mask = SLOTS - 1
  let count = 0

  function slotOf(low: number, high: number): number {
    const mixed = Math.imul(low ^ seed, 0x9e3779b1) ^ Math.imul(high + seed, 0x85ebca6b)
    for (let slot = (mixed ^ (mixed >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] as number) - 1
      if (number < 0 || (lows[number] === low && highs[number] === high)) return slot
    }
  }

  function grow(): void {
    mask = mask * 2 + 1
    slots = new Int32Array(mask + 1)
    lows = grown(lows, count)
    highs = grown(highs, count)
    for (let number = 0; number < count; number++)
      slots[slotOf(lows[number] as number, highs[number] as number)] = number + 1
  }

  return {
    get count() {
      return count
    },
    add(low, high) {
      const slot = slotOf(low, high)
      const known = (slots[slot] as number) - 1
      if (known >= 0) return known
      lows[count] = low
      highs[count] = high
      slots[slot] = ++count
      if (count * 2 > mask) grow()
      return count - 1
    },
    clear() {
      // Of a large site no table stays.
      if (mask >= SLOTS * 64) {
        mask = SLOTS - 1
        slots = new Int32Array(SLOTS)
        lows = new Int32Array(SLOTS)
        highs = new Int32Array(SLOTS)
      } else slots.fill(0)
      count = 0
    },
  }
}

/** The array itself if it has room behind its first `used` numbers, else a larger one with them. */
export function grown(array: Int32Array<ArrayBuffer>, used: number): Int32Array<ArrayBuffer> {
  if (used < array.length) return array
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
