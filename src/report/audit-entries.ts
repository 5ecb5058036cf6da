/** Reads an audit line by line, and trusts nothing that stands there. */
import { createReadStream } from 'node:fs'
import { TextDecoder } from 'node:util'
import { hows } from '../engine/seam.js'
import { UserError } from '../errors.js'

/** Bytes of a line of the audit; a longer one is refused. */
const AUDIT_LINE_BYTES = 64 * 1024 * 1024
const READ_BYTES = 1024 * 1024

export interface Row {
  /** The input as it was named. */
  readonly file: string
  readonly keptBytes: number
  readonly keptHash: string
  /** Not in audits that another program wrote. */
  readonly removals: number | undefined
}

export interface Insertion {
  readonly line: number
  readonly offset: number
  readonly at: number
  readonly bytes: Uint8Array
}

/** Where an entry of the audit stands, for errors. */
export interface Place {
  readonly file: string
  line: number
}

/** What is wrong with the audit itself; found before anything is written. */
export function wrong(place: Place, code: string, found: string, expected: string): UserError {
  return new UserError(
    code,
    { ...place },
    `Unexpected ${found}, expected ${expected}; nothing was written, make the audit anew`,
  )
}

export type Entry = Record<string, unknown>

export function parseEntry(text: Uint8Array, place: Place): Entry {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text))
  } catch {
    throw wrong(place, 'AUDIT_JSON', 'text that is not JSON', 'a JSON object on each line')
  }
  if (!isObject(value))
    throw wrong(place, 'AUDIT_JSON', 'a value that is no object', 'a JSON object on each line')
  return value
}

function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function parseHeader(entry: Entry, place: Place): Entry {
  const options = own(entry, 'options')
  if (
    typeof own(entry, 'version') === 'string' &&
    typeof own(entry, 'rules') === 'string' &&
    isObject(options)
  )
    return options
  throw wrong(
    place,
    'AUDIT_HEADER',
    'a first line without `version`, `rules` and `options`',
    'the header of an audit',
  )
}

export function parseRow(entry: Entry, place: Place): Row {
  numberOf(entry, 'doc', 1, place)
  numberOf(entry, 'row', 1, place)
  const file = own(entry, 'file')
  if (typeof file !== 'string') throw wrongValue(entry, 'file', 'a string', place)
  const keptHash = own(entry, 'keptHash')
  if (typeof keptHash !== 'string' || !/^[0-9a-f]{64}$/.test(keptHash))
    throw wrongValue(entry, 'keptHash', '64 hexadecimal digits', place)
  const removals = Object.hasOwn(entry, 'removals') ? numberOf(entry, 'removals', 0, place) : undefined
  return { file, keptBytes: numberOf(entry, 'keptBytes', 0, place), keptHash, removals }
}

export function parseRemoval(entry: Entry, place: Place): Insertion {
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
    throw base64 === undefined
      ? wrongValue(entry, 'text', 'the removed line', place)
      : wrongValue(entry, 'base64', 'a line in base64', place)
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
export async function* auditLines(place: Place): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of createReadStream(place.file, {
    highWaterMark: READ_BYTES,
  }) as AsyncIterable<Buffer>) {
    let from = 0
    while (from < chunk.length) {
      const found = chunk.indexOf(0x0a, from)
      const piece = chunk.subarray(from, found < 0 ? chunk.length : found)
      size += piece.length
      if (size > AUDIT_LINE_BYTES)
        throw wrong(
          { file: place.file, line: place.line + 1 },
          'AUDIT_LINE',
          'a longer line',
          `at most ${AUDIT_LINE_BYTES} bytes`,
        )
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
    throw wrong(
      { file: place.file, line: place.line + 1 },
      'AUDIT_TRUNCATED',
      'a last line that breaks off',
      'a line feed after it',
    )
}
