/** Cuts bytes into lines: LF ends a line, a CR before it belongs to the terminator. */
import type { Document } from '../types.js'
import type { Characters } from './characters.js'
import { cutOf, type Piece } from './cut.js'
import { BATCH_LINES, SPACE } from './layout.js'

/** Line ranges of one block; the arrays grow and are used again. */
export interface LineTable {
  starts: Uint32Array
  inks: Uint32Array
  count: number
}

export function emptyLineTable(): LineTable {
  return { starts: new Uint32Array(1024), inks: new Uint32Array(1024), count: 0 }
}

/** A document without lines. */
export const NO_LINES: Document = {
  bytes: new Uint8Array(0),
  starts: new Uint32Array(1),
  inks: new Uint32Array(0),
  count: 0,
}

const LF = 0x0a

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
  const cut = cutOf(characters) ?? ((...piece) => cutSlowly(characters, ...piece))
  let count = 0
  let next = 0
  into.starts[0] = 0
  const endLine = (to: number): void => {
    into.inks[count] = inkOf(characters, bytes, next, to)
    into.starts[++count] = to
    next = to
  }
  for (let at = 0; at < end; at += BATCH_LINES) {
    const { starts, inks } = cut(bytes, at, Math.min(end, at + BATCH_LINES))
    reserve(into, count + starts.length + 2)
    if (starts.length === 0) continue
    endLine(starts[0] as number)
    into.starts.set(starts, count)
    into.inks.set(inks, count)
    count += inks.length
    next = into.starts[count] as number
  }
  if (final && next < end) endLine(end)
  into.count = count
  return next
}

/** What the kernel does, without it. */
function cutSlowly(characters: Characters, bytes: Uint8Array, from: number, to: number): Piece {
  const starts: number[] = []
  for (let at = from; at < to; at++) if (bytes[at] === LF) starts.push(at + 1)
  const inks = starts.slice(1).map((next, line) => inkOf(characters, bytes, starts[line] as number, next))
  return { starts: Uint32Array.from(starts), inks: Uint32Array.from(inks) }
}

/** Makes room for `size` lines. */
function reserve(into: LineTable, size: number): void {
  if (into.starts.length >= size) return
  const larger = Math.max(size, into.starts.length * 2)
  const { starts, inks } = into
  into.starts = new Uint32Array(larger)
  into.starts.set(starts)
  into.inks = new Uint32Array(larger)
  into.inks.set(inks)
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
