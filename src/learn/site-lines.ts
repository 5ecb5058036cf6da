/**
 * The lines of a site's pages by number. Most lines of a page stand on others of its site, byte for byte, and most of
 * the others are prose that is like no other line: the first are read once, of the second the beginning will do.
 */
import { isUtf8 } from 'node:buffer'
import type { Characters } from '../engine/characters.js'
import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createIsProse } from '../engine/shape.js'
import type { Trie } from '../engine/trie.js'
import { limits } from '../limits.js'
import { createKeyTable, grown } from './key-table.js'
import { hashLine, highStep, type LineHash, lowStep, viewOf } from './line-hash.js'
import { NAMED_UNITS } from './names.js'
import { createPhraseReader, OPENING } from './phrases.js'

/** Arrays are by the numbers of lines, where nothing else is said. */
export interface SiteLines {
  /** Of each page, its lines in order, without blank ones. */
  readonly pages: readonly Int32Array[]
  readonly count: number
  /** Lines with one phrase have one id, and so do lines without one that have one text. */
  readonly ids: Int32Array
  readonly idCount: number
  /** The first of the lines with the same text. */
  readonly same: Int32Array
  /** More than 0: a page has it. Others stand for what several lines have in common. */
  readonly onPages: Int32Array
  /** Characters of the text. */
  readonly lengths: Int32Array
  /** 1: reads like a sentence. */
  readonly isProse: Uint8Array
  /** 1: has a phrase. Not asked of lines that stand on too few pages to be learned. */
  readonly hasPhrase: Uint8Array
  /** By id; none where there is none, or none was read. */
  readonly phrases: readonly (string | undefined)[]
  textOf(line: number): string
  /** The first byte of the text. */
  byteOf(line: number): number
}

/** `minPages`: lines that stand on fewer pages are not learned. The result is good until the next site is read. */
export type SiteReader = (pages: readonly Uint8Array[], minPages: number) => SiteLines

