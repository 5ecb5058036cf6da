/**
 * The audit: what was removed, by which rule, and where it goes back, as JSON Lines. A header, then
 * a row for each document and its removals in order:
 *
 *   {"version":"0.1.0","rules":"…","options":{}}
 *   {"doc":1,"file":"a.txt","row":1,"keptBytes":15,"keptHash":"…","removals":1}
 *   {"line":2,"offset":15,"at":15,"text":"Share this\n","rule":"en/share#this","category":"share","how":"line"}
 *
 * A document in a record names the record's row and field; its offsets count the bytes between the
 * quotes as they stand in the file, and where writing `text` anew would give others, `raw` are they.
 * A record that did not go on is kept whole; of one that was put aside it says where. At the end of
 * its input stands how many rows there were:
 *
 *   {"doc":2,"file":"a.jsonl","row":7,"id":"x","field":"text","keptBytes":0,"keptHash":"…","removals":0,"record":"{…}\n"}
 *   {"doc":3,"file":"a.jsonl","row":8,"rejected":{"offset":0,"bytes":12,"hash":"…"}}
 *   {"input":"a.jsonl","rows":8}
 *
 * With `audit-text: hash` among the options the texts are not told, only how long they are (`bytes`, as
 * they stand in the file) and the hash of what they say; `recordBytes` and `recordHash` of a record:
 *
 *   {"line":2,"offset":15,"at":15,"bytes":11,"hash":"…","rule":"en/share#this","category":"share","how":"line"}
 *
 * Where the removals are too many to be held, the row follows them. `removals` tells the reader
 * which of the two it is, and that none is missing.
 */

import { createHash, type Hash } from 'node:crypto'
import { type Batch, type DocumentReport, hows, type Origin } from '../engine/seam.js'
import type { Rule } from '../types.js'
import { fullTexts, hasHashes, hashedNote, hashedTexts } from './audit-texts.js'
import { renumbered } from './renumber.js'

export interface AuditHeader {
  readonly version: string
  readonly rules: string
  readonly options: Record<string, unknown>
}

export interface AuditWriter {
  /** The next document is of this file; not needed between documents of one file. */
  beginDocument(file: string): void
  batch(batch: Batch): void
  /** Kept bytes, in order: all of them, also those that come in no batch. */
  output(bytes: Uint8Array): void
  endDocument(report: DocumentReport, origin?: Origin): void
  /** A record that could not be read was put aside: it stands at `offset` of the rejects. */
  moved(record: { readonly row: number; readonly bytes: number }, to: { offset: number; hash: string }): void
  /** Rows of another audit with its header, of what comes next in the same input; `documents`: how many it has, `rejectedBytes`: of the rejects before. */
  append(audit: string, documents: number, rejectedBytes: number): void
  /** An input that holds records ended. */
  endRecords(rows: number): void
}

/** UTF-16 units of removals that wait for their document's row; beyond it the row follows them. */
const HELD_UNITS = 4 * 1024 * 1024

/**
 * `every`: also a row for a document without removals, for the documents of one output are told
 * apart only by their sizes. Between NULs that is always so.
 */
