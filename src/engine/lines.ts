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
const FOUR_LF = 0x0a0a0a0a
/** Lines that may be added without a look at the space that is left: a round's 32, or the rest's 35 and one. */
const ROOM = 64

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
  into.count = findEnds(bytes, end, final, into)
  findInks(characters, bytes, into)
  return into.starts[into.count] as number
}

/** Finds where the text of each line begins, from where the lines begin. */
export function findInks(characters: Characters, bytes: Uint8Array, into: LineTable): void {
  const { starts, count } = into
  if (into.inks.length < starts.length) into.inks = new Uint32Array(starts.length)
  const { inks } = into
  for (let line = 0; line < count; line++) {
    const start = starts[line] as number
    const byte = bytes[start] as number
    inks[line] =
      byte > 0x20 && byte < 0x80 ? start : inkOf(characters, bytes, start, starts[line + 1] as number)
  }
}

const NO_WORDS = new Int32Array(0)

/** Not 0 if one of the four bytes is LF; sometimes without one, never 0 with one. */
function mayHoldLf(word: number): number {
  const bits = word ^ FOUR_LF
  return (bits - 0x01010101) & ~bits & 0x80808080
}

/** Writes where lines begin behind the LFs of the eight bytes from `at` on; returns the new count. */
function addEnds(bytes: Uint8Array, at: number, starts: Uint32Array, before: number): number {
  let count = before
  for (let k = at; k < at + 8; k++) if (bytes[k] === LF) starts[++count] = k + 1
  return count
}

/**
 * Writes where each line begins, and behind them where the last one ends; returns how many there are.
 * Thirty-two bytes at a time, as eight words: of lines of 184 bytes that takes three quarters of the
 * time of one word at a time, of lines of 56 bytes as much. A call of `indexOf` for every line of a
 * web page takes more than a look at every byte.
 */
function findEnds(bytes: Uint8Array, end: number, final: boolean, into: LineTable): number {
  let { starts } = into
  let count = 0
  starts[0] = 0
  const ahead = (4 - (bytes.byteOffset & 3)) & 3
  const aligned = Math.min(end, ahead)
  const words =
    end < ahead ? NO_WORDS : new Int32Array(bytes.buffer, bytes.byteOffset + ahead, (end - ahead) >> 2)
  const rounds = words.length & ~7
  for (let at = 0; at < aligned; at++) if (bytes[at] === LF) starts[++count] = at + 1
  for (let word = 0; word < rounds; word += 8) {
    const first = mayHoldLf(words[word] as number) | mayHoldLf(words[word + 1] as number)
    const second = mayHoldLf(words[word + 2] as number) | mayHoldLf(words[word + 3] as number)
    const third = mayHoldLf(words[word + 4] as number) | mayHoldLf(words[word + 5] as number)
    const fourth = mayHoldLf(words[word + 6] as number) | mayHoldLf(words[word + 7] as number)
    if ((first | second | third | fourth) === 0) continue
    if (count + ROOM > starts.length) starts = grown(starts)
    const at = aligned + (word << 2)
    if (first !== 0) count = addEnds(bytes, at, starts, count)
    if (second !== 0) count = addEnds(bytes, at + 8, starts, count)
    if (third !== 0) count = addEnds(bytes, at + 16, starts, count)
    if (fourth !== 0) count = addEnds(bytes, at + 24, starts, count)
  }
  if (count + ROOM > starts.length) starts = grown(starts)
  for (let at = aligned + (rounds << 2); at < end; at++) if (bytes[at] === LF) starts[++count] = at + 1
  if (final && (starts[count] as number) < end) starts[++count] = end
  into.starts = starts
  return count
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** White space in ASCII. */
function isPlainSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13)
}

/** The first visible character, behind spaces of all kinds and invisible marks; `end` if there is none. */
function inkOf(characters: Characters, bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at] as number
    if (byte < 0x80) {
      if (!isPlainSpace(byte)) return at
      at++
      continue
    }
    let code = -1
    let size = 0
    if (byte >= 0xc2 && byte < 0xe0 && at + 1 < end) {
      code = ((byte & 31) << 6) | ((bytes[at + 1] as number) & 63)
      size = 2
    } else if (byte >= 0xe0 && byte < 0xf0 && at + 2 < end) {
      code = ((byte & 15) << 12) | (((bytes[at + 1] as number) & 63) << 6) | ((bytes[at + 2] as number) & 63)
      size = 3
    } else return at
    const invisible = code >= 0xa0 && characters.fold[code] === 0
    if (!invisible && !((characters.classes[code] as number) & SPACE)) return at
    at += size
  }
  return end
}
