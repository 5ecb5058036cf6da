/** What a run says beside its result: its recorders together, names, notices, the closing line. */
import type { Batch, Origin } from '../engine/seam.js'
import { UserError } from '../errors.js'
import type { RecordCounts } from '../formats/jsonl.js'
import type { Reject } from '../formats/jsonl-rejects.js'
import type { Codec } from '../io/codecs.js'
import { jsonlLimits } from '../limits.js'
import type { Format, Hooks } from './format.js'
import type { Arguments } from './options.js'
import {
  auditRecorder,
  type BlockRecords,
  diffRecorder,
  type Here,
  openRejects,
  openStats,
  type Recorded,
  type Recorder,
  type Rejects,
  statsRecorder,
  type Told,
} from './recorders.js'
import type { Terminal } from './terminal.js'

/** Sums over all inputs. */
export interface Totals {
  readonly documents: number
  readonly lines: number
  readonly removed: number
  /** Records that could not be read. */
  readonly rejected: number
}

/** Of one input. */
const nothing = { removed: 0, dropped: 0, documents: 0, guarded: 0, undone: 0, rejected: 0 }

function sumOf(a: Here, b: Here): Here {
  return {
    removed: a.removed + b.removed,
    dropped: a.dropped + b.dropped,
    documents: a.documents + b.documents,
    guarded: a.guarded + b.guarded,
    undone: a.undone + b.undone,
    rejected: a.rejected + b.rejected,
  }
}

/** Records of an input that are told one by one. */
const SAID = 5

/** An input that was read to its end, or as far as it could be. */
export interface Ended {
  readonly name: string
  readonly format: Format
  /** Of an input that holds records. */
  readonly counts?: RecordCounts | undefined
  readonly isPartial: boolean
}

export interface Records {
  readonly totals: Totals
  /** Must the run wait for the records' writers now and then? */
  readonly isSlow: boolean
  /** An input begins; the hooks for its stream. */
  begin(name: string, codec: Codec): Hooks
  drain(): Promise<void>
  /** Takes over what another thread recorded of a block of the input. */
  absorb(block: BlockRecords): void
  /** Sums over the input so far. */
  here(): Here
  /** An input ended; did anything go? */
  endInput(ended: Ended): Promise<boolean>
  /** All inputs ended. `isPage`: the result went to standard output. */
  end(isPage: boolean): Promise<void>
  /** The run failed: no records are left behind. */
  discard(): void
}

