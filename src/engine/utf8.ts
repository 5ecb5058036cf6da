/** UTF-8 by hand: the engine runs where there is no TextDecoder. */

const REPLACEMENT = '\uFFFD'

/** Decodes `bytes[start … end]`; broken sequences become U+FFFD, one for each maximal part, as WHATWG says. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let i = start
  while (i < end) {
    const first = bytes[i] as number
    if (first < 0x80) {
      text += String.fromCharCode(first)
      i++
      continue
    }
    const size =
      first >= 0xc2 && first < 0xe0
        ? 2
        : first >= 0xe0 && first < 0xf0
          ? 3
          : first >= 0xf0 && first < 0xf5
            ? 4
            : 0
    let code = size === 2 ? first & 31 : size === 3 ? first & 15 : first & 7
    let good = size === 0 ? 0 : 1
    while (good > 0 && good < size) {
      const next = i + good < end ? (bytes[i + good] as number) : 0
      if ((next & 0xc0) !== 0x80 || (good === 1 && !secondFits(first, next))) break
      code = (code << 6) | (next & 63)
      good++
    }
    text += size > 0 && good === size ? String.fromCodePoint(code) : REPLACEMENT
    i += Math.max(1, good)
  }
  return text
}

/** No overlong forms, no surrogates, nothing beyond U+10FFFF. */
function secondFits(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0
  if (first === 0xed) return second < 0xa0
  if (first === 0xf0) return second >= 0x90
  if (first === 0xf4) return second < 0x90
  return true
}

/** Code points of `bytes[start … end]`: all bytes but continuation bytes. */
export function countCharacters(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let i = start; i < end; i++) if (((bytes[i] as number) & 0xc0) !== 0x80) count++
  return count
}

/** Encodes as TextEncoder does: a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let size = 0
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      bytes[size++] = code
      continue
    }
    if (code < 0x800) bytes[size++] = 0xc0 | (code >> 6)
    else {
      if (code >= 0xd800 && code < 0xe000) {
        const low = text.charCodeAt(i + 1)
        if (code < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
          i++
        } else code = 0xfffd
      }
      if (code > 0xffff) {
        bytes[size++] = 0xf0 | (code >> 18)
        bytes[size++] = 0x80 | ((code >> 12) & 63)
      } else bytes[size++] = 0xe0 | (code >> 12)
      bytes[size++] = 0x80 | ((code >> 6) & 63)
    }
    bytes[size++] = 0x80 | (code & 63)
  }
  return bytes.subarray(0, size)
}
