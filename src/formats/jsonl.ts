/**
 * JSON Lines: a record is a line, the value of one of its fields a document. Lines that go are cut
 * out of the record's own bytes, between the quotes; every other byte stays as it was: numbers, order
 * of the fields, escapes, spacing. A record without a removal is copied.
 */
import type { Batch, Cleaner, DocumentReport, Origin } from '../engine/seam.js'
import { decodeUtf8 } from '../engine/utf8.js'
import { UserError } from '../errors.js'
import { jsonlLimits } from '../limits.js'
import { createTextDecider } from './jsonl-decide.js'
import { createRecordFields, type FieldNames, pageFields, textFields } from './jsonl-fields.js'
import { createRecordLines, type RecordLine } from './jsonl-lines.js'
import { annotationOf, attributesOf } from './jsonl-marks.js'
import { decidePage, type FieldLines, type FieldPages } from './jsonl-pages.js'
import { type Reject, rejectOf } from './jsonl-rejects.js'
import { decodeText, emptyText } from './jsonl-text.js'

export interface JsonlOptions extends FieldNames {
  /** The file's name, for errors and for records without a name. */
  readonly file?: string | undefined
  /** Host of the documents whose record does not say it, for rules with `sites`. */
  readonly site?: string | undefined
  /** What becomes of a document of which too much would go: it stays as it was, or goes whole. */
  readonly guard?: 'keep' | 'drop' | undefined
  /** The field holds pages. */
  readonly pages?: FieldPages | undefined
  /** A record whose text is empty in the end does not go on. */
  readonly dropEmpty?: boolean | undefined
  /** Nothing is removed: a record of which lines would go gets a field of this name that says which. */
  readonly annotate?: string | undefined
  /** `attributes`: instead of each record a row of an attribute file of Dolma. */
  readonly emit?: 'records' | 'attributes' | undefined
  /** The input goes on from so many rows, among them those in which named fields are looked for. Default 0. */
  readonly rowsBefore?: number | undefined
  /** Bytes of the result, in order; only valid during the call. */
  onOutput(bytes: Uint8Array): void
  /** Bytes of records that could not be read, which else are passed through; only valid during the call. */
  readonly onRejected?: ((bytes: Uint8Array) => void) | undefined
  /** After a record that could not be read, its bytes handed on. */
  readonly onReject?: ((reject: Reject) => void) | undefined
  /** Every document with its lines; only valid during the call. */
  readonly onBatch?: ((batch: Batch) => void) | undefined
  /** Of a document of which something goes, what stays, as it stands in the record. */
  readonly onKept?: ((bytes: Uint8Array) => void) | undefined
  /** After each document. */
  readonly onDocument?: ((report: DocumentReport, origin: Origin) => void) | undefined
}

/** Counts of one input. */
export interface RecordCounts {
  /** Lines of the file. */
  rows: number
  /** Lines that are not blank. */
  records: number
  /** Records that could not be read. */
  rejected: number
}

export interface JsonlCleaner {
  write(bytes: Uint8Array): void
  end(): void
  /** After an error, in place of `end`: hands on the records before the one that was the last straw. */
  stop(): void
  /** May a field that was named still turn out to be in none of the first records? */
  readonly isUnsure: boolean
  readonly counts: Readonly<RecordCounts>
  /** A field was named that is in no record so far, and the next ones may have it. */
  readonly seeksFields: boolean
}

const LINE = 1 // index of `line` in `hows`, and 1
const LINE_END = new Uint8Array([0x0a])

