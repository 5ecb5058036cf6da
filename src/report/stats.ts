/** Counts of a run, as JSON. Names come in at the end. */
import { type Batch, type DocumentReport, hows, type Origin } from '../engine/seam.js'
import type { Rule } from '../types.js'
import type { AuditHeader } from './audit.js'
import { type Counts, createSum } from './counts.js'
import { createHosts } from './hosts.js'

export interface Stats {
  batch(batch: Batch): void
  document(report: DocumentReport, origin?: Origin): void
  /** A record that could not be read. */
  reject(): void
  /** Adds the counts of a part of the run. */
  absorb(counts: object): void
  toJSON(): object
}

export function createStats(header: AuditHeader, rules: readonly Rule[]): Stats {
  const { version, rules: hash, options } = header
  // Not an array with a place for every rule: each of many small files would pay for it.
  const byRule = new Map<number, number>()
  const byHow = new Map<number, number>()
  const context = hows.indexOf('context') + 1
  const blank = hows.indexOf('blank') + 1
  const documents = {
    all: 0,
    changed: 0,
    emptied: 0,
    guarded: 0,
    dropped: 0,
    streamed: 0,
    rejected: 0,
    undone: 0,
  }
  const hosts = createHosts()
  const sum = createSum()
  sum.add({ version, rules: hash, options })
  let isSummed = false
  const lines = { in: 0, out: 0 }
  const bytes = { in: 0, out: 0 }

  return {
    batch({ from, to, fates, takers }) {
      for (let line = from; line < to; line++) {
        const fate = fates[line] as number
        if (fate === 0) continue
        byHow.set(fate - 1, (byHow.get(fate - 1) ?? 0) + 1)
        const taker = takers[line] as number
        if (taker < 0 || fate === context || fate === blank) continue
        byRule.set(taker, (byRule.get(taker) ?? 0) + 1)
      }
    },
    absorb(counts) {
      sum.add(counts as Counts)
    },
    reject() {
      documents.rejected++
    },
    document(report, origin) {
      const emptied = report.bytes > 0 && report.keptBytes === 0
      const dropped = (report.guarded && emptied) || origin?.dropped !== undefined
      documents.all++
      if (report.removedLines > 0 || dropped) documents.changed++
      if (emptied && !dropped) documents.emptied++
      if (report.guarded && !emptied) documents.guarded++
      if (dropped) documents.dropped++
      if (report.streamed) documents.streamed++
      if (report.undone) documents.undone++
      lines.in += report.lines
      lines.out += emptied ? 0 : report.lines - report.removedLines
      bytes.in += report.bytes
      bytes.out += report.keptBytes
      if (origin?.host !== undefined) hosts.add(origin.host, report)
    },
    toJSON() {
      // Once: sums do not forget.
      if (!isSummed) sum.add(ownCounts())
      isSummed = true
      return sum.toJSON()
    },
  }

  function ownCounts(): Counts {
    const { all, ...kinds } = documents
    const byHost = hosts.toJSON()
    return {
      documents: all,
      ...kinds,
      lines: { ...lines },
      bytes: { ...bytes },
      byRule: tally(byRule, (number) => rules[number]?.id),
      byPack: tally(byRule, (number) => rules[number]?.id.split('#')[0]),
      byCategory: tally(byRule, (number) => rules[number]?.category),
      byLanguage: tally(byRule, (number) => rules[number]?.language),
      byHow: tally(byHow, (number) => hows[number]),
      ...(byHost && { byHost, hostsExact: hosts.isExact }),
    }
  }
}

/** Sums counts under their names, sorted. */
function tally(counts: ReadonlyMap<number, number>, nameOf: (number: number) => string | undefined): object {
  const sums = new Map<string, number>()
  counts.forEach((count, number) => {
    const name = nameOf(number)
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + count)
  })
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}
