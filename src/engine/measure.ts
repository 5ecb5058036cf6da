/** Lines as the conditions of a preset see them: ranges of bytes, counted once. */
import { BRACKET, codeOf, DECIMAL, DIGIT, decodeAt, kindOf, SPACE, sizeOf, UPPER } from './python.js'

/** A line, or what a recipe made of it. Counts are of code points; the object is used again. */
export interface View {
  bytes: Uint8Array
  from: number
  to: number
  characters: number
  upper: number
  digits: number
  /** What split() makes of it, and the characters of the longest. */
  words: number
  longest: number
  /** The kinds of all its characters, joined. */
  kinds: number
}

export function emptyView(): View {
  return {
    bytes: new Uint8Array(0),
    from: 0,
    to: 0,
    characters: 0,
    upper: 0,
    digits: 0,
    words: 0,
    longest: 0,
    kinds: 0,
  }
}

const ascii = Uint16Array.from({ length: 128 }, (_, code) => kindOf(code))

/** Makes `view` that of `bytes[from … to]`, which holds no line feed. */
export function measure(view: View, bytes: Uint8Array, from: number, to: number): void {
  let characters = 0
  let upper = 0
  let digits = 0
  let words = 0
  let longest = 0
  let length = 0
  let kinds = 0
  let at = from
  while (at < to) {
    let kind: number
    const byte = bytes[at] as number
    if (byte < 0x80) {
      kind = ascii[byte] as number
      at++
    } else {
      const decoded = decodeAt(bytes, at, to)
      kind = kindOf(codeOf(decoded))
      at += sizeOf(decoded)
    }
    characters++
    kinds |= kind
    if (kind & SPACE) {
      if (length > longest) longest = length
      if (length > 0) words++
      length = 0
    } else length++
    if (kind & UPPER) upper++
    else if (kind & DIGIT) digits++
  }
  if (length > longest) longest = length
  if (length > 0) words++
  view.bytes = bytes
  view.from = from
  view.to = to
  view.characters = characters
  view.upper = upper
  view.digits = digits
  view.words = words
  view.longest = longest
  view.kinds = kinds
}

/** Visible, and decoded already: the ends of most lines. */
function isPlain(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f
}

/** Where strip() would begin. */
export function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && !isPlain(bytes[at] as number)) {
    const decoded = decodeAt(bytes, at, to)
    if (!(kindOf(codeOf(decoded)) & SPACE)) break
    at += sizeOf(decoded)
  }
  return at
}

/** Where strip() would end. */
export function skipSpaceBack(bytes: Uint8Array, from: number, to: number): number {
  let end = to
  while (end > from && !isPlain(bytes[end - 1] as number)) {
    let at = end - 1
    // A space has at most three bytes.
    while (at > from && end - at < 3 && ((bytes[at] as number) & 0xc0) === 0x80) at--
    const decoded = decodeAt(bytes, at, end)
    if (at + sizeOf(decoded) !== end || !(kindOf(codeOf(decoded)) & SPACE)) break
    end = at
  }
  return end
}

const OPENING = 0x5b
const CLOSING = 0x5d
/** What C4 calls a citation, beside "[]", "[1]", "[23]". */
const wordy = ['[edit]', '[citation needed]'].map((text) => Uint8Array.from(text, (c) => c.charCodeAt(0)))

/** Where a citation that begins at `at` ends; `at` if none does. */
function citationEnd(bytes: Uint8Array, at: number, to: number): number {
  for (const citation of wordy)
    if (at + citation.length <= to && citation.every((byte, k) => bytes[at + k] === byte))
      return at + citation.length
  let end = at + 1
  while (end < to) {
    const decoded = decodeAt(bytes, end, to)
    if (!(kindOf(codeOf(decoded)) & DECIMAL)) break
    end += sizeOf(decoded)
  }
  return bytes[end] === CLOSING && end < to ? end + 1 : at
}

/** Views of lines without their citations. */
export function createCutter(): (line: View) => View {
  const cut = emptyView()
  let room = new Uint8Array(1024)
  return (line) => {
    if (!(line.kinds & BRACKET)) return line
    const { bytes, from, to } = line
    if (room.length < to - from) room = new Uint8Array(2 * (to - from))
    let size = 0
    for (let at = from; at < to; ) {
      const end = bytes[at] === OPENING ? citationEnd(bytes, at, to) : at
      if (end > at) at = end
      else room[size++] = bytes[at++] as number
    }
    if (size === to - from) return line
    measure(cut, room, 0, size)
    return cut
  }
}