/** Throws UserError at a named field that is in none of the first records. */
export function createJsonlCleaner(cleaner: Cleaner, options: JsonlOptions): JsonlCleaner {
  const { annotate, pages, onBatch, onDocument, rowsBefore = 0 } = options
  const emitsAttributes = options.emit === 'attributes'
  const cuts = annotate === undefined && !emitsAttributes
  const textNames = pages ? pageFields : textFields
  const fields = createRecordFields(options, annotate, textNames)
  const decide = createTextDecider(cleaner)
  const text = emptyText()
  const counts: RecordCounts = { rows: rowsBefore, records: 0, rejected: 0 }
  if (rowsBefore > 0) fields.missing.clear()
  /** A record was begun, and nothing of it is handed on. */
  let isOpen = false
  const lines = createRecordLines(cleaner.limits.recordBytes, rowsBefore > 0, {
    use: fields.use,
    line: readLine,
    long: readLongLine,
    output: (bytes) => options.onOutput(bytes),
  })

  const place = (): string => `${options.file ?? 'record'}:${counts.rows}`

  function readLine(line: RecordLine): void {
    counts.rows++
    if (line.isBlank) return
    counts.records++
    isOpen = true
    const reason = readRecord(line)
    if (reason) reject(line, reason)
    isOpen = false
    if (counts.records === jsonlLimits.namedRecords) refuseMissing()
  }

  /** Cleans the record; returns what is wrong if it cannot be read. */
  function readRecord(line: RecordLine): Omit<Reject, 'row' | 'bytes'> | undefined {
    const { bytes, from, end } = line
    const { scanner } = fields
    if (!scanner.scan(from, end)) return rejectOf.json(bytes, from, end, scanner)
    if (fields.missing.size > 0) fields.note()
    const path = fields.textPath()
    const start = scanner.starts[path]
    if (start === undefined) return rejectOf.absent(options.field, textNames, scanner.close >= 0)
    const name = fields.nameOf(path)
    if (!fields.isString(path)) return rejectOf.kind(name, bytes, from, start)
    if (fields.isMarked()) return rejectOf.marked(annotate as string)
    const close = (scanner.ends[path] as number) - 1
    const count = scanner.escapesAt(start, end)
    decodeText(bytes, start + 1, close, scanner.escapes, count, text)
    const site = fields.host() ?? options.site
    if (!pages) {
      const { starts, count } = text.lines
      const decision = decide(text, site)
      clean(line, name, site, {
        bytes: text.bytes,
        starts,
        count,
        decision,
        source: bytes,
        places: text.starts,
      })
      return undefined
    }
    const value = { record: bytes, from: start + 1, escapes: scanner.escapes, count }
    const page = decidePage(pages, text, value, site)
    if ('refused' in page) return { message: page.refused }
    clean(line, name, site, page)
    return undefined
  }

  function clean(line: RecordLine, field: string, site: string | undefined, own: FieldLines): void {
    const { decision, count, source } = own
    const { fates, takers } = decision
    const isDropped = decision.report.guarded && options.guard === 'drop'
    const report = isDropped ? { ...decision.report, keptBytes: 0 } : decision.report
    if (isDropped) {
      fates.fill(LINE, 0, count)
      takers.fill(-1, 0, count)
    }
    const isChanged = report.removedLines > 0 || isDropped
    const isEmptied = options.dropEmpty === true && cuts && report.keptBytes === 0
    const isReplaced = source !== line.bytes
    if (!isChanged && !isEmptied && !isReplaced && !onBatch && !onDocument && cuts) return
    const origin: Origin = {
      row: counts.rows,
      field,
      host: site,
      id: () => fields.id() ?? place(),
      bytes: source,
      starts: own.places,
      dropped: isEmptied ? (isReplaced ? rewritten(line, source) : recordOf(line)) : undefined,
    }
    const batch: Batch = {
      bytes: own.bytes,
      starts: own.starts,
      from: 0,
      to: count,
      fates,
      takers,
      firstLine: 1,
      firstOffset: 0,
      origin,
    }
    onBatch?.(batch)
    if (isEmptied) lines.drop(line)
    else if (emitsAttributes) {
      const id = fields.idRange()
      writeAttributes(line, id && decoded(line.bytes, id), isChanged ? batch : undefined)
    } else if (isChanged && annotate !== undefined)
      lines.insert(fields.scanner.close, annotationOf(batch, cleaner.rules, annotate))
    else if (isReplaced) replace(own)
    else if (isChanged) cut(line, own)
    onDocument?.(report, origin)
  }

  /** Leaves the lines that go out of the record. */
  function cut({ bytes }: RecordLine, { places, decision: { fates }, count }: FieldLines): void {
    let line = 0
    while (line < count) {
      const first = line
      while (line < count && fates[line] === 0) line++
      if (line > first) options.onKept?.(bytes.subarray(places[first], places[line]))
      const gone = line
      while (line < count && fates[line] !== 0) line++
      if (line > gone) lines.skip(places[gone] as number, places[line] as number)
    }
  }

  /** Puts the lines that stay in the place of the field's value. */
  function replace({ source, places, decision: { fates }, count }: FieldLines): void {
    const [from, to] = valueRange()
    lines.skip(from, to)
    for (let line = 0; line < count; line++) {
      if (fates[line] !== 0) continue
      const kept = source.subarray(places[line], places[line + 1])
      options.onKept?.(kept)
      lines.insert(to, kept)
    }
  }

  /** The value of the text's field, between the quotes. */
  function valueRange(): readonly [from: number, to: number] {
    const path = fields.textPath()
    return [(fields.scanner.starts[path] as number) + 1, (fields.scanner.ends[path] as number) - 1]
  }

  /** The record with another value in its field. */
  function rewritten({ bytes, start, next }: RecordLine, value: Uint8Array): Uint8Array {
    const [from, to] = valueRange()
    const record = new Uint8Array(from - start + value.length + next - to)
    record.set(bytes.subarray(start, from))
    record.set(value, from - start)
    record.set(bytes.subarray(to, next), from - start + value.length)
    return record
  }

  function writeAttributes(line: RecordLine | undefined, id: string | undefined, batch?: Batch): void {
    const row = attributesOf(id ?? JSON.stringify(place()), batch, cleaner.rules)
    if (line) lines.drop(line)
    options.onOutput(row)
    // The last record may have no line end.
    if (!line || line.next > line.end) options.onOutput(LINE_END)
  }

  function reject(line: RecordLine, reason: Omit<Reject, 'row' | 'bytes'>): void {
    counts.rejected++
    if (options.onRejected) {
      lines.drop(line)
      options.onRejected(recordOf(line))
    } else if (emitsAttributes) writeAttributes(line, undefined)
    options.onReject?.({ row: counts.rows, bytes: line.next - line.start, ...reason })
  }

  /** A record too long to be held comes in pieces. */
  function readLongLine(piece: Uint8Array, bytes: number, isFirst: boolean, isLast: boolean): void {
    if (isFirst) {
      counts.rows++
      counts.records++
      counts.rejected++
    }
    if (options.onRejected) options.onRejected(piece)
    else if (!emitsAttributes) options.onOutput(piece)
    if (!isLast) return
    if (emitsAttributes && !options.onRejected) writeAttributes(undefined, undefined)
    options.onReject?.({ row: counts.rows, bytes, ...rejectOf.long(cleaner.limits.recordBytes) })
    if (counts.records === jsonlLimits.namedRecords) refuseMissing()
  }

  function refuseMissing(): void {
    const [name] = fields.missing
    if (name === undefined) return
    throw new UserError(
      'FIELD',
      { file: options.file },
      `Unexpected records without \`${name}\`, expected the field in one of the first ${counts.records}; name another one`,
    )
  }

  return {
    write: lines.write,
    end() {
      lines.end()
      if (counts.records > 0 && counts.records < jsonlLimits.namedRecords) refuseMissing()
    },
    stop() {
      if (isOpen) {
        counts.rows--
        counts.records--
        counts.rejected--
      }
      lines.stop(!isOpen)
      isOpen = false
    },
    get isUnsure() {
      return fields.missing.size > 0 && counts.records < jsonlLimits.namedRecords
    },
    counts,
    get seeksFields() {
      return fields.missing.size > 0 && counts.records < jsonlLimits.namedRecords
    },
  }
}

const recordOf = ({ bytes, start, next }: RecordLine): Uint8Array => bytes.subarray(start, next)

function decoded(bytes: Uint8Array, [from, to]: readonly [number, number]): string {
  return decodeUtf8(bytes, from, to)
}
