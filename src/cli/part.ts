/** One shard among several: its own records, and an error of one is no error of the others. */
import type { Result } from '../io/results.js'
import type { Found } from '../io/tree.js'
import type { Recorded } from './recorders.js'
import { createRecords, type Records, type Totals } from './records.js'
import { cleanShard, type Failure, failureOf, nameOf, type ShardRun } from './shard.js'

export interface Shard {
  readonly found: Found
  /** Place in the order of the run, from 0. */
  readonly index: number
  /** The files for its audit and for the records that could not be read. */
  readonly audit: string | undefined
  readonly rejects: string | undefined
}

/** What became of a shard, as data that a thread can hand to another. */
export interface Part {
  readonly totals: Totals
  readonly changed: boolean
  /** Bytes of the result's own file. */
  readonly size: number
  readonly counts?: object | undefined
  readonly failure?: Failure | undefined
  /** Could it be read, if only to the place where it is cut off? Then its records count. */
  readonly isRead: boolean
}

/** What was done since it was last told. */
export interface Step extends Omit<Totals, 'rejected'> {
  /** As they are in the file. */
  readonly bytes: number
}

export interface PartRun extends Omit<ShardRun, 'onRead'> {
  readonly outputs: Recorded['outputs']
  readonly switches: Recorded['switches']
  /** Are counts asked for? */
  readonly counted: boolean
  openShared?(codec: Parameters<NonNullable<ShardRun['openShared']>>[0]): Pick<Result, 'write'>
  onStep?(step: Step): void
}

export async function cleanPart(run: PartRun, { found, audit, rejects }: Shard): Promise<Part> {
  const { given, terminal, cleaner, outputs, switches, counted } = run
  let counts: object | undefined
  let records: Records | undefined
  let told: Totals = { documents: 0, lines: 0, removed: 0, rejected: 0 }
  function step(bytes: number): void {
    if (!run.onStep || !records) return
    const { documents, lines, removed, rejected } = records.totals
    run.onStep({
      bytes,
      documents: documents - told.documents,
      lines: lines - told.lines,
      removed: removed - told.removed,
    })
    told = { documents, lines, removed, rejected }
  }
  try {
    const part = {
      counts: counted
        ? (made: object): void => {
            counts = made
          }
        : undefined,
    }
    const { folder } = run
    const paths = { audit, rejects }
    records = await createRecords({ given, cleaner, terminal, outputs, switches, paths, folder, part })
    const { changed, size, failure } = await cleanShard({ ...run, onRead: step }, found, records)
    await records.end(false)
    step(0)
    const failed = failure && { kind: 'input' as const, message: failure.message }
    return { totals: { ...records.totals }, changed, size, counts, failure: failed, isRead: true }
  } catch (error) {
    records?.discard()
    const totals = records ? { ...records.totals } : told
    const failure = failureOf(error, nameOf(found, given), totals.documents + 1, run.openShared !== undefined)
    return { totals, changed: false, size: 0, failure, isRead: false }
  }
}
