/** One input through the cleaner, to where it belongs: the same in every thread. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { TextCleaner } from '../core.js'
import { UserError } from '../errors.js'
import { isCutOff } from '../io/archives.js'
import { type Codec, codecOfName } from '../io/codecs.js'
import { openOutput, reasonOf } from '../io/files.js'
import { openResult, type Result } from '../io/results.js'
import type { Found } from '../io/tree.js'
import { jsonlLimits } from '../limits.js'
import { type BlockHand, createBlocks, type Flow } from './blocks.js'
import { type Cleaning, createCleaning, openFormat, type Piece } from './format.js'
import { createKept } from './kept.js'
import type { Arguments } from './options.js'
import type { Records } from './records.js'
import { ownPath, type Target } from './target.js'
import type { Terminal } from './terminal.js'

const KEPT_BYTES = 64 * 1024 // to begin with

export interface ShardRun {
  readonly given: Arguments
  readonly terminal: Terminal
  readonly cleaner: TextCleaner
  readonly target: Target
  /** Where files lie until they are whole. */
  readonly folder?: string | undefined
  /** What all inputs share; opened by the first of them. None if every input has its own, or nothing is written. */
  openShared?(codec: Codec): Pick<Result, 'write'>
  /** Who cleans blocks of a large input of records; none: all is cleaned here. */
  readonly blockHands?: readonly BlockHand[] | undefined
  /** Does one result hold several inputs? */
  readonly outputs?: 'one' | 'shared' | 'each'
  /** Bytes that were read, as they are in the file. */
  onRead?(bytes: number): void
}

export interface Cleaned {
  readonly changed: boolean
  /** Bytes of the result's own file, packed. */
  readonly size: number
  /** The input is cut off or damaged: what could be read was cleaned. */
  readonly failure?: UserError | undefined
}

/** What an input is called in notices, audits and statistics. */
export const nameOf = ({ path }: Found, given: Arguments): string =>
  path === '-' ? (given.values.get('stdin-filename') ?? '-') : path

export async function cleanShard(run: ShardRun, found: Found, records: Records): Promise<Cleaned> {
  const { given, terminal, target, folder } = run
  const { path: input } = found
  const name = nameOf(found, given)
  if (input !== '-') refuseKind(input, target)
  const path = ownPath(target, found, name, given)
  const durable = given.flags.has('durable')
  let own: Result | undefined
  try {
    if (path !== undefined && target.kind === 'folder') mkdirSync(dirname(path), { recursive: true })
    // Before it is read: what cannot be written need not be.
    const place = path === undefined ? undefined : openOutput(path, { folder, durable })
    own = place && { ...openResult(place, 'none', undefined) }
    const { format, codec, chunks } = await openFormat(input, name, given, terminal, run.onRead)
    if (place) own = openResult(place, codecFor(given, path, name, codec), levelOf(given))
    const output = own ?? run.openShared?.(codec)
    const kept = createKept(new Uint8Array(KEPT_BYTES))
    const flow = await flowOf(run, { format, name }, codec, records, (bytes) => {
      if (output) kept.add(bytes)
    })
    let isWritten = false
    async function write(): Promise<void> {
      if (kept.size === 0) return
      isWritten = true
      await output?.write(kept.take())
    }
    // A named field that is in no record is found out before anything is written, as long as that can wait.
    const waits = !given.flags.has('line-buffered')
    const isHeld = (): boolean => waits && flow.isUnsure === true && kept.size < jsonlLimits.unsureBytes
    // What is left of a record where an input is cut off may be an error of its own.
    async function endOrStop(): Promise<void> {
      try {
        await flow.end()
      } catch (error) {
        if (own || !isOfRecords(error)) throw error
        flow.stop?.()
      }
    }
    let failure: UserError | undefined
    try {
      for await (const chunk of chunks) {
        // Records may be more than the result.
        if (records.isSlow) await records.drain()
        await flow.write(chunk)
        if (!isHeld()) await write()
      }
      await flow.end()
    } catch (error) {
      // What all inputs share has a part of this one: the records of that part belong to it.
      const isBegun = isWritten || (error as { code?: unknown }).code !== 'FIELD'
      const isKept = output !== undefined && !own && sharesParts(run) && isBegun && isOfRecords(error)
      // In place a file stays as it was, and nothing of it was removed.
      if ((!isCutOff(error) && !isKept) || target.kind === 'inPlace') throw error
      failure = error as UserError
      if (isCutOff(error)) await endOrStop()
      else flow.stop?.()
    }
    await write()
    const isPartial = failure !== undefined
    const changed = await records.endInput({ name, format, counts: flow.counts, isPartial })
    if (failure) failure = await keepPartial(failure, own)
    else if (target.kind !== 'inPlace') await own?.commit()
    else if (changed) await own?.commit(target.suffix === '' ? undefined : input + target.suffix)
    else own?.discard()
    return { changed, size: own?.size ?? 0, failure }
  } catch (error) {
    own?.discard()
    throw error
  }
}

