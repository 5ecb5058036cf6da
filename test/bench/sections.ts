/** The sections of the page, each measured on its own. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Competitors } from './competitors.js'
import { corpus } from './corpora.js'
import { type Command, interleave, measure, type Sample } from './measure.js'
import type { CorpusResult, MemoryResult, StartResult } from './results.js'
import { memoryStreams } from './streams.js'

/** MB of `made` in a full run; a smaller one has shorter memory streams, too. */
export const fullSize = 500
/** Size of a corpus as a share of `made`. */
export const corpusShares: Readonly<Record<string, number>> = {
  made: 1,
  'cyrillic-cjk': 0.4,
  pages: 0.4,
}
const startRuns = 20
const memoryRunsAtMost = 3

/** What all sections need. */
export interface Bench {
  readonly size: number // MB
  readonly runs: number
  readonly long: boolean
  readonly work: string
  readonly competitors: Competitors
  readonly say: (line: string) => void
}

function onFile(bench: Bench, path: string): (command: Command) => Promise<Sample> {
  return (command) => measure(command, path, join(bench.work, 'output'), bench.work)
}

function oneLineFile(bench: Bench): string {
  const path = join(bench.work, 'one-line.txt')
  writeFileSync(path, 'The committee met on Monday and agreed on the plan for the new bridge.\n')
  return path
}

/** CPU seconds of start and compilation: what is left when there is next to nothing to read. */
export async function runOneLine(bench: Bench): Promise<ReadonlyMap<string, number>> {
  const { clean, grown } = bench.competitors
  const figures = await interleave([clean, grown], bench.runs, onFile(bench, oneLineFile(bench)))
  return new Map(figures.map(({ name, cpu }) => [name, cpu]))
}

/** Undefined where the source of the corpus is missing. */
export async function runCorpus(
  bench: Bench,
  name: string,
  oneLine: ReadonlyMap<string, number>,
): Promise<CorpusResult | undefined> {
  const { commands } = bench.competitors
  const made = corpus(name, Math.round(bench.size * 1e6 * (corpusShares[name] ?? 1)), bench.work)
  if (made === undefined) return undefined
  bench.say(`${name}: ${bench.runs} × ${commands.length} commands`)
  // Brings the file into the page cache, so that the first command does not pay for the disk.
  execFileSync('cksum', [made.path])
  const figures = await interleave(commands, bench.runs, onFile(bench, made.path))
  return { name, bytes: made.bytes, figures, oneLine }
}

export async function runStart(bench: Bench): Promise<StartResult | undefined> {
  bench.say(`start-up: ${startRuns} × 2 runs`)
  const bare = { name: 'node -e 0', argv: ['node', '-e', '0'] }
  const commands = [bench.competitors.clean, bare]
  const [clean, node] = await interleave(commands, startRuns, onFile(bench, oneLineFile(bench)))
  return clean && node && { runs: startRuns, clean, node }
}

export const memoryRuns = (bench: Bench): number => (bench.long ? 1 : Math.min(memoryRunsAtMost, bench.runs))

export async function runMemory(bench: Bench): Promise<MemoryResult[]> {
  const { clean, pipe } = bench.competitors
  const rows: MemoryResult[] = []
  for (const stream of memoryStreams(bench.long ? 10 : 1, Math.min(1, bench.size / fullSize))) {
    bench.say(`memory: ${stream.name}`)
    const run = (command: Command) => measure(command, stream.chunks(), '/dev/null', bench.work)
    const [own, bare] = await interleave([clean, pipe], memoryRuns(bench), run)
    if (own && bare) rows.push({ name: stream.name, bytes: stream.bytes, clean: own, pipe: bare })
  }
  return rows
}
