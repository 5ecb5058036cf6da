/** The records of all shards, put together as if they had been one run's. */
import { statSync } from 'node:fs'
import { readChunks } from '../io/chunks.js'
import { openOutput } from '../io/files.js'
import type { Counts } from '../report/counts.js'
import type { Part, Shard } from './part.js'
import { recordFolder, recordKinds } from './record-paths.js'
import { auditHeader, openStats, type Recorded } from './recorders.js'
import { sayTotals, type Totals } from './records.js'

/** A shard whose records count. */
export interface Read extends Shard {
  readonly totals: Totals
}

export interface Gathered {
  readonly totals: Totals
  add(part: Pick<Part, 'totals' | 'counts'>): void
  /** `shards`: those whose records count, in order. Returns the counts of all, if they are counted. */
  end(shards: readonly Read[]): Promise<object | undefined>
  /** Counts of several runs as one. */
  merge(all: readonly object[]): object
  discard(): void
}

/** Opens what records go to at once, so that it fails before the work is done. */
export async function gather(recorded: Omit<Recorded, 'paths'>, counted: boolean): Promise<Gathered> {
  const { given, terminal, cleaner, outputs } = recorded
  const [{ appendAudit }, { createSum }, { createStats }] = await Promise.all([
    import('../report/merge.js'),
    import('../report/counts.js'),
    import('../report/stats.js'),
  ])
  const { values } = given
  // In a directory each input has its own, and nothing is to be put together.
  const [auditPath, rejectsPath] = recordKinds.map((kind) =>
    recordFolder(kind, given) === undefined ? values.get(kind) : undefined,
  )
  const statsPath = values.get('stats')
  const header = auditHeader(recorded)
  const base = counted ? createStats({ ...header, options: recorded.switches }, cleaner.rules).toJSON() : {}
  const audit = auditPath === undefined || auditPath === '-' ? undefined : openOutput(auditPath)
  const stats = statsPath === undefined ? undefined : openStats(statsPath, terminal)
  const rejects = rejectsPath === undefined || rejectsPath === '-' ? undefined : openOutput(rejectsPath)
  const totals = { documents: 0, lines: 0, removed: 0, rejected: 0 }
  const sum = createSum()
  sum.add(base as Counts)
  return {
    totals,
    add(part) {
      for (const name of ['documents', 'lines', 'removed', 'rejected'] as const)
        totals[name] += part.totals[name]
      if (part.counts) sum.add(part.counts as Counts)
    },
    async end(shards) {
      if (auditPath !== undefined) {
        const write = audit?.write ?? terminal.write
        await write(`${JSON.stringify(header)}\n`)
        let before = { documents: 0, rejectedBytes: 0 }
        for (const { audit: file, rejects: moved, totals: own } of shards) {
          if (file === undefined) continue
          await appendAudit(file, before, write)
          // Those without a row, too; and each record that was put aside.
          const documents = own.documents + (moved === undefined ? 0 : own.rejected)
          before = {
            documents: before.documents + documents,
            rejectedBytes: before.rejectedBytes + (moved === undefined ? 0 : statSync(moved).size),
          }
        }
        await audit?.commit()
      }
      if (rejectsPath !== undefined) {
        const write = rejects?.write ?? terminal.write
        for (const { rejects: file } of shards)
          if (file !== undefined) for await (const chunk of readChunks(file)) await write(chunk)
        await rejects?.commit()
      }
      const counts = sum.toJSON()
      await stats?.end(counts)
      if (outputs === 'shared' && given.values.get('output') === undefined) sayTotals(totals, given, terminal)
      return counted ? counts : undefined
    },
    merge(all) {
      const merged = createSum()
      for (const counts of [base, ...all]) merged.add(counts as Counts)
      return merged.toJSON()
    },
    discard() {
      audit?.discard()
      stats?.discard()
      rejects?.discard()
    },
  }
}