export async function createRecords(recorded: Recorded): Promise<Records> {
  const { given, terminal } = recorded
  const { flags, values } = given
  const { recorders, rejects } = await recordersOf(recorded)
  const hear = <K extends 'batch' | 'output' | 'document'>(key: K): Recorder[] =>
    recorders.filter((recorder) => recorder[key])
  const [batches, outputs, documents] = [hear('batch'), hear('output'), hear('document')]
  const all = { documents: 0, lines: 0, removed: 0, rejected: 0 }
  let here = { ...nothing }

  async function drain(): Promise<void> {
    for (const recorder of recorders) await recorder.drain?.()
  }

  /** Of the first few only; of a block all of them may be the first. */
  function tell(kind: Told['kind'], text: string): void {
    if (here[kind] > SAID) return
    if (recorded.block) recorded.block.tell(kind, text)
    else terminal.notice(text)
  }

  function guarded(name: string, origin: Origin | undefined): void {
    if (origin) here.guarded++
    const place = origin
      ? `${nameOf(name)}:${origin.row}`
      : flags.has('null-data')
        ? `${nameOf(name)}: document ${here.documents}`
        : nameOf(name)
    const outcome = isDropped ? 'dropped' : 'left as it was'
    tell('guarded', `${place}: more than --max-removed would go, ${outcome}`)
  }

  function undone(name: string, origin: Origin | undefined): void {
    here.undone++
    const place = origin ? `${nameOf(name)}:${origin.row}` : nameOf(name)
    tell('undone', `${place}: too little prose would be left, no element was removed`)
  }

  function rejected(name: string, reject: Reject): void {
    const place = { file: nameOf(name), line: reject.row, column: reject.column }
    if (flags.has('strict'))
      throw new UserError('RECORD', place, `${reject.message}; mend the record, or leave out --strict`)
    const moved = rejects?.complete()
    for (const recorder of recorders) recorder.reject?.(reject, moved)
    here.rejected++
    all.rejected++
    const outcome = moved
      ? `put into ${values.get('rejects')}`
      : values.get('emit') === 'attributes'
        ? 'its row has no attributes'
        : 'passed through as it is'
    tell('rejected', new UserError('RECORD', place, `${reject.message}; ${outcome}`).message)
  }

  /** What is said of an input's records at its end. */
  function sum(name: string, counts: RecordCounts): void {
    const more = counts.rejected - SAID
    if (more > 0) terminal.notice(`${nameOf(name)}: ${more} more records could not be read`)
    const undones = here.undone - SAID
    if (undones > 0) terminal.notice(`${nameOf(name)}: of ${undones} more pages no element was removed`)
    const guards = here.guarded - SAID
    if (guards > 0) terminal.notice(`${nameOf(name)}: --max-removed left or dropped ${guards} more records`)
    if (rejects || counts.rejected <= counts.records * jsonlLimits.unreadShare) return
    const share = ((100 * counts.rejected) / counts.records).toFixed(1)
    // Said even with --quiet: a wrong field looks like clean data.
    terminal.error(
      `${nameOf(name)}: ${counts.rejected} of ${counts.records} records (${share} %) were passed through unread; --rejects FILE gathers them, -f NAME names the field of the text`,
    )
  }

  const isDropped = values.get('guard') === 'drop'
  return {
    totals: all,
    isSlow: recorders.some((recorder) => recorder.drain),
    begin(name, codec) {
      here = { ...nothing }
      for (const recorder of recorders) recorder.begin?.(name, codec)
      return {
        ...(batches.length > 0 && {
          onBatch: (batch: Batch) => {
            for (const recorder of batches) recorder.batch?.(batch)
          },
        }),
        ...(outputs.length > 0 && {
          onKept: (bytes: Uint8Array) => {
            for (const recorder of outputs) recorder.output?.(bytes)
          },
        }),
        ...(rejects && { onRejected: (bytes: Uint8Array) => rejects.add(bytes) }),
        onReject: (reject) => rejected(name, reject),
        onDocument(report, origin) {
          here.documents++
          all.documents++
          for (const recorder of documents) recorder.document?.(report, origin)
          all.lines += report.lines
          const removed = report.guarded && isDropped ? report.lines : report.removedLines
          here.removed += removed
          all.removed += removed
          if (origin?.dropped) here.dropped++
          if (report.guarded) guarded(name, origin)
          if (report.undone) undone(name, origin)
        },
      }
    },
    drain,
    absorb(block) {
      const rejectsBefore = rejects?.append(block.rejects) ?? 0
      for (const recorder of recorders) recorder.absorb?.({ ...block, rejectsBefore })
      const said = { rejected: here.rejected, guarded: here.guarded, undone: here.undone }
      for (const { kind, text } of block.told) if (++said[kind] <= SAID) terminal.notice(text)
      here = sumOf(here, block.here)
      all.documents += block.here.documents
      all.lines += block.lines
      all.removed += block.here.removed
      all.rejected += block.here.rejected
    },
    here: () => here,
    async endInput({ name, format, counts, isPartial }) {
      for (const recorder of recorders) recorder.endInput?.(counts)
      if (counts) sum(name, counts)
      await drain()
      // Before the result: what was removed in place must not be lost.
      for (const recorder of recorders) await recorder.settle?.(isPartial)
      const changed = here.removed + here.dropped > 0
      if (changed && flags.has('list-different'))
        await terminal.write(`${terminal.shown('stdout', nameOf(name))}\n`)
      terminal.detail(`${nameOf(name)}: ${format}, ${here.removed} lines removed`)
      return changed || (counts !== undefined && rejects !== undefined && here.rejected > 0)
    },
    async end(isPage) {
      for (const recorder of recorders) await recorder.end?.()
      if (isPage) sayTotals(all, given, terminal)
    },
    discard() {
      for (const recorder of recorders) recorder.discard?.()
    },
  }
}

/** The closing line, for who looks at a page. */
export function sayTotals({ removed, lines }: Totals, { flags }: Arguments, terminal: Terminal): void {
  if (terminal.isTerminal('stdout') && terminal.isTerminal('stderr') && !flags.has('quiet'))
    terminal.say(`removed ${removed} of ${lines} lines (clean explain shows which)\n`)
}

async function recordersOf(
  recorded: Recorded,
): Promise<{ recorders: Recorder[]; rejects: Rejects | undefined }> {
  const { given, part, terminal } = recorded
  const { flags, values } = given
  const recorders: Recorder[] = []
  try {
    const { audit, rejects: path } = recorded.paths
    if (audit !== undefined) recorders.push(await auditRecorder(recorded, audit))
    const stats = values.get('stats')
    if (part?.counts) recorders.push(await statsRecorder(recorded, part.counts))
    else if (!part && stats !== undefined) {
      const { end, discard } = openStats(stats, terminal)
      recorders.push(await statsRecorder(recorded, end, discard))
    }
    if (flags.has('diff')) recorders.push(await diffRecorder(recorded))
    const rejects = path === undefined ? undefined : openRejects(path, recorded)
    if (rejects) recorders.push(rejects)
    return { recorders, rejects }
  } catch (error) {
    for (const recorder of recorders) recorder.discard?.()
    throw error
  }
}

const nameOf = (name: string): string => (name === '-' ? 'standard input' : name)
