/** The documents of an audit, one after the other: which row and which removals belong together. */
import {
  auditLines,
  type Entry,
  type InputEnd,
  type Insertion,
  type Place,
  parseEntry,
  parseHeader,
  parseInputEnd,
  parseRemoval,
  parseRow,
  type Row,
  wrong,
} from './audit-entries.js'
import type { OpenFile } from './restore-source.js'

/** Told in order. `begin` has the row if it stands before the removals; `end` has it always. */
export interface AuditListener {
  /** False: the rest need not be read. */
  header?(options: Entry): boolean | undefined
  begin?(document: number, row: Row | undefined): void
  removal?(removal: Insertion): Promise<void> | void
  end?(document: number, row: Row): Promise<void> | void
  /** An input that holds records ended. */
  input?(end: InputEnd): Promise<void> | void
}

interface Open {
  row: Row | undefined
  removals: number
  removedBytes: number
}

/** Reads the audit to its end, and counts its lines in `place`. */
export async function readAudit(place: Place, listener: AuditListener, openFile?: OpenFile): Promise<void> {
  let document = 0
  let current: Open | undefined
  /** Records of an input whose end has not come yet. */
  let inRecords = false

  function open(row: Row | undefined): Open {
    document++
    listener.begin?.(document, row)
    return { row, removals: 0, removedBytes: 0 }
  }

  async function close({ row, removals }: Open): Promise<void> {
    current = undefined
    if (!row)
      throw wrong(
        place,
        'AUDIT_TRUNCATED',
        'removals without the row of their document',
        'the row after them',
      )
    if (row.removals !== undefined && row.removals !== removals)
      throw wrong(place, 'AUDIT_TRUNCATED', `${removals} removals of a document`, `${row.removals}`)
    inRecords = row.field !== undefined || row.rejected !== undefined
    await listener.end?.(document, row)
  }

  for await (const text of auditLines(place, openFile)) {
    const entry = parseEntry(text, place)
    if (place.line === 1) {
      if (listener.header?.(parseHeader(entry, place)) === false) return
    } else if (Object.hasOwn(entry, 'doc')) {
      const row = parseRow(entry, place)
      if (current && !current.row) {
        current.row = row
        await close(current)
      } else {
        if (current) await close(current)
        current = open(row)
      }
    } else if (Object.hasOwn(entry, 'input')) {
      if (current) await close(current)
      inRecords = false
      await listener.input?.(parseInputEnd(entry, place))
    } else {
      const row = current && current.removals !== current.row?.removals ? current.row : undefined
      const removal = parseRemoval(entry, place, row?.field !== undefined)
      if (current && isComplete(current, removal)) await close(current)
      current ??= open(undefined)
      await listener.removal?.(removal)
      current.removals++
      current.removedBytes += removal.bytes.length
    }
  }
  if (place.line === 0)
    throw wrong({ file: place.file, line: 1 }, 'AUDIT_HEADER', 'an empty file', 'the header of an audit')
  if (current) await close(current)
  if (inRecords)
    throw wrong(place, 'AUDIT_TRUNCATED', 'rows without the end of their input', 'the number of its rows')
}

/** Does the removal belong to a next document, whose row follows? */
function isComplete({ row, removals, removedBytes }: Open, { offset, at }: Insertion): boolean {
  if (!row) return false
  return row.removals === undefined ? removedBytes > 0 && offset === at : removals === row.removals
}
