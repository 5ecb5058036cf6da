/** Reads an audit line by line, and trusts nothing that stands there. */
import { TextDecoder } from 'node:util'
import { hows } from '../engine/seam.js'
import { UserError } from '../errors.js'
import { escapedAnew } from '../formats/jsonl-strings.js'
import { hasHashes } from './audit-texts.js'
import { type OpenFile, openPlain } from './restore-source.js'

/** Bytes of a line of the audit; a longer one is refused. */
const AUDIT_LINE_BYTES = 64 * 1024 * 1024

export interface Row {
  /** The input as it was named. */
  readonly file: string
  readonly row: number
  readonly keptBytes: number
  readonly keptHash: string
  /** Not in audits that another program wrote. */
  readonly removals: number | undefined
  /** Of a document in a record: the field that holds it. */
  readonly field: string | undefined
  /** A record that did not go on. */
  readonly record: Uint8Array | undefined
  /** A record that was put aside: where it stands among the rejects. */
  readonly rejected: Rejected | undefined
}

export interface Rejected {
  readonly offset: number
  readonly bytes: number
  readonly hash: string
}

/** The end of an input that holds records. */
export interface InputEnd {
  readonly file: string
  readonly rows: number
}

export interface Insertion {
  readonly line: number
  readonly offset: number
  readonly at: number
  readonly bytes: Uint8Array
  /** Which rule took the line, of which category: none if it went with others. */
  readonly rule: string | null
  readonly category: string | null
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
  ) {
    if (hasHashes(options))
      throw new UserError(
        'AUDIT_HASHES',
        { ...place },
        'Unexpected hashes in place of the texts, expected an audit that can restore; clean again with --audit-text full',
      )
    return options
  }
  throw wrong(
    place,
    'AUDIT_HEADER',
    'a first line without `version`, `rules` and `options`',
    'the header of an audit',
  )
}

export function parseRow(entry: Entry, place: Place): Row {
  numberOf(entry, 'doc', 1, place)
  const row = numberOf(entry, 'row', 1, place)
  const file = own(entry, 'file')
  if (typeof file !== 'string') throw wrongValue(entry, 'file', 'a string', place)
  const nothing = { field: undefined, record: undefined, rejected: undefined }
  if (Object.hasOwn(entry, 'rejected')) {
    const rejected = parseRejected(own(entry, 'rejected'), entry, place)
    return { ...nothing, file, row, keptBytes: 0, keptHash: '', removals: 0, rejected }
  }
  const keptHash = hashOf(entry, 'keptHash', place)
  const removals = Object.hasOwn(entry, 'removals') ? numberOf(entry, 'removals', 0, place) : undefined
  const kept = { file, row, keptBytes: numberOf(entry, 'keptBytes', 0, place), keptHash, removals }
  const field = own(entry, 'field')
  if (field === undefined) return { ...nothing, ...kept }
  if (typeof field !== 'string') throw wrongValue(entry, 'field', 'a string', place)
  if (removals === undefined) throw wrongValue(entry, 'removals', 'their number', place)
  const isDropped = ['record', 'recordBase64'].some((name) => Object.hasOwn(entry, name))
  const record = isDropped ? bytesOf(entry, 'record', 'recordBase64', place) : undefined
  return { ...nothing, ...kept, field, record }
}

function parseRejected(value: unknown, entry: Entry, place: Place): Rejected {
  if (!isObject(value)) throw wrongValue(entry, 'rejected', 'an object', place)
  return {
    offset: numberOf(value, 'offset', 0, place),
    bytes: numberOf(value, 'bytes', 1, place),
    hash: hashOf(value, 'hash', place),
  }
}

function hashOf(entry: Entry, name: string, place: Place): string {
  const hash = own(entry, name)
  if (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)) return hash
  throw wrongValue(entry, name, '64 hexadecimal digits', place)
}

export function parseInputEnd(entry: Entry, place: Place): InputEnd {
  const file = own(entry, 'input')
  if (typeof file !== 'string') throw wrongValue(entry, 'input', 'a string', place)
  return { file, rows: numberOf(entry, 'rows', 0, place) }
}

/** `inRecord`: its bytes stand between quotes. */
export function parseRemoval(entry: Entry, place: Place, inRecord = false): Insertion {
  const line = numberOf(entry, 'line', 1, place)
  const offset = numberOf(entry, 'offset', 0, place)
  const at = numberOf(entry, 'at', 0, place)
  const rule = wordOf(entry, 'rule', place)
  const category = wordOf(entry, 'category', place)
  const how = own(entry, 'how')
  if (!hows.some((known) => known === how)) throw wrongValue(entry, 'how', `one of ${hows.join(', ')}`, place)
  const bytes = bytesOf(entry, 'text', 'base64', place)
  return { line, offset, at, bytes: inRecord ? escapedOf(entry, bytes, place) : bytes, rule, category }
}

function wordOf(entry: Entry, name: string, place: Place): string | null {
  const value = own(entry, name)
  if (value === null || typeof value === 'string') return value
  throw wrongValue(entry, name, 'a string or null', place)
}

/** The bytes of a line as they stand between the quotes. */
function escapedOf(entry: Entry, bytes: Uint8Array, place: Place): Uint8Array {
  const text = own(entry, 'text')
  if (typeof text !== 'string') return bytes
  const raw = own(entry, 'raw')
  if (raw === undefined) return Buffer.from(escapedAnew(text))
  // It must stand for the line, or else anything could be put into the record.
  if (typeof raw !== 'string' || decodedOf(raw) !== text)
    throw wrongValue(entry, 'raw', 'the line as it stands between quotes', place)
  return Buffer.from(raw)
}

function decodedOf(raw: string): string | undefined {
  try {
    return (JSON.parse(`"${raw}"`) as string).replaceAll(/\p{Surrogate}/gu, '\ufffd')
  } catch {
    return undefined
  }
}

function bytesOf(entry: Entry, textName: string, base64Name: string, place: Place): Uint8Array {
  const text = own(entry, textName)
  const base64 = own(entry, base64Name)
  const what = textName === 'text' ? 'line' : textName
  if (text === undefined) {
    const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined
    if (bytes && bytes.length > 0 && bytes.toString('base64') === base64) return bytes
    throw base64 === undefined
      ? wrongValue(entry, textName, `the removed ${what}`, place)
      : wrongValue(entry, base64Name, `a ${what} in base64`, place)
  }
  if (base64 !== undefined)
    throw wrong(place, 'AUDIT_VALUE', `both \`${textName}\` and \`${base64Name}\``, 'one of them')
  // A lone surrogate has no bytes: writing it would make other text of it.
  if (typeof text !== 'string' || text === '' || /\p{Surrogate}/u.test(text))
    throw wrongValue(entry, textName, `the removed ${what}`, place)
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
export async function* auditLines(place: Place, open: OpenFile = openPlain): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of open(place.file)) {
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
      // What breaks off at the end of the chunk must outlive it.
      pieces.push(found < 0 ? Uint8Array.from(piece) : piece)
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
