/**
 * The text that a string of JSON stands for, in lines, and where each line begins in the record: what
 * is decided is the text, what is cut out is the record's own bytes.
 */
import { emptyLineTable, type LineTable } from '../engine/lines.js'
import { HEX } from './jsonl-strings.js'

export interface DecodedText {
  bytes: Uint8Array
  size: number
  readonly lines: LineTable
  /** Where line i begins in the record; `count + 1` entries. */
  starts: Uint32Array
}

const LF = 0x0a
const UNICODE = 0x75
const REPLACEMENT = 0xfffd
/** The byte that `\n` and the like stand for. */
const SIMPLE = new Uint8Array(256)
for (const [character, byte] of Object.entries({
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  '"': 34,
  '\\': 92,
  '/': 47,
}))
  SIMPLE[character.charCodeAt(0)] = byte
/** Bytes; shorter runs are copied faster one by one. */
const SHORT = 32

export function emptyText(): DecodedText {
  return {
    bytes: new Uint8Array(16 * 1024),
    size: 0,
    lines: emptyLineTable(),
    starts: new Uint32Array(1024),
  }
}

/** Decodes `source[from … to]`, between the quotes, whose backslashes stand at `escapes`. */
export function decodeText(
  source: Uint8Array,
  from: number,
  to: number,
  escapes: Int32Array,
  count: number,
  into: DecodedText,
): void {
  makeRoom(into, to - from, count)
  const { bytes, starts: origins } = into
  const { starts } = into.lines
  let size = 0
  let line = 0
  let at = from
  starts[0] = 0
  origins[0] = from
  for (let next = 0; next < count; next++) {
    const slash = escapes[next] as number
    size = copyRun(source, at, slash, bytes, size)
    const kind = source[slash + 1] as number
    let code = SIMPLE[kind] as number
    if (kind !== UNICODE) {
      bytes[size++] = code
      at = slash + 2
    } else {
      code = unitAt(source, slash)
      at = slash + 6
      if (code >= 0xd800 && code < 0xe000) {
        // The other half of a pair is the next escape, right behind.
        const low = escapes[next + 1] === at && next + 1 < count ? unitAt(source, at) : 0
        if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
          at += 6
          next++
        } else code = REPLACEMENT
      }
      size = writeCode(bytes, size, code)
    }
    if (code !== LF) continue
    starts[++line] = size
    origins[line] = at
  }
  size = copyRun(source, at, to, bytes, size)
  if ((starts[line] as number) < size) {
    starts[++line] = size
    origins[line] = to
  }
  into.size = size
  into.lines.count = line
}

/** No text is longer than its escaped form, and no line ends without an escape. */
function makeRoom(into: DecodedText, size: number, escapes: number): void {
  if (into.bytes.length < size) into.bytes = new Uint8Array(Math.max(size, into.bytes.length * 2))
  const { lines } = into
  const room = escapes + 2
  if (lines.starts.length < room) lines.starts = new Uint32Array(Math.max(room, lines.starts.length * 2))
  if (lines.inks.length < room) lines.inks = new Uint32Array(lines.starts.length)
  if (into.starts.length < room) into.starts = new Uint32Array(lines.starts.length)
}

function copyRun(source: Uint8Array, from: number, to: number, bytes: Uint8Array, size: number): number {
  if (to - from > SHORT) bytes.set(source.subarray(from, to), size)
  else for (let i = from; i < to; i++) bytes[size + i - from] = source[i] as number
  return size + to - from
}

/** The UTF-16 unit of the escape `\uXXXX` at `at`; 0 for another escape. */
export function unitAt(source: Uint8Array, at: number): number {
  if (source[at + 1] !== UNICODE) return 0
  let unit = 0
  for (let i = at + 2; i < at + 6; i++) unit = (unit << 4) | (HEX[source[i] as number] as number)
  return unit
}

function writeCode(bytes: Uint8Array, size: number, code: number): number {
  let at = size
  if (code < 0x80) bytes[at++] = code
  else {
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6)
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12)
      else {
        bytes[at++] = 0xf0 | (code >> 18)
        bytes[at++] = 0x80 | ((code >> 12) & 63)
      }
      bytes[at++] = 0x80 | ((code >> 6) & 63)
    }
    bytes[at++] = 0x80 | (code & 63)
  }
  return at
}