/** By one, or by several where that gives the same: lines that wait for nobody, and diffs, are for one. */
async function flowOf(
  { given, cleaner, blockHands: hands = [] }: ShardRun,
  { format, name }: Piece,
  codec: Codec,
  records: Records,
  onResult: (bytes: Uint8Array) => void,
): Promise<Flow | Cleaning> {
  const hooks = records.begin(name, codec)
  const open = (rowsBefore: number): Promise<Cleaning> =>
    createCleaning({ format, name, rowsBefore }, cleaner, given, hooks, onResult)
  if (format !== 'jsonl' || hands.length === 0 || given.flags.has('diff') || given.flags.has('line-buffered'))
    return open(0)
  const { recordBytes } = cleaner.limits
  return createBlocks({ name, hands, recordBytes, open, onResult, absorb: records.absorb })
}

/** What the result is packed with: as the input, unless an option or the name of the file says otherwise. */
export function codecFor(given: Arguments, path: string | undefined, name: string, codec: Codec): Codec {
  const asked = given.values.get('compress') ?? 'same'
  if (asked !== 'same') return asked as Codec
  const output = given.values.get('output')
  // A file that was named, not one in a directory.
  if (output === undefined || output === '-' || (path !== undefined && path !== output)) return codec
  return codecOfName(output) ?? (codecOfName(name) ? 'none' : codec)
}

export function levelOf(given: Arguments): number | undefined {
  const level = given.values.get('level')
  return level === undefined ? undefined : Number(level)
}

/** A file of one input is thrown away. */
const sharesParts = ({ target, outputs }: ShardRun): boolean =>
  target.kind === 'stdout' || outputs === 'shared'

/** A record that is an error, or a field that is in none. By its code: modules that are loaded later have a class of their own. */
const isOfRecords = (error: unknown): boolean =>
  ['RECORD', 'FIELD', 'BLOCK'].includes(String((error as { code?: unknown } | undefined)?.code))

/** What was cleaned of an input that is cut off is kept under another name. */
async function keepPartial(failure: UserError, own: Result | undefined): Promise<UserError> {
  if (!own) return failure
  const kept = await own.keepPartial()
  return kept === undefined
    ? failure
    : new UserError(failure.code, {}, `${failure.message}; what could be read is in ${kept}`)
}

/** Before anything is written: a directory must not leave an empty result behind, nor a device be replaced. */
function refuseKind(input: string, target: Target): void {
  const found = statSync(input)
  const code = found.isDirectory() ? 'EISDIR' : target.kind === 'inPlace' && !found.isFile() ? 'ENOTREG' : ''
  if (code !== '') throw Object.assign(new Error(code), { code, syscall: 'read', path: input })
}

/** Why an input was not cleaned, as it is told; a thread can hand it to another. */
export interface Failure {
  /** `closed`: the reader of the output went away. `output`: what all inputs share could not be written. */
  readonly kind: 'closed' | 'output' | 'input'
  readonly message: string
}

export function failureOf(error: unknown, input: string, document: number, isShared: boolean): Failure {
  const { path, syscall, message } = (error ?? {}) as { path?: string; syscall?: string; message?: string }
  const file = input === '-' ? 'standard input' : input
  // By its name and code: modules that are loaded later have a class of their own.
  const { name, code } = (error ?? {}) as { name?: string; code?: string }
  if (name === 'UserError')
    return { kind: 'input', message: code === 'HTML_SIZE' ? `${file}: ${message}` : (message as string) }
  const reason = reasonOf(error)
  if (reason === undefined) {
    const stack = process.env['DECHAFF_DEBUG'] ? `\n${(error as Error).stack}` : ''
    return {
      kind: 'input',
      message: `${file}: document ${document}: this is a bug in dechaff, please report it: ${message ?? String(error)}${stack}`,
    }
  }
  const isOutput = syscall === 'write'
  if (isOutput && (error as { code?: unknown }).code === 'EPIPE') return { kind: 'closed', message: reason }
  return {
    kind: isOutput && (isShared || path === undefined) ? 'output' : 'input',
    message: `${path ?? (isOutput ? 'standard output' : file)}: ${reason}`,
  }
}
