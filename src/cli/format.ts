/** Which format an input has, by --from, by its name or by its first bytes, and the cleaner for it. */
import type { TextCleaner } from '../core.js'
import type { DocumentReport, Origin } from '../engine/seam.js'
import { UserError } from '../errors.js'
import { createJsonlCleaner, type JsonlOptions, type RecordCounts } from '../formats/jsonl.js'
import { looksLikeRecords } from '../formats/jsonl-look.js'
import type { FieldPages } from '../formats/jsonl-pages.js'
import { createTextCleaner } from '../formats/text.js'
import type { Ahead } from '../io/chunks.js'
import { lookAhead, readChunks } from '../io/chunks.js'
import { type Codec, unpack } from '../io/codecs.js'
import { recordOptionsOf, textOptionsOf } from './cleaner.js'
import { type Arguments, options } from './options.js'
import type { Terminal } from './terminal.js'
import { tuneForPages } from './tune.js'

export type Format = 'text' | 'jsonl' | 'html'

/** An input whose format is known; nothing of it is lost by looking. */
export interface Input {
  readonly format: Format
  /** What it was packed with; the chunks are unpacked. */
  readonly codec: Codec
  /** A chunk is only valid until the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Turns the bytes of one input into those of its result. */
export interface Cleaning {
  write(bytes: Uint8Array): void
  end(): void
  /** After an error, in place of `end`: hands on what was cleaned. */
  stop?(): void
  /** May it still turn out that the input is another one than was meant? */
  readonly isUnsure?: boolean
  /** Of an input that holds records. */
  readonly counts?: RecordCounts
  /** A field was named that is in no record so far, and the next ones may have it. */
  readonly seeksFields?: boolean
}

/** Hears of documents, whatever the format. */
export interface Hooks extends Pick<JsonlOptions, 'onBatch' | 'onReject' | 'onRejected'> {
  /** `origin`: of a document in a record. */
  readonly onDocument?: ((report: DocumentReport, origin?: Origin) => void) | undefined
  /** Bytes of a document's text that stay; of one in a record only if something goes. */
  readonly onKept?: ((bytes: Uint8Array) => void) | undefined
}

/** Bytes that are looked at. */
const LOOK = 4096
const recordNames = /\.(json|jsonl|ndjson)(\.(gz|zst|zstd))?$/i

const namesOfRecords: readonly string[] = options
  .filter(({ group }) => group === 'JSON Lines')
  .map(({ name }) => name)

/** The options that only make sense with records, and mean them; a config file says how records are read where there are some. */
const recordOptions = ({ flags, values, origins }: Arguments): string[] =>
  namesOfRecords.filter((name) => (flags.has(name) || values.has(name)) && !origins.has(name))

/** Throws where options do not go together, before anything is read. */
export function checkFormats(given: Arguments): void {
  const { flags, values } = given
  const [option] = recordOptions(given)
  const from = values.get('from')
  const unexpected = (found: string, expected: string): UserError =>
    new UserError('USAGE', {}, `Unexpected ${found}, expected ${expected}`)
  if (option !== undefined && from === 'text')
    throw unexpected(`--${option} with --from text`, 'records; write --from jsonl')
  if (flags.has('null-data') && (option !== undefined || from === 'jsonl'))
    throw unexpected(`--null-data with ${option ? `--${option}` : '--from jsonl'}`, 'a record on each line')
  if (from === 'html') {
    if (option !== undefined) throw unexpected(`--${option} with --from html`, 'records; write --from jsonl')
    for (const name of ['null-data', 'line-buffered'])
      if (flags.has(name))
        throw unexpected(`--${name} with --from html`, 'one page a file; write --from text')
  }
  if (flags.has('strict') && values.has('rejects'))
    throw unexpected('--rejects beside --strict', 'one of them')
  if (values.has('audit-text') && !values.has('audit'))
    throw unexpected('--audit-text without --audit', 'an audit; write --audit FILE')
  const marks = values.has('annotate')
    ? '--annotate'
    : values.get('emit') === 'attributes'
      ? '--emit attributes'
      : undefined
  if (marks === undefined) return
  if (marks === '--annotate' && values.get('emit') === 'attributes')
    throw unexpected('--annotate beside --emit attributes', 'one of them')
  for (const name of ['audit', 'drop-empty'])
    if (values.has(name) || flags.has(name))
      throw unexpected(`--${name} with ${marks}`, 'records of which lines are removed')
  if (holdsPages(given) && resultOf(given) === 'text')
    throw unexpected(`${marks} with --field-format html`, 'spans of the page; write --to html')
  if (marks !== '--annotate' && values.has('in-place'))
    throw unexpected('--in-place with --emit attributes', 'another place for them; write -o DIR')
}

/** Opens `input`, called `name`, unpacks it, and says what it is taken for where that is not what it looks like. `onRead`: bytes as they are in the file. */
export async function openFormat(
  input: string,
  name: string,
  given: Arguments,
  terminal: Terminal,
  onRead?: (bytes: number) => void,
): Promise<Input> {
  const read = onRead ? counted(readChunks(input), onRead) : readChunks(input)
  const unpacked = await unpack(read, name === '-' ? 'standard input' : name)
  const { codec } = unpacked
  const { head, chunks } = await lookAhead(unpacked.chunks, isEnough(given))
  const format = formatOf(head.subarray(0, LOOK), name, given)
  const kind = format === 'text' ? kindOf(head.subarray(0, LOOK), given.flags.has('null-data')) : undefined
  if (kind !== undefined)
    terminal.notice(
      `${name === '-' ? 'standard input' : name}: looks like ${kind}; cleaned as text, line by line`,
    )
  return { format, codec, chunks }
}

function formatOf(head: Uint8Array, name: string, given: Arguments): Format {
  const from = given.values.get('from')
  if (from === 'text' || from === 'jsonl' || from === 'html') return from
  if (given.flags.has('null-data')) return 'text'
  if (recordNames.test(name) || recordOptions(given).length > 0 || looksLikeRecords(head)) return 'jsonl'
  // A page is decided when it is whole.
  if (given.flags.has('line-buffered')) return 'text'
  return isHtmlName(name) || kindOf(head, false) === 'HTML' ? 'html' : 'text'
}

/** An input, or what follows so many rows of it. */
export interface Piece {
  readonly format: Format
  readonly name: string
  readonly rowsBefore?: number | undefined
}

/** The cleaner for one input, called `name`. `onResult`: bytes of the result, in order; only valid during the call. */
export async function createCleaning(
  { format, name, rowsBefore }: Piece,
  cleaner: TextCleaner,
  given: Arguments,
  hooks: Hooks,
  onResult: (bytes: Uint8Array) => void,
): Promise<Cleaning> {
  if (format !== 'html' && !holdsPages(given) && given.values.get('to') === 'html')
    throw new UserError('USAGE', {}, 'Unexpected --to html for text, expected HTML; write --from html')
  switch (format) {
    case 'text': {
      const { onBatch, onDocument, onKept } = hooks
      return createTextCleaner(cleaner, {
        ...textOptionsOf(given, name),
        onBatch,
        onDocument,
        onOutput(bytes) {
          onKept?.(bytes)
          onResult(bytes)
        },
      })
    }
    case 'jsonl':
      return createJsonlCleaner(cleaner, {
        ...recordOptionsOf(given, name),
        ...hooks,
        ...(holdsPages(given) && { pages: await fieldPagesOf(cleaner, given) }),
        rowsBefore,
        file: name === '-' ? 'standard input' : name,
        onOutput: onResult,
      })
    case 'html': {
      // Its parser takes longer to load than a page of text to clean.
      tuneForPages()
      const { createHtmlCleaner } = await import('../formats/html/html.js')
      const { onBatch, onDocument, onKept } = hooks
      return createHtmlCleaner(cleaner, {
        ...textOptionsOf(given, name),
        onBatch,
        onDocument,
        to: resultOf(given),
        onOutput(bytes) {
          onKept?.(bytes)
          onResult(bytes)
        },
      })
    }
    default:
      return format satisfies never
  }
}

async function fieldPagesOf(cleaner: TextCleaner, given: Arguments): Promise<FieldPages> {
  tuneForPages()
  const { createFieldPages } = await import('../formats/html/html.js')
  return createFieldPages(cleaner, resultOf(given))
}

const holdsPages = ({ values }: Arguments): boolean => values.get('field-format') === 'html'

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onRead(chunk.length)
    yield chunk
  }
}

/** What a page becomes. Diffs and verdicts are about its text. */
export function resultOf({ command, flags, values }: Arguments): 'text' | 'html' {
  if (command === 'explain' || flags.has('diff')) return 'text'
  const to = values.get('to') ?? (values.has('in-place') ? 'same' : 'text')
  return to === 'text' ? 'text' : 'html'
}

export function isHtmlName(name: string): boolean {
  return /\.x?html?(\.(gz|zst|zstd))?$/i.test(name)
}

/** A reader that waits for every line must not be kept waiting for 4 KiB: one line with a word on it will do. */
function isEnough({ flags }: Arguments): Ahead {
  const waits = flags.has('line-buffered')
  return (head) => head.length >= LOOK || (waits && /\S[^\n]*\n/.test(Buffer.from(head).toString('latin1')))
}

function kindOf(bytes: Uint8Array, nullData: boolean): string | undefined {
  if (!nullData && bytes.includes(0)) return 'binary data'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  return /^(<!doctype html|<html)/i.test(text) ? 'HTML' : undefined
}