export function createSiteReader(characters: Characters, words: Trie): SiteReader {
  const { phraseOf, openingOf } = createPhraseReader(characters, words)
  const proseOf = createIsProse(characters)
  const table = emptyLineTable()
  const hash: LineHash = { low: 0, high: 0, isAscii: true }
  const known = createKeyTable()
  const openings = createKeyTable()
  const keyUnits = new Uint16Array(OPENING)
  let buffers: Buffer[] = []
  /** Texts that are not what the line's bytes say: those that are no UTF-8, or end with spaces of other scripts. */
  let odd = new Map<number, string>()
  /** Where a line stands first; how many pages it stands on, and the last of them. */
  let pageOf = new Int32Array(1024)
  let inks = new Int32Array(1024)
  let ends = new Int32Array(1024)
  let onPages = new Int32Array(1024)
  let lastPage = new Int32Array(1024)
  let same = new Int32Array(1024)
  let lengths = new Int32Array(1024)
  let isAscii = new Uint8Array(1024)
  let isProse = new Uint8Array(1024)

  function reserve(count: number): void {
    pageOf = grown(pageOf, count)
    inks = grown(inks, count)
    ends = grown(ends, count)
    onPages = grown(onPages, count)
    lastPage = grown(lastPage, count)
    same = grown(same, count)
    lengths = grown(lengths, count)
    if (isProse.length < lengths.length) {
      isAscii = grownBytes(isAscii, lengths.length)
      isProse = grownBytes(isProse, lengths.length)
    }
  }

  function textOf(line: number): string {
    const text = odd.get(line)
    if (text !== undefined) return text
    const buffer = buffers[pageOf[line] as number] as Buffer
    return buffer.toString(isAscii[line] === 1 ? 'latin1' : 'utf8', inks[line], ends[line])
  }

  const byteOf = (line: number): number =>
    (buffers[pageOf[line] as number] as Buffer)[inks[line] as number] as number

  /** Notes a line that was not seen before and was hashed last. */
  function begin(line: number, page: number, ink: number, end: number): void {
    reserve(line)
    pageOf[line] = page
    inks[line] = ink
    ends[line] = end
    onPages[line] = 0
    lastPage[line] = -1
    same[line] = line
    isAscii[line] = hash.isAscii ? 1 : 0
    odd.delete(line)
  }

  /** The number of the line whose bytes are those of `text`; it may be on no page, or on none yet. */
  function lineOfText(text: string): number {
    const bytes = Buffer.from(text)
    hashLine(viewOf(bytes), bytes, 0, bytes.length, hash)
    const { count } = known
    const line = known.add(hash.low, hash.high)
    if (line < count) return line
    begin(line, 0, 0, 0)
    odd.set(line, text)
    lengths[line] = text.length
    return line
  }

  function readPage(page: number, buffer: Buffer): Int32Array {
    const view = viewOf(buffer)
    const isWhole = isUtf8(buffer)
    cutLines(characters, buffer, buffer.length, true, table)
    const { starts, inks: firsts, count } = table
    const lines = new Int32Array(count)
    let size = 0
    for (let at = 0; at < count; at++) {
      const ink = firsts[at] as number
      const stop = starts[at + 1] as number
      if (ink === stop) continue
      const isLong = stop - ink > limits.lineBytes
      const end = isLong ? stop : inkEnd(buffer, ink, stop)
      hashLine(view, buffer, ink, end, hash)
      const before = known.count
      const line = known.add(hash.low, hash.high)
      if (line === before || onPages[line] === 0) {
        begin(line, page, ink, end)
        isProse[line] = proseOf(buffer, ink, end) ? 1 : 0
        lengths[line] = end - ink
        if (isLong || (!hash.isAscii && (!isWhole || mayEndBlank(buffer, end)))) readOdd(line)
        else if (!hash.isAscii) lengths[line] = unitsIn(buffer, ink, end)
      }
      if (lastPage[line] !== page) {
        lastPage[line] = page
        onPages[line] = (onPages[line] as number) + 1
      }
      lines[size++] = line
    }
    return lines.subarray(0, size)
  }

  function readOdd(line: number): void {
    const text = (buffers[pageOf[line] as number] as Buffer)
      .toString('utf8', inks[line], ends[line])
      .trimEnd()
    odd.set(line, text)
    lengths[line] = text.length
    same[line] = lineOfText(text)
  }

  /** Is it none of the lines that may have a name in common with others? */
  const isUnnamed = (line: number): boolean => isProse[line] === 1 || (lengths[line] as number) > NAMED_UNITS

  /** Numbers lines by their phrases. */
  function number(minPages: number): Pick<SiteLines, 'ids' | 'idCount' | 'hasPhrase' | 'phrases'> {
    const { count } = known
    const ids = new Int32Array(count)
    const hasPhrase = new Uint8Array(count).fill(1)
    const phrases: string[] = []
    const byKey = new Map<string, number>()
    /** Lines that may have the phrase of another, by how their phrases begin; -1 where it is not known without it. */
    const begins = new Int32Array(count)
    const sharing = new Int32Array(count)
    let idCount = 0

    function readPhrase(line: number): string {
      const phrase = phraseOf(
        buffers[pageOf[line] as number] as Buffer,
        inks[line] as number,
        ends[line] as number,
        isProse[line] === 1,
      )
      const key = phrase === '' ? textOf(line) : phrase
      let id = byKey.get(key)
      if (id === undefined) {
        id = idCount++
        byKey.set(key, id)
      }
      ids[line] = id
      if (phrase === '') hasPhrase[line] = 0
      else phrases[id] = phrase
      return key
    }

    openings.clear()
    for (let line = 0; line < count; line++) {
      // Stands for the text of others, on no page.
      if (onPages[line] === 0) continue
      const units = openingOf(
        buffers[pageOf[line] as number] as Buffer,
        inks[line] as number,
        ends[line] as number,
        isProse[line] === 1,
      )
      const begin = units ? openingNumber(units) : numberOfBegin(readPhrase(line))
      begins[line] = units ? begin : -1
      if (begin >= 0) sharing[begin] = (sharing[begin] as number) + 1
    }
    for (let line = 0; line < count; line++) {
      const begin = begins[line] as number
      if (begin < 0 || onPages[line] === 0) continue
      if (minPages > 1 && onPages[line] === 1 && sharing[begin] === 1 && isUnnamed(line))
        ids[line] = idCount++
      else readPhrase(line)
    }
    return { ids, idCount, hasPhrase, phrases }
  }

  /** -1 for what is shorter. */
  function numberOfBegin(key: string): number {
    if (key.length < OPENING) return -1
    for (let at = 0; at < OPENING; at++) keyUnits[at] = key.charCodeAt(at)
    return openingNumber(keyUnits)
  }

  /** The same for all lines whose phrases begin alike. */
  function openingNumber(units: Uint16Array): number {
    let low = 0
    let high = 0
    for (let at = 0; at < OPENING; at++) {
      low = lowStep(low, units[at] as number)
      high = highStep(high, units[at] as number)
    }
    return openings.add(low, high)
  }

  return (pages, minPages) => {
    known.clear()
    odd = new Map()
    buffers = pages.map(({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length))
    const lines = buffers.map((buffer, page) => readPage(page, buffer))
    const { count } = known
    return { pages: lines, count, ...number(minPages), same, onPages, lengths, isProse, textOf, byteOf }
  }
}

/** Where the line ends without the spaces of ASCII that all texts lose. */
function inkEnd(bytes: Uint8Array, ink: number, stop: number): number {
  let end = stop
  while (end > ink && isPlainSpace(bytes[end - 1] as number)) end--
  return end
}

const isPlainSpace = (byte: number): boolean => byte === 0x20 || (byte >= 9 && byte <= 13)

/** May the bytes before `end` be one of the spaces of other scripts that texts lose at their end? All but U+00A0 have three. */
function mayEndBlank(bytes: Uint8Array, end: number): boolean {
  const [first, second, last] = [bytes[end - 3] as number, bytes[end - 2] as number, bytes[end - 1] as number]
  if (second === 0xc2) return last === 0xa0
  if (first === 0xe1) return second === 0x9a
  if (first === 0xe2) return second === 0x80 || second === 0x81
  return (first === 0xe3 && second === 0x80 && last === 0x80) || (first === 0xef && second === 0xbb)
}

/** UTF-16 units of good UTF-8. */
function unitsIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if ((byte & 0xc0) !== 0x80) count += byte < 0xf0 ? 1 : 2
  }
  return count
}

function grownBytes(array: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size)
  larger.set(array)
  return larger
}
