/**
 * Walks over strings of JSON as bytes. Text is mostly bytes that mean nothing to JSON, so they are
 * looked at four at a time: that takes half the time of a look at every byte.
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Where the escape behind a backslash is `\u`, four hexadecimal digits follow. */
const UNICODE = 0x75
const SIMPLE = new Uint8Array(256)
for (const character of '"\\/bfnrt') SIMPLE[character.charCodeAt(0)] = 1
/** Value of a hexadecimal digit, or 255. */
export const HEX: Uint8Array = new Uint8Array(256).fill(255)
for (let digit = 0; digit < 16; digit++) {
  const character = digit.toString(16)
  HEX[character.charCodeAt(0)] = digit
  HEX[character.toUpperCase().charCodeAt(0)] = digit
}

export interface StringWalker {
  /** The string that was walked last: where its backslashes stand. */
  escapes: Int32Array
  count: number
  /** After a walk that failed: where, and what was expected there. */
  at: number
  expected: string
  /** The bytes to walk on; their buffer must be aligned to 4. */
  use(bytes: Uint8Array): void
  /** Walks from behind the opening quote; returns where the closing one stands, or -1. */
  walk(from: number, end: number): number
}

export function createStringWalker(): StringWalker {
  let bytes: Uint8Array = new Uint8Array(0)
  let words: Int32Array = new Int32Array(0)

  function fail(at: number, expected: string): number {
    walker.at = at
    walker.expected = expected
    return -1
  }

  const walker: StringWalker = {
    escapes: new Int32Array(256),
    count: 0,
    at: 0,
    expected: '',
    use(block) {
      bytes = block
      words = new Int32Array(block.buffer, block.byteOffset, block.length >> 2)
    },
    walk(from, end) {
      let { escapes } = walker
      let count = 0
      let at = from
      for (;;) {
        at = findSpecial(bytes, words, at, end)
        if (at >= end) return fail(end, 'the closing quote of a string')
        const byte = bytes[at] as number
        if (byte === QUOTE) break
        if (byte !== BACKSLASH) return fail(at, 'an escape in place of a control character')
        if (count === escapes.length) {
          const larger = new Int32Array(count * 2)
          larger.set(escapes)
          walker.escapes = escapes = larger
        }
        escapes[count++] = at
        const kind = at + 1 < end ? (bytes[at + 1] as number) : 0
        if (SIMPLE[kind] === 1) at += 2
        else if (kind !== UNICODE) return fail(at + 1, 'one of the escapes of JSON')
        else {
          for (let digit = at + 2; digit < at + 6; digit++) {
            if (digit >= end || HEX[bytes[digit] as number] === 255)
              return fail(digit, 'four hexadecimal digits')
          }
          at += 6
        }
      }
      walker.count = count
      return at
    },
  }
  return walker
}

/** The next quote, backslash or control character; `end` if there is none. */
function findSpecial(bytes: Uint8Array, words: Int32Array, from: number, end: number): number {
  let at = from
  const aligned = Math.min(end, (from + 3) & ~3)
  for (; at < aligned; at++) if (isSpecial(bytes[at] as number)) return at
  const last = end >> 2
  let word = at >> 2
  for (; word < last; word++) {
    const four = words[word] as number
    // Is one of the four bytes below 0x20, or a quote, or a backslash? Sometimes true without one, never false with one.
    const found =
      (four - 0x20202020) | ((four ^ 0x22222222) - 0x01010101) | ((four ^ 0x5c5c5c5c) - 0x01010101)
    if ((found & ~four & 0x80808080) === 0) continue
    for (let byte = word << 2; byte < (word + 1) << 2; byte++)
      if (isSpecial(bytes[byte] as number)) return byte
  }
  for (at = Math.max(at, last << 2); at < end; at++) if (isSpecial(bytes[at] as number)) return at
  return end
}

function isSpecial(byte: number): boolean {
  return byte < 0x20 || byte === QUOTE || byte === BACKSLASH
}

/** How a string stands between quotes when it is written anew. */
export const escapedAnew = (text: string): string => JSON.stringify(text).slice(1, -1)
