/** Each kind of record that a run writes beside its result: audit, statistics, diffs, rejects. */
import { createHash } from 'node:crypto'

import type { TextCleaner } from '../core.js'
import type { Batch, DocumentReport, Origin } from '../engine/seam.js'
import type { RecordCounts } from '../formats/jsonl.js'
import type { Reject } from '../formats/jsonl-rejects.js'
import type { Codec } from '../io/codecs.js'
import { openOutput } from '../io/files.js'
import type { AuditHeader } from '../report/audit.js'
import { version } from '../shipped.js'
import { type Destination, openOwn, toFile, toMemory, toTerminal } from './destinations.js'
import type { Arguments } from './options.js'
import { type RecordKind, type RecordPaths, recordFolder } from './record-paths.js'
import type { Terminal } from './terminal.js'

/** Hears of a run; all of it is optional. */
export interface Recorder {
  begin?(name: string, codec: Codec): void
  batch?(batch: Batch): void
  output?(bytes: Uint8Array): void
  document?(report: DocumentReport, origin?: Origin): void
  /** A record that could not be read, and where it went if it was not passed through. */
  reject?(reject: Reject, moved?: Moved): void
  /** `counts`: of an input that holds records. */
  endInput?(counts?: RecordCounts): void
  /** Takes over what another thread recorded of a block of the input. */
  absorb?(block: BlockRecords): void
  /** What was recorded of the input is whole, and gets its name; `isPartial`: the input could be read in part only. */
  settle?(isPartial: boolean): Promise<void>
  /** Waits until what was heard so far is written. */
  drain?(): Promise<void>
  end?(): Promise<void>
  /** The run failed: nothing is to be left behind. */
  discard?(): void
}

/** Where a record stands in the file of the rejects. */
export interface Moved {
  readonly offset: number
  readonly hash: string
}

export interface Recorded {
  readonly given: Arguments
  readonly cleaner: TextCleaner
  readonly terminal: Terminal
  /** One input; several inputs to one output; several inputs, each to its own. */
  readonly outputs: 'one' | 'shared' | 'each'
  readonly switches: Record<string, unknown>
  /** Where the records of the input, or of all, are written. */
  readonly paths: RecordPaths
  /** Where files lie until they are whole. */
  readonly folder?: string | undefined
  /** Of one shard among several: its records are put together with those of the others. */
  readonly part?: PartRecords | undefined
  /** Of a block of an input, in a thread: the other thread takes its records over. */
  readonly block?: BlockMemory | undefined
}

export interface BlockMemory {
  audit(text: string | Uint8Array): void
  rejects(bytes: Uint8Array): void
  tell(kind: Told['kind'], text: string): void
}

/** What is said of single records; of an input only the first few. */
export interface Told {
  readonly kind: 'rejected' | 'guarded' | 'undone'
  readonly text: string
}

/** What a thread recorded of a block of an input. */
export interface BlockRecords {
  /** Rows of its audit, numbered from 1. */
  readonly audit: string | undefined
  readonly counts: object | undefined
  readonly rejects: Uint8Array
  /** Bytes of the rejects before those of the block; known to who puts them together. */
  readonly rejectsBefore: number
  readonly told: readonly Told[]
  readonly here: Here
  readonly lines: number
}

/** Sums over one input. */
export interface Here {
  removed: number
  dropped: number
  documents: number
  guarded: number
  undone: number
  rejected: number
}

export interface PartRecords {
  /** Takes its counts. */
  readonly counts: ((counts: object) => void) | undefined
}

export function auditHeader({ given, cleaner, outputs, switches }: Omit<Recorded, 'paths'>): AuditHeader {
  // An audit of its own is of one result.
  const isEach = outputs === 'each' && recordFolder('audit', given) === undefined
  const options = isEach ? { ...switches, outputs } : switches
  return { version: version(), rules: cleaner.hash, options }
}

