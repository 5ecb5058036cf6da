/** Each kind of record that a run writes beside its result: audit, statistics, diffs, rejects. */
import { createHash } from 'node:crypto'

import type { TextCleaner } from '../core.js'
import type { Batch, DocumentReport, Origin } from '../engine/seam.js'
import type { RecordCounts } from '../formats/jsonl.js'
import type { Reject } from '../formats/jsonl-rejects.js'
import { type Output, openOutput } from '../io/files.js'
import type { AuditHeader } from '../report/audit.js'
import { version } from '../shipped.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

/** Hears of a run; all of it is optional. */
export interface Recorder {
  begin?(name: string): void
  batch?(batch: Batch): void
  output?(bytes: Uint8Array): void
  document?(report: DocumentReport, origin?: Origin): void
  /** A record that could not be read, and where it went if it was not passed through. */
  reject?(reject: Reject, moved?: Moved): void
  /** `counts`: of an input that holds records. */
  endInput?(counts?: RecordCounts): void
  /** Takes over what another thread recorded of a block of the input. */
  absorb?(block: BlockRecords): void
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
  readonly kind: 'rejected' | 'guarded'
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
  rejected: number
}

export interface PartRecords {
  /** The file for its audit. */
  readonly audit: string | undefined
  /** The file for the records that could not be read. */
  readonly rejects: string | undefined
  /** Takes its counts. */
  readonly counts: ((counts: object) => void) | undefined
}

export function auditHeader({ cleaner, outputs, switches }: Recorded): AuditHeader {
  const options = outputs === 'each' ? { ...switches, outputs } : switches
  return { version: version(), rules: cleaner.hash, options }
}

export async function auditRecorder(recorded: Recorded, path: string): Promise<Recorder> {
  const { given, cleaner, terminal, outputs } = recorded
  const { createAudit } = await import('../report/audit.js')
  const memory = recorded.block
  const file = memory
    ? toMemory((text) => memory.audit(text))
    : path === '-'
      ? toTerminal(terminal)
      : toFile(openOutput(path))
  // Several inputs: a row for each, so that every file can be found or told apart by its size.
  const every = outputs !== 'one' || given.flags.has('null-data')
  const audit = createAudit(auditHeader(recorded), cleaner.rules, file.write, every)
  return {
    begin: (name) => audit.beginDocument(name),
    batch: (batch) => audit.batch(batch),
    output: (bytes) => audit.output(bytes),
    document: (report, origin) => audit.endDocument(report, origin),
    reject: (reject, moved) => moved && audit.moved(reject, moved),
    absorb({ audit: rows, here, rejectsBefore }) {
      const moved = given.values.has('rejects') ? here.rejected : 0
      if (rows !== undefined) audit.append(rows, here.documents + moved, rejectsBefore)
    },
    endInput: (counts) => counts && audit.endRecords(counts.rows),
    drain: file.drain,
    end: file.end,
    discard: file.discard,
  }
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
export interface Rejects extends Pick<Recorder, 'drain' | 'end' | 'discard'> {
  add(bytes: Uint8Array): void
  /** A record is complete; where it stands in the file. */
  complete(): Moved
  /** Records of a block, and where the first of them stands. */
  append(bytes: Uint8Array): number
}

export function openRejects(path: string, { terminal, block }: Recorded): Rejects {
  const file = block
    ? toMemory((data) => block.rejects(data as Uint8Array))
    : path === '-'
      ? toTerminal(terminal)
      : toFile(openOutput(path))
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
    drain: file.drain,
    end: file.end,
    discard: file.discard,
  }
}

interface Destination {
  write(data: string | Uint8Array): void
  drain(): Promise<void>
  end(): Promise<void>
  discard(): void
}

function toFile({ write, commit, discard }: Output): Destination {
  let last = Promise.resolve()
  return {
    write(data) {
      last = write(data)
      // Heard of when the run waits for it.
      last.catch(() => {})
    },
    drain: () => last,
    async end() {
      await last
      await commit()
    },
    discard,
  }
}

/** Of a block: its thread hands it on. */
function toMemory(write: (data: string | Uint8Array) => void): Destination {
  return { write, async drain() {}, async end() {}, discard() {} }
}

function toTerminal(terminal: Terminal): Destination {
  let waiting: (string | Uint8Array)[] = []
  async function drain(): Promise<void> {
    const data = waiting
    waiting = []
    for (const piece of data) await terminal.write(piece)
  }
  return { write: (data) => void waiting.push(data), drain, end: drain, discard() {} }
}
