/**
 * Puts removed lines back where the audit says. The audit may be hostile and the cleaned file may be
 * another one, so both are read twice: first all is verified, then all is written.
 */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { UserError } from '../errors.js'
import { isSeparated } from './audit.js'
import {
  auditLines,
  type Insertion,
  type Place,
  parseEntry,
  parseHeader,
  parseRemoval,
  parseRow,
  type Row,
  wrong,
} from './audit-entries.js'

type Output = (bytes: Uint8Array) => Promise<void> | void

const BLOCK_BYTES = 1024 * 1024
const UNFIT = 'nothing was written; restore the file as it was cleaned, with its own audit'

/** A document while its removals are read. Its row comes before them, or after them if it streamed. */
interface Open {
  row: Row | undefined
  hash: Hash
  line: number
  /** Kept bytes that were copied, and removed bytes that were put between them. */
  copied: number
  removed: number
  count: number
}

/**
 * Writes the original bytes of `cleaned` to `output`. With `nullData`, or if the audit's header says so,
 * a NUL between documents is copied. Throws UserError, with nothing written, if the audit is broken
 * or is not of this file.
 */
export async function restore(
  auditFile: string,
  cleaned: string,
  output: Output,
  nullData?: boolean,
): Promise<void> {
  const handle = await open(cleaned)
  try {
    await walk(auditFile, cleaned, handle, nullData, () => {})
    const gathered = gather(output)
    await walk(auditFile, cleaned, handle, nullData, gathered.add)
    await gathered.flush()
  } finally {
    await handle.close()
  }
}

async function walk(
  auditFile: string,
  cleaned: string,
  handle: FileHandle,
  nullData: boolean | undefined,
  output: Output,
): Promise<void> {
  const place: Place = { file: auditFile, line: 0 }
  const source = readBlocks(handle)
  let separated = false
  let documents = 0
  let current: Open | undefined

  async function copyTo(document: Open, end: number): Promise<void> {
    while (document.copied < end) {
      const block = await source.take(end - document.copied)
      if (!block) throw unfit(cleaned, `the end of the file, expected ${end - document.copied} more bytes`)
      document.hash.update(block)
      document.copied += block.length
      await output(block)
    }
  }

  async function insert(document: Open, { line, offset, at, bytes }: Insertion): Promise<void> {
    const { row } = document
    if (line <= document.line)
      throw wrong(place, 'AUDIT_ORDER', `line ${line} after line ${document.line}`, 'ascending lines')
    if (at < document.copied)
      throw wrong(place, 'AUDIT_ORDER', `\`at\` ${at} after ${document.copied}`, 'ascending ones')
    if (offset !== at + document.removed)
      throw wrong(
        place,
        'AUDIT_OFFSET',
        `\`offset\` ${offset}`,
        `${at + document.removed}, the sum of \`at\` and the bytes removed before`,
      )
    if (row && at > row.keptBytes)
      throw wrong(place, 'AUDIT_OFFSET', `\`at\` ${at}`, `at most the ${row.keptBytes} bytes of the document`)
    await copyTo(document, at)
    await output(bytes)
    document.line = line
    document.removed += bytes.length
    document.count++
  }

  async function finish(document: Open): Promise<void> {
    const { row } = document
    if (!row)
      throw wrong(
        place,
        'AUDIT_TRUNCATED',
        'removals without the row of their document',
        'the row after them',
      )
    if (row.removals !== undefined && row.removals !== document.count)
      throw wrong(place, 'AUDIT_TRUNCATED', `${document.count} removals of a document`, `${row.removals}`)
    if (document.copied > row.keptBytes)
      throw wrong(
        place,
        'AUDIT_OFFSET',
        `\`at\` ${document.copied}`,
        `at most the ${row.keptBytes} bytes of the document`,
      )
    await copyTo(document, row.keptBytes)
    const hash = document.hash.digest('hex')
    if (hash !== row.keptHash) throw unfit(cleaned, `text with the hash ${hash}, expected ${row.keptHash}`)
    if (separated && (await source.peek()) === 0) await output((await source.take(1)) as Uint8Array)
    documents++
    current = undefined
  }

  for await (const text of auditLines(place)) {
    const entry = parseEntry(text, place)
    if (place.line === 1) {
      const options = parseHeader(entry, place)
      separated = nullData === true || isSeparated(options)
    } else if (Object.hasOwn(entry, 'doc')) {
      const row = parseRow(entry, place)
      if (current && !current.row) {
        current.row = row
        await finish(current)
      } else {
        if (current) await finish(current)
        current = emptyOpen(row)
      }
    } else {
      const removal = parseRemoval(entry, place)
      if (current && isComplete(current, removal)) await finish(current)
      current ??= emptyOpen(undefined)
      await insert(current, removal)
    }
  }
  if (place.line === 0)
    throw wrong({ file: auditFile, line: 1 }, 'AUDIT_HEADER', 'an empty file', 'the header of an audit')
  if (current) await finish(current)
  // Without documents nothing was removed.
  for (;;) {
    const block = await source.take(BLOCK_BYTES)
    if (!block) return
    if (documents > 0)
      throw unfit(cleaned, 'more bytes after the last document of the audit, expected the end of the file')
    await output(block)
  }
}

/** Does the removal belong to a next document, whose row follows? */
function isComplete({ row, count, removed }: Open, { offset, at }: Insertion): boolean {
  if (!row) return false
  return row.removals === undefined ? removed > 0 && offset === at : count === row.removals
}

function emptyOpen(row: Row | undefined): Open {
  return { row, hash: createHash('sha256'), line: 0, copied: 0, removed: 0, count: 0 }
}

function unfit(cleaned: string, what: string): UserError {
  return new UserError(
    'AUDIT_MISMATCH',
    { file: cleaned },
    `The audit does not fit this file: found ${what}; ${UNFIT}`,
  )
}

/** Reads a file from its beginning; blocks are never used again, so that who gets them may keep them. */
function readBlocks(handle: FileHandle): {
  take(most: number): Promise<Uint8Array | undefined>
  peek(): Promise<number | undefined>
} {
  let block = Buffer.alloc(0)
  let position = 0
  async function fill(): Promise<void> {
    if (block.length > 0) return
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(BLOCK_BYTES), 0, BLOCK_BYTES, position)
    position += bytesRead
    block = buffer.subarray(0, bytesRead)
  }
  return {
    async take(most) {
      await fill()
      const taken = block.subarray(0, most)
      block = block.subarray(taken.length)
      return taken.length > 0 ? taken : undefined
    },
    async peek() {
      await fill()
      return block[0]
    },
  }
}

/** Gathers small pieces: a removal here and there should not be a write each. */
function gather(output: Output): { add(bytes: Uint8Array): Promise<void>; flush(): Promise<void> } {
  let pieces: Uint8Array[] = []
  let size = 0
  async function flush(): Promise<void> {
    if (size > 0) await output(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces))
    pieces = []
    size = 0
  }
  return {
    async add(bytes) {
      pieces.push(bytes)
      size += bytes.length
      if (size >= BLOCK_BYTES) await flush()
    },
    flush,
  }
}