export async function auditRecorder(recorded: Recorded, path: string): Promise<Recorder> {
  const { given, cleaner, outputs } = recorded
  const { createAudit } = await import('../report/audit.js')
  const memory = recorded.block
  const file = memory ? toMemory((text) => memory.audit(text)) : destinationOf('audit', path, recorded)
  // Several inputs: a row for each, so that every file can be found or told apart by its size.
  const isOwn = recordFolder('audit', given) !== undefined
  const every = outputs !== 'one' || isOwn || given.flags.has('null-data')
  const audit = createAudit(auditHeader(recorded), cleaner.rules, file.write, every)
  return {
    begin(name, codec) {
      file.begin?.(codec)
      audit.beginDocument(name)
    },
    batch: (batch) => audit.batch(batch),
    output: (bytes) => audit.output(bytes),
    document: (report, origin) => audit.endDocument(report, origin),
    reject: (reject, moved) => moved && audit.moved(reject, moved),
    absorb({ audit: rows, here, rejectsBefore }) {
      const moved = given.values.has('rejects') ? here.rejected : 0
      if (rows !== undefined) audit.append(rows, here.documents + moved, rejectsBefore)
    },
    endInput: (counts) => counts && audit.endRecords(counts.rows),
    ...writersOf(file),
  }
}

type Writers = Pick<Recorder, 'settle' | 'drain' | 'end' | 'discard'>

const writersOf = ({ drain, end, discard, settle }: Destination): Writers => ({
  drain,
  end,
  discard,
  ...(settle && { settle }),
})

/** A file of the input's own, one that all inputs share, or standard output. */
function destinationOf(kind: RecordKind, path: string, recorded: Recorded): Destination {
  const { given, terminal, folder } = recorded
  if (recordFolder(kind, given) !== undefined) return openOwn(path, given, folder)
  return path === '-' ? toTerminal(terminal) : toFile(openOutput(path))
}

export async function statsRecorder(
  { cleaner, switches }: Recorded,
  end: (counts: object) => Promise<void> | void,
  discard?: () => void,
): Promise<Recorder> {
  const { createStats } = await import('../report/stats.js')
  const stats = createStats({ version: version(), rules: cleaner.hash, options: switches }, cleaner.rules)
  return {
    batch: (batch) => stats.batch(batch),
    document: (report, origin) => stats.document(report, origin),
    reject: () => stats.reject(),
    absorb: ({ counts }) => counts && stats.absorb(counts),
    end: async () => end(stats.toJSON()),
    ...(discard && { discard }),
  }
}

/** Where statistics go; a file is opened at once, so that it fails before the work is done. */
export function openStats(
  path: string,
  terminal: Terminal,
): { end(counts: object): Promise<void>; discard(): void } {
  const output = path === '' || path === '-' ? undefined : openOutput(path)
  return {
    async end(counts) {
      const json = `${JSON.stringify(counts, null, 2)}\n`
      if (path === '') terminal.say(json)
      else if (path === '-') await terminal.write(json)
      await output?.write(json)
      await output?.commit()
    },
    discard: () => output?.discard(),
  }
}

export async function diffRecorder({ terminal }: Recorded): Promise<Recorder> {
  const { createDiff } = await import('../report/diff.js')
  const out = toTerminal(terminal)
  const color = terminal.colors('stdout')
  let diff: ReturnType<typeof createDiff> | undefined
  return {
    begin(name) {
      diff = createDiff(name, out.write, color, terminal.isTerminal('stdout'))
    },
    batch: (batch) => diff?.batch(batch),
    endInput: () => diff?.end(),
    drain: out.drain,
    end: out.end,
  }
}

/** The file of the rejects. */
export interface Rejects extends Writers, Pick<Recorder, 'begin'> {
  add(bytes: Uint8Array): void
  /** A record is complete; where it stands in the file. */
  complete(): Moved
  /** Records of a block, and where the first of them stands. */
  append(bytes: Uint8Array): number
}

export function openRejects(path: string, recorded: Recorded): Rejects {
  const { block } = recorded
  const file = block
    ? toMemory((data) => block.rejects(data as Uint8Array))
    : destinationOf('rejects', path, recorded)
  let offset = 0
  let size = 0
  let hash = createHash('sha256')
  return {
    add(bytes) {
      // The bytes are only valid now.
      file.write(bytes.slice())
      hash.update(bytes)
      size += bytes.length
    },
    complete() {
      const moved = { offset, hash: hash.digest('hex') }
      offset += size
      size = 0
      hash = createHash('sha256')
      return moved
    },
    append(bytes) {
      const before = offset
      if (bytes.length > 0) file.write(bytes)
      offset += bytes.length
      return before
    },
    begin: (_, codec) => file.begin?.(codec),
    ...writersOf(file),
  }
}
