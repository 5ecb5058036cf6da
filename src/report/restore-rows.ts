/** Rows of JSON Lines: those without removals are copied, into the others the lines are put back. */
import { createHash } from 'node:crypto'
import { UserError } from '../errors.js'
import { createRecordFields, type RecordFields } from '../formats/jsonl-fields.js'
import { limits } from '../limits.js'
import { type Insertion, type Place, type Rejected, type Row, wrong } from './audit-entries.js'
import { type Output, type Source, unfit } from './restore-source.js'

export interface RowWalk {
  /** Puts `insertions` back into the record that is `row`, or the record itself. */
  putBack(row: Row, insertions: readonly Insertion[]): Promise<void>
  /** Copies what is left of an input of `rows` rows. */
  end(rows: number): Promise<void>
}

interface Parts {
  readonly place: Place
  /** The name of the cleaned file, for errors. */
  readonly cleaned: string
  readonly source: Source
  readonly rejects: Source | undefined
  /** Only these lines are put back; undefined: all, and the records that were put aside. */
  readonly only: ((removal: Insertion) => boolean) | undefined
  readonly output: Output
}

const LF = 0x0a
const MARK = Buffer.from([0xef, 0xbb, 0xbf])

export function createRowWalk({ place, cleaned, source, rejects, only, output }: Parts): RowWalk {
  /** Row of the original that comes next. */
  let next = 1
  let known: { field: string; fields: RecordFields } | undefined
  /** Bytes of the rejects that were read. */
  let rejected = 0

  async function copyRows(to: number): Promise<void> {
    if (to < next) throw wrong(place, 'AUDIT_ORDER', `row ${to} after row ${next - 1}`, 'ascending rows')
    let ended = true
    while (next < to || !ended) {
      const piece = await source.takeLine()
      if (!piece) {
        if (next < to) throw unfit(cleaned, `the end of the file, expected ${to - next} more records`)
        return
      }
      if (ended) next++
      ended = piece[piece.length - 1] === LF
      await output(piece)
    }
  }

  async function takeRecord(): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    let size = 0
    for (;;) {
      const piece = await source.takeLine()
      if (!piece) break
      pieces.push(piece)
      size += piece.length
      if (size > limits.recordBytes + 1) throw unfit(cleaned, `a longer record for row ${next}`)
      if (piece[piece.length - 1] === LF) break
    }
    if (size === 0) throw unfit(cleaned, `the end of the file, expected row ${next}`)
    // In memory of its own: the scan needs it aligned.
    const record = Buffer.alloc(size)
    let at = 0
    for (const piece of pieces) {
      record.set(piece, at)
      at += piece.length
    }
    return record
  }

  /** Where the text of the record stands. */
  function findText(record: Uint8Array, field: string): readonly [from: number, to: number] {
    if (known?.field !== field) known = { field, fields: createRecordFields({ field }) }
    const { fields } = known
    const { scanner } = fields
    fields.use(record)
    const from = next === 1 && MARK.equals(record.subarray(0, 3)) ? 3 : 0
    const isText = scanner.scan(from, record.length) && fields.textPath() === 0 && fields.isString(0)
    if (!isText) throw unfit(cleaned, `row ${next} without a text in \`${field}\``)
    return [(scanner.starts[0] as number) + 1, (scanner.ends[0] as number) - 1]
  }

  async function putLinesBack(row: Row, insertions: readonly Insertion[]): Promise<void> {
    const record = await takeRecord()
    const [from, to] = findText(record, row.field ?? '')
    const hash = createHash('sha256').update(record.subarray(from, to)).digest('hex')
    if (to - from !== row.keptBytes || hash !== row.keptHash)
      throw unfit(cleaned, `a text with the hash ${hash} in row ${next}, expected ${row.keptHash}`)
    let copied = 0
    await output(record.subarray(0, from))
    for (const removal of insertions) {
      if (only && !only(removal)) continue
      await output(record.subarray(from + copied, from + removal.at))
      await output(removal.bytes)
      copied = removal.at
    }
    await output(record.subarray(from + copied))
  }

  /** Of a record that did not go on: with the lines that are asked for, or not at all. */
  async function putRecordBack(whole: Uint8Array, { field }: Row, all: readonly Insertion[]): Promise<void> {
    if (!only || all.every(only)) {
      if (!only || all.length > 0) await output(whole)
      return
    }
    if (!all.some(only)) return
    // In memory of its own: the scan needs it aligned.
    const record = Uint8Array.from(whole)
    const [from, to] = findText(record, field ?? '')
    let copied = 0
    for (const removal of all) {
      const start = from + removal.offset
      const end = start + removal.bytes.length
      if (end > to || !Buffer.from(record.subarray(start, end)).equals(removal.bytes))
        throw wrong(place, 'AUDIT_VALUE', 'a removal that is not in its record', 'a line of the record')
      if (only(removal)) continue
      await output(record.subarray(copied, start))
      copied = end
    }
    await output(record.subarray(copied))
  }

  async function copyRejected({ offset, bytes, hash }: Rejected): Promise<void> {
    if (!rejects)
      throw new UserError(
        'AUDIT_REJECTS',
        { file: place.file, line: place.line },
        'Unexpected records that were put aside, expected their file; write --rejects FILE',
      )
    if (offset < rejected)
      throw wrong(place, 'AUDIT_ORDER', `\`offset\` ${offset} after ${rejected}`, 'ascending ones')
    const end = offset + bytes
    const digest = createHash('sha256')
    while (rejected < end) {
      const piece = await rejects.take((rejected < offset ? offset : end) - rejected)
      if (!piece) break
      if (rejected >= offset) {
        digest.update(piece)
        await output(piece)
      }
      rejected += piece.length
    }
    if (digest.digest('hex') !== hash) throw unfit('rejects', `other bytes for row ${next} of the original`)
  }

  return {
    async putBack(row, insertions) {
      await copyRows(row.row)
      if (row.rejected) {
        if (!only) await copyRejected(row.rejected)
      } else if (row.record) await putRecordBack(row.record, row, insertions)
      else await putLinesBack(row, insertions)
      next++
    },
    async end(rows) {
      await copyRows(rows + 1)
      next = 1
    },
  }
}
