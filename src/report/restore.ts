/**
 * Puts removed lines back where the audit says. The audit may be hostile and the cleaned file may be
 * another one, so both are read twice: first all is verified, then all is written.
 */
import { TextDecoder } from 'node:util'
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { hows } from '../engine/seam.js'
import { UserError } from '../errors.js'
import { isSeparated } from './audit.js'

type Output = (bytes: Uint8Array) => Promise<void> | void

/** Bytes of a line of the audit; a longer one is refused. */
const AUDIT_LINE_BYTES = 64 * 1024 * 1024
const BLOCK_BYTES = 1024 * 1024
const UNFIT = 'nothing was written; restore the file as it was cleaned, with its own audit'

interface Row {
  readonly keptBytes: number
  readonly keptHash: string
  /** Not in audits that another program wrote. */
  readonly removals: number | undefined
}

interface Insertion {
  readonly line: number
  readonly offset: number
  readonly at: number
  readonly bytes: Uint8Array
}

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

/** Where an entry of the audit stands, for errors. */
interface Place {
  readonly file: string
  line: number
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

async function walk(auditFile: string, cleaned: string, handle: FileHandle, nullData: boolean | undefined, output: Output): Promise<void> {
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
    if (line <= document.line) throw wrong(place, 'AUDIT_ORDER', `line ${line} after line ${document.line}`, 'ascending lines')
    if (at < document.copied) throw wrong(place, 'AUDIT_ORDER', `\`at\` ${at} after ${document.copied}`, 'ascending ones')
    if (offset !== at + document.removed)
      throw wrong(place, 'AUDIT_OFFSET', `\`offset\` ${offset}`, `${at + document.removed}, the sum of \`at\` and the bytes removed before`)
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
    if (!row) throw wrong(place, 'AUDIT_TRUNCATED', 'removals without the row of their document', 'the row after them')
    if (row.removals !== undefined && row.removals !== document.count)
      throw wrong(place, 'AUDIT_TRUNCATED', `${document.count} removals of a document`, `${row.removals}`)
    if (document.copied > row.keptBytes)
      throw wrong(place, 'AUDIT_OFFSET', `\`at\` ${document.copied}`, `at most the ${row.keptBytes} bytes of the document`)
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
  if (place.line === 0) throw wrong({ file: auditFile, line: 1 }, 'AUDIT_HEADER', 'an empty file', 'the header of an audit')
  if (current) await finish(current)
  // Without documents nothing was removed.
  for (;;) {
    const block = await source.take(BLOCK_BYTES)
    if (!block) return
    if (documents > 0) throw unfit(cleaned, 'more bytes after the last document of the audit, expected the end of the file')
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

function wrong(place: Place, code: string, found: string, expected: string): UserError {
  return new UserError(code, { ...place }, `Unexpected ${found}, expected ${expected}; nothing was written, make the audit anew`)
}

function unfit(cleaned: string, what: string): UserError {
  return new UserError('AUDIT_MISMATCH', { file: cleaned }, `The audit does not fit this file: found ${what}; ${UNFIT}`)
}

type Entry = Record<string, unknown>

function parseEntry(text: Uint8Array, place: Place): Entry {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text))
  } catch {
    throw wrong(place, 'AUDIT_JSON', 'text that is not JSON', 'a JSON object on each line')
  }
  if (!isObject(value)) throw wrong(place, 'AUDIT_JSON', 'a value that is no object', 'a JSON object on each line')
  return value
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseHeader(entry: Entry, place: Place): Entry {
  const options = own(entry, 'options')
  if (typeof own(entry, 'version') === 'string' && typeof own(entry, 'rules') === 'string' && isObject(options)) return options
  throw wrong(place, 'AUDIT_HEADER', 'a first line without `version`, `rules` and `options`', 'the header of an audit')
}

function parseRow(entry: Entry, place: Place): Row {
  numberOf(entry, 'doc', 1, place)
  numberOf(entry, 'row', 1, place)
  if (typeof own(entry, 'file') !== 'string') throw wrongValue(entry, 'file', 'a string', place)
  const keptHash = own(entry, 'keptHash')
  if (typeof keptHash !== 'string' || !/^[0-9a-f]{64}$/.test(keptHash))
    throw wrongValue(entry, 'keptHash', '64 hexadecimal digits', place)
  const removals = Object.hasOwn(entry, 'removals') ? numberOf(entry, 'removals', 0, place) : undefined
  return { keptBytes: numberOf(entry, 'keptBytes', 0, place), keptHash, removals }
}

function parseRemoval(entry: Entry, place: Place): Insertion {
  const line = numberOf(entry, 'line', 1, place)
  const offset = numberOf(entry, 'offset', 0, place)
  const at = numberOf(entry, 'at', 0, place)
  for (const name of ['rule', 'category']) {
    const value = own(entry, name)
    if (value !== null && typeof value !== 'string') throw wrongValue(entry, name, 'a string or null', place)
  }
  const how = own(entry, 'how')
  if (!hows.some((known) => known === how)) throw wrongValue(entry, 'how', `one of ${hows.join(', ')}`, place)
  return { line, offset, at, bytes: bytesOf(entry, place) }
}

function bytesOf(entry: Entry, place: Place): Uint8Array {
  const text = own(entry, 'text')
  const base64 = own(entry, 'base64')
  if (text === undefined) {
    const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined
    if (bytes && bytes.length > 0 && bytes.toString('base64') === base64) return bytes
    throw base64 === undefined ? wrongValue(entry, 'text', 'the removed line', place) : wrongValue(entry, 'base64', 'a line in base64', place)
  }
  if (base64 !== undefined) throw wrong(place, 'AUDIT_VALUE', 'both `text` and `base64`', 'one of them')
  // A lone surrogate has no bytes: writing it would make other text of it.
  if (typeof text !== 'string' || text === '' || /\p{Surrogate}/u.test(text))
    throw wrongValue(entry, 'text', 'the removed line', place)
  return Buffer.from(text)
}

/** Only what stands in the line itself: `__proto__` there makes no difference. */
function own(entry: Entry, name: string): unknown {
  return Object.hasOwn(entry, name) ? entry[name] : undefined
}

function numberOf(entry: Entry, name: string, least: number, place: Place): number {
  const value = own(entry, name)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
  throw wrongValue(entry, name, `a whole number from ${least} on`, place)
}

function wrongValue(entry: Entry, name: string, expected: string, place: Place): UserError {
  const found = (JSON.stringify(own(entry, name)) ?? 'nothing').slice(0, 40)
  return wrong(place, 'AUDIT_VALUE', `${found} for \`${name}\``, expected)
}

/** The lines of the audit without their terminators; counts them in `place`. */
async function* auditLines(place: Place): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of createReadStream(place.file, { highWaterMark: BLOCK_BYTES }) as AsyncIterable<Buffer>) {
    let from = 0
    while (from < chunk.length) {
      const found = chunk.indexOf(0x0a, from)
      const piece = chunk.subarray(from, found < 0 ? chunk.length : found)
      size += piece.length
      if (size > AUDIT_LINE_BYTES)
        throw wrong({ file: place.file, line: place.line + 1 }, 'AUDIT_LINE', 'a longer line', `at most ${AUDIT_LINE_BYTES} bytes`)
      pieces.push(piece)
      from += piece.length + 1
      if (found < 0) continue
      place.line++
      yield pieces.length === 1 ? piece : Buffer.concat(pieces)
      pieces = []
      size = 0
    }
  }
  if (size > 0)
    throw wrong({ file: place.file, line: place.line + 1 }, 'AUDIT_TRUNCATED', 'a last line that breaks off', 'a line feed after it')
}

/** Reads a file from its beginning; blocks are never used again, so that who gets them may keep them. */
function readBlocks(handle: FileHandle): { take(most: number): Promise<Uint8Array | undefined>; peek(): Promise<number | undefined> } {
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
