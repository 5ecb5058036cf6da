/** Cuts bytes into lines: LF ends a line, a CR before it belongs to the terminator. */
import type { Characters } from './characters.js'
import { SPACE } from './characters.js'

/** Line ranges of one block; the arrays grow and are used again. */
export interface LineTable {
  starts: Uint32Array
  inks: Uint32Array
  count: number
}

export function emptyLineTable(): LineTable {
  return { starts: new Uint32Array(1024), inks: new Uint32Array(1024), count: 0 }
}

const LF = 0x0a
/** Bytes scanned by hand before the call of `indexOf` pays: most lines of web pages are shorter. */
const BY_HAND = 64

/**
 * Cuts `bytes[0 … end]`. Without `final`, a last line that has no LF yet is left out; returns where
 * the next line begins.
 */
export function cutLines(
  characters: Characters,
  bytes: Uint8Array,
  end: number,
  final: boolean,
  into: LineTable,
): number {
  let { starts, inks } = into
  let count = 0
  let start = 0
  while (start < end) {
    if (count + 2 > starts.length) {
      starts = grown(starts)
      inks = grown(inks)
    }
    let ink = start
    while (ink < end && isPlainSpace(bytes[ink] as number)) ink++
    let at = ink
    const stop = Math.min(end, at + BY_HAND)
    while (at < stop && bytes[at] !== LF) at++
    if (at === stop && at < end) {
      const found = bytes.indexOf(LF, at)
      at = found < 0 || found >= end ? end : found
    }
    if (at === end && !final) break
    const next = at < end ? at + 1 : end
    starts[count] = start
    inks[count] =
      at === ink || bytes[ink] === LF
        ? next
        : (bytes[ink] as number) < 0x80
          ? ink
          : inkOf(characters, bytes, ink, at, next)
    count++
    start = next
  }
  starts[count] = start
  into.starts = starts
  into.inks = inks
  into.count = count
  return start
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** White space in ASCII, but LF. */
function isPlainSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13 && byte !== LF)
}

/** Wide spaces and invisible marks before the first visible character; `next` if there is none. */
function inkOf(characters: Characters, bytes: Uint8Array, from: number, end: number, next: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at] as number
    let code = byte
    let size = 1
    if (byte >= 0xc2 && byte < 0xe0 && at + 1 < end) {
      code = ((byte & 31) << 6) | ((bytes[at + 1] as number) & 63)
      size = 2
    } else if (byte >= 0xe0 && byte < 0xf0 && at + 2 < end) {
      code = ((byte & 15) << 12) | (((bytes[at + 1] as number) & 63) << 6) | ((bytes[at + 2] as number) & 63)
      size = 3
    } else if (byte >= 0x80) return at
    const invisible = code >= 0xa0 && characters.fold[code] === 0
    if (!invisible && !((characters.classes[code] as number) & SPACE)) return at
    at += size
  }
  return next
}
