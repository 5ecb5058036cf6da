/** Numbers and texts as bytes, written one behind the other and read back with a look at every length. */
import { decodeUtf8, encodeUtf8 } from '../engine/utf8.js'

export interface ByteWriter {
  /** A whole number from 0. */
  number(value: number): void
  text(value: string): void
  bytes(): Uint8Array
}

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(1024)
  let used = 0
  function reserve(size: number): void {
    if (used + size <= buffer.length) return
    const larger = new Uint8Array(Math.max(buffer.length * 2, used + size))
    larger.set(buffer)
    buffer = larger
  }
  function number(value: number): void {
    reserve(8)
    let rest = value
    while (rest > 0x7f) {
      buffer[used++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    buffer[used++] = rest
  }
  return {
    number,
    text(value) {
      // Nearly all are ASCII and short, which makes a call into the system take longer than the loop.
      if (isAscii(value)) {
        number(value.length)
        reserve(value.length)
        for (let at = 0; at < value.length; at++) buffer[used++] = value.charCodeAt(at)
        return
      }
      const bytes = encodeUtf8(value)
      number(bytes.length)
      reserve(bytes.length)
      buffer.set(bytes, used)
      used += bytes.length
    },
    bytes: () => buffer.slice(0, used),
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return false
  return true
}

/** Throws what `damaged` makes where the bytes end too soon. */
export interface ByteReader {
  number(): number
  text(): string
  readonly isAtEnd: boolean
}

export function createByteReader(bytes: Uint8Array, damaged: () => Error): ByteReader {
  let at = 0
  function number(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 49; scale *= 0x80) {
      if (at >= bytes.length) throw damaged()
      const byte = bytes[at++] as number
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    throw damaged()
  }
  return {
    number,
    text() {
      const size = number()
      if (size > bytes.length - at) throw damaged()
      at += size
      return decodeUtf8(bytes, at - size, at)
    },
    get isAtEnd() {
      return at === bytes.length
    },
  }
}
