/**
 * A field that holds a page: what of it stays takes the place of the field's value, as text or as the page
 * without the spans that go. Who reads HTML is handed in: here only strings of JSON are known.
 */
import type { Batch, Decision, DocumentReport } from '../engine/seam.js'
import { decodeUtf8, encodeUtf8 } from '../engine/utf8.js'
import { UserError } from '../errors.js'
import { escapedAnew } from './jsonl-strings.js'
import { type DecodedText, unitAt } from './jsonl-text.js'

/** Decides pages. */
export interface FieldPages {
  /** `text`: the lines of the page's text are decided, and take its place. */
  readonly to: 'text' | 'html'
  /** `bytes`: the page as UTF-8. Throws UserError at a page that is too much. */
  decide(bytes: Uint8Array, site: string | undefined): DecidedField
}

export interface DecidedField {
  /** Its lines, or the pieces of its source. */
  readonly batch: Batch
  readonly report: DocumentReport
}

/** What a field's value is made of, and where that stands. */
export interface FieldLines {
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly count: number
  readonly decision: Decision
  /** The bytes as they stand between the quotes, and where line i begins in them; an entry more than there are lines. */
  readonly source: Uint8Array
  readonly places: Uint32Array
}

/** Where the value stands in its record, between the quotes, and its backslashes. */
export interface FieldValue {
  readonly record: Uint8Array
  readonly from: number
  readonly escapes: Int32Array
  readonly count: number
}

/** `refused`: why, of a page that is too much. */
export function decidePage(
  pages: FieldPages,
  text: DecodedText,
  value: FieldValue,
  site: string | undefined,
): FieldLines | { readonly refused: string } {
  let decided: DecidedField
  try {
    decided = pages.decide(text.bytes.subarray(0, text.size), site)
  } catch (error) {
    if (error instanceof UserError) return { refused: error.message }
    throw error
  }
  const { batch, report } = decided
  const { bytes, starts, to: count, fates, takers } = batch
  const own = { bytes, starts, count, decision: { fates, takers, report } }
  return pages.to === 'text'
    ? { ...own, ...escapedLines(batch) }
    : { ...own, source: value.record, places: placesOf(value, starts.subarray(0, count + 1)) }
}

/** The lines as they stand between quotes. */
function escapedLines({ bytes, starts, to }: Batch): Pick<FieldLines, 'source' | 'places'> {
  const places = new Uint32Array(to + 1)
  const lines: Uint8Array[] = []
  for (let line = 0; line < to; line++) {
    const escaped = encodeUtf8(
      escapedAnew(decodeUtf8(bytes, starts[line] as number, starts[line + 1] as number)),
    )
    lines.push(escaped)
    places[line + 1] = (places[line] as number) + escaped.length
  }
  const source = new Uint8Array(places[to] as number)
  for (const [line, escaped] of lines.entries()) source.set(escaped, places[line])
  return { source, places }
}

/** Where bytes of the text, whose offsets ascend, stand in the record. */
export function placesOf({ record, from, escapes, count }: FieldValue, offsets: Uint32Array): Uint32Array {
  const places = new Uint32Array(offsets.length)
  /** What was read of the record, and the size of the text that it stands for. */
  let at = from
  let size = 0
  let next = 0
  for (let slashNumber = 0; slashNumber < count && next < offsets.length; slashNumber++) {
    const slash = escapes[slashNumber] as number
    const run = size + slash - at
    for (; next < offsets.length && (offsets[next] as number) <= run; next++)
      places[next] = at + (offsets[next] as number) - size
    const isUnicode = record[slash + 1] === UNICODE
    const unit = unitAt(record, slash)
    at = slash + (isUnicode ? 6 : 2)
    const isPaired =
      isHigh(unit) && slashNumber + 1 < count && escapes[slashNumber + 1] === at && isLow(unitAt(record, at))
    if (isPaired) {
      at += 6
      slashNumber++
    }
    size = run + (isPaired ? 4 : isUnicode ? sizeOf(unit) : 1)
  }
  for (; next < offsets.length; next++) places[next] = at + (offsets[next] as number) - size
  return places
}

const UNICODE = 0x75
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000

/** Bytes of a unit as UTF-8; half a pair without the other stands for a sign of three. */
const sizeOf = (unit: number): number => (unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3)
