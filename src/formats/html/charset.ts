/**
 * The bytes of a page as text, and back: where a place of the text stands in the bytes. In this order: a
 * byte order mark, what a `meta` says, UTF-8 if it is valid, what the letters look like, windows-1252.
 */
import { isUtf8 } from 'node:buffer'
import type { Source } from './entities.js'

export interface PageText extends Source {
  /** Label of the encoding, as the Encoding Standard names it. */
  readonly encoding: string
  /** Bytes before each of the places, which ascend. */
  offsetsOf(places: readonly number[]): number[]
}

/** Bytes in which browsers look for a `meta`. */
const LOOK = 1024 * 4

/** `known`: the encoding, where the page is a part of one. */
export function decodePage(bytes: Uint8Array, known?: string): PageText {
  const encoding = known ?? encodingOf(bytes)
  if (encoding === 'utf-8' && isUtf8(bytes)) {
    const text = latin1(bytes)
    return {
      text: text.startsWith(BYTES_OF_MARK) ? `   ${text.slice(3)}` : text,
      isBytes: true,
      encoding,
      offsetsOf: (places) => places.map((place) => Math.min(bytes.length, place)),
    }
  }
  const text = decode(bytes, encoding)
  return {
    text: text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text,
    isBytes: false,
    encoding,
    offsetsOf: (places) => offsetsOf(bytes, encoding, places),
  }
}

/** The byte order mark of UTF-8, each byte a letter. */
const BYTES_OF_MARK = '\u00ef\u00bb\u00bf'

const decode = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)

function encodingOf(bytes: Uint8Array): string {
  const marked = markOf(bytes)
  if (marked !== undefined) return marked
  if (isUtf8(bytes)) return 'utf-8'
  const said = declared(bytes)
  return said !== undefined && said !== 'utf-8' ? said : detect(bytes)
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  // Text in ASCII has a zero in every other byte.
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  return undefined
}

/** What `<meta charset>` or `<meta http-equiv>` says; a page that could be read to say so is not UTF-16. */
function declared(bytes: Uint8Array): string | undefined {
  const head = latin1(bytes.subarray(0, LOOK))
  const label = /<meta[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1]
  if (label === undefined) return undefined
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    return undefined
  }
}

/** Encodings that are told by what they decode to: their own letters, and no sign of another encoding. */
const candidates: readonly (readonly [encoding: string, letters: RegExp])[] = [
  ['shift_jis', /[\u3040-\u30ff\u4e00-\u9fff]/g],
  ['euc-jp', /[\u3040-\u30ff]/g],
  ['gb18030', /[\u4e00-\u9fff]/g],
  ['big5', /[\u4e00-\u9fff]/g],
  ['euc-kr', /[\uac00-\ud7a3]/g],
  ['windows-1251', /[\u0430-\u044f]/g],
  ['koi8-r', /[\u0430-\u044f]/g],
  ['windows-1253', /[\u03b1-\u03c9]/g],
  ['windows-1256', /[\u0627-\u064a]/g],
  ['windows-1255', /[\u05d0-\u05ea]/g],
]
/** Bytes that are not ASCII, which the detector looks at. */
const SAMPLE = 4096
/** Share of the signs beyond ASCII that must be letters of the encoding. */
const SURE = 0.75
/** Bytes beyond ASCII in a row, on average. */
const LEAST_RUN = 2

function detect(bytes: Uint8Array): string {
  const sample = aroundHighBytes(bytes)
  // Letters with accents stand between letters of ASCII; those of other scripts stand together.
  const high = sample.filter((byte) => byte >= 0x80).length
  const runs = sample.filter((byte, at) => byte >= 0x80 && (sample[at - 1] ?? 0) < 0x80).length
  if (high < LEAST_RUN * runs) return 'windows-1252'
  let best = 'windows-1252'
  let most = SURE
  for (const [encoding, letters] of candidates) {
    const text = new TextDecoder(encoding).decode(sample)
    const beyond = [...text].filter((sign) => sign > '\x7f').length
    const bad = text.match(/[\ufffd\u0080-\u009f\ue000-\uf8ff]/g)?.length ?? 0
    const share = beyond > 0 ? ((text.match(letters)?.length ?? 0) - 5 * bad) / beyond : 0
    if (share > most) {
      best = encoding
      most = share
    }
  }
  return best
}

/** The runs of bytes beyond ASCII, each with what follows it, up to the sample's size. */
function aroundHighBytes(bytes: Uint8Array): Uint8Array {
  const taken: number[] = []
  for (let at = 0; at < bytes.length && taken.length < SAMPLE; at++) {
    if ((bytes[at] as number) < 0x80) continue
    while (at < bytes.length && bytes[at] !== 0x3c && bytes[at] !== 0x20 && taken.length < SAMPLE)
      taken.push(bytes[at++] as number)
    taken.push(0x20)
  }
  return Uint8Array.from(taken)
}

const latin1 = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1')

const TWO_BYTES = /^utf-16/
const ONE_BYTE = /^(windows-12|iso-8859|koi8|ibm866|macintosh|x-mac)/

function offsetsOf(bytes: Uint8Array, encoding: string, places: readonly number[]): number[] {
  if (TWO_BYTES.test(encoding)) return places.map((place) => Math.min(bytes.length, place * 2))
  if (ONE_BYTE.test(encoding)) return [...places]
  return anyOffsets(bytes, encoding, places)
}

/** One byte after the other through the decoder: slow, and true of every encoding it knows. */
function anyOffsets(bytes: Uint8Array, encoding: string, places: readonly number[]): number[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const offsets: number[] = []
  let units = 0
  let next = 0
  let begun = 0
  for (let at = 0; at < bytes.length && next < places.length; at++) {
    const signs = decoder.decode(bytes.subarray(at, at + 1), { stream: true })
    for (; next < places.length && (places[next] as number) < units + signs.length; next++) {
      const sign = signs.charCodeAt(Math.max(0, (places[next] as number) - units))
      // A sign of several bytes is told at its last one; one of ASCII at once, behind what was left open.
      offsets.push(sign < 0x80 ? at : begun)
    }
    units += signs.length
    if (signs !== '') begun = at + 1
  }
  while (offsets.length < places.length) offsets.push(bytes.length)
  return offsets
}