export function createAudit(
  header: AuditHeader,
  rules: readonly Rule[],
  write: (text: string) => void,
  every = isSeparated(header.options),
): AuditWriter {
  const { version, rules: hash, options } = header
  const isHashed = hasHashes(options)
  const texts = isHashed ? hashedTexts : fullTexts()
  const separated = isSeparated(options)
  let doc = 0
  let row = 0
  let file = ''
  let held: string[] = []
  let heldUnits = 0
  let removals = 0
  let removedBytes = 0
  let kept = emptyKept()
  let whole: Batch | undefined
  write(`${JSON.stringify({ version, rules: hash, options, ...(isHashed && hashedNote) })}\n`)

  function reset(): void {
    held = []
    heldUnits = removals = removedBytes = 0
    kept = emptyKept()
    whole = undefined
  }

  function record(batch: Batch, line: number, how: string, rule: Rule | null): void {
    const { bytes, starts, from, firstLine, firstOffset, origin } = batch
    const start = starts[line] as number
    const end = starts[line + 1] as number
    // Where it stands in the file, and how many bytes that is.
    const places = origin?.starts ?? starts
    const offset = firstOffset + (places[line] as number) - (places[from] as number)
    const size = (places[line + 1] as number) - (places[line] as number)
    const own = bytes.subarray(start, end)
    const text = `${JSON.stringify({
      line: firstLine + line - from,
      offset,
      at: offset - removedBytes,
      ...texts.line(own, origin?.bytes.subarray(places[line], places[line + 1])),
      rule: rule?.named?.() ?? rule?.id ?? null,
      category: rule?.category ?? null,
      how,
    })}\n`
    removals++
    removedBytes += size
    held.push(text)
    heldUnits += text.length
    // A record's row always comes first: it says how its removals are to be read.
    if (heldUnits > HELD_UNITS && !origin) writeHeld()
  }

  function writeHeld(): void {
    if (held.length > 0) write(held.join(''))
    held = []
    heldUnits = 0
  }

  return {
    beginDocument(next) {
      if (next !== file) row = 0
      file = next
    },
    batch(batch) {
      const { from, to, fates, takers } = batch
      for (let line = from; line < to; line++) {
        const fate = fates[line] as number
        if (fate === 0) continue
        const how = hows[fate - 1] as string
        const ruled = how !== 'context' && how !== 'blank'
        record(batch, line, how, ruled ? (rules[takers[line] as number] ?? null) : null)
      }
      // The guard may drop the document whole, which is known only at its end.
      const isWhole = removals === 0 && batch.firstOffset === 0 && !batch.origin
      whole = isWhole ? copyOf(batch) : undefined
    },
    output(bytes) {
      // No document between NULs holds one: this is the border.
      if (separated && bytes.length === 1 && bytes[0] === 0) return
      kept.hash ??= createHash('sha256')
      kept.hash.update(bytes)
      kept.bytes += bytes.length
    },
    endDocument(report, origin) {
      doc++
      row = origin?.row ?? row + 1
      if (report.guarded && kept.bytes === 0 && whole) {
        for (let line = 0; line < whole.to; line++) record(whole, line, 'line', null)
      }
      // Of records the rows tell which is which.
      if (removals > 0 || (origin ? origin.dropped : every)) {
        const line = JSON.stringify({
          doc,
          file,
          row,
          ...(origin && { id: origin.id(), field: origin.field }),
          keptBytes: kept.bytes,
          keptHash: (kept.hash ?? createHash('sha256')).digest('hex'),
          removals,
          ...(report.guarded && { guarded: true }),
          ...(origin?.dropped && texts.record(origin.dropped)),
        })
        if (report.streamed && !origin) writeHeld()
        write(`${line}\n`)
        writeHeld()
      }
      reset()
    },
    moved({ row, bytes }, { offset, hash }) {
      write(`${JSON.stringify({ doc: ++doc, file, row, rejected: { offset, bytes, hash } })}\n`)
    },
    append(rows, documents, rejectedBytes) {
      const before = { documents: doc, rejectedBytes }
      const own = rows.split('\n').slice(1, -1)
      if (own.length > 0) write(`${own.map((line) => renumbered(line, before)).join('\n')}\n`)
      doc += documents
    },
    endRecords(rows) {
      write(`${JSON.stringify({ input: file, rows })}\n`)
    },
  }
}

/** Do the run's options, as a library or the command line names them, say that NUL ends a document? */
export function isSeparated(options: Record<string, unknown>): boolean {
  return [options['nullData'], options['null-data']].includes(true)
}

/** Most records lose nothing: the hash is made for those that do. */
function emptyKept(): { hash: Hash | undefined; bytes: number } {
  return { hash: undefined, bytes: 0 }
}

/** The lines of a batch in arrays of their own: a batch is only valid during the call. */
function copyOf(batch: Batch): Batch {
  const { starts, from, to } = batch
  const first = starts[from] as number
  const own = starts.slice(from, to + 1).map((start) => start - first)
  const bytes = batch.bytes.slice(first, starts[to] as number)
  return { ...batch, bytes, starts: own, from: 0, to: to - from }
}
