/** Names as they stand in a page to names in lower case: the same string for the same name, so that comparing two is cheap. */

/** Names that are remembered; pages may hold any number of made ones. */
const REMEMBERED = 10_000

/** A string of its own: what is cut out of a page keeps the whole page in memory. */
export function copyOf(text: string): string {
  return ` ${text}`.slice(1)
}

const plainNames = new Map<string, string>()
const byteNames = new Map<string, string>()

/** `isBytes`: each letter is a byte of UTF-8. */
export function lowerName(name: string, isBytes = false): string {
  const known = isBytes ? byteNames : plainNames
  const remembered = known.get(name)
  if (remembered !== undefined) return remembered
  if (known.size >= REMEMBERED) known.clear()
  const own = copyOf(name)
  const lower = (isBytes ? Buffer.from(own, 'latin1').toString() : own).toLowerCase()
  known.set(own, lower)
  return lower
}

/** Which attributes are kept: told by the first letter and the length before the name is cut out of the page. */
export class Wanted {
  private readonly lengths = new Int32Array(128)
  private readonly names: ReadonlySet<string>

  constructor(names: Iterable<string>) {
    this.names = new Set([...names].map((name) => lowerName(name)))
    for (const name of this.names) {
      for (const first of [name, name.toUpperCase()]) {
        const code = first.charCodeAt(0)
        if (code < 128) this.lengths[code] = (this.lengths[code] as number) | bitOf(name.length)
      }
    }
  }

  /** The name in `text` from `start` to `end`, in lower case, if it is wanted. */
  nameAt(text: string, start: number, end: number): string | undefined {
    const code = text.charCodeAt(start)
    if (code >= 128 || ((this.lengths[code] as number) & bitOf(end - start)) === 0) return undefined
    const name = lowerName(text.slice(start, end))
    return this.names.has(name) ? name : undefined
  }
}

const bitOf = (length: number): number => 1 << Math.min(length, 31)
