/** What was measured, as plain data: main fills it, the tables and the goals read it. */
import type { Figures } from './measure.js'

export interface CorpusResult {
  readonly name: string
  readonly bytes: number
  readonly figures: readonly Figures[]
  /** Median CPU of the same command on a file of one line, by name. */
  readonly oneLine: ReadonlyMap<string, number>
}

export interface StartResult {
  readonly runs: number
  readonly clean: Figures
  readonly node: Figures
}

export interface MemoryResult {
  readonly name: string
  readonly bytes: number
  readonly clean: Figures
  readonly pipe: Figures
}

export interface Results {
  readonly machine: readonly string[]
  readonly runs: number
  readonly notes: readonly string[]
  readonly corpora: readonly CorpusResult[]
  readonly start?: StartResult | undefined
  readonly memory: readonly MemoryResult[]
  readonly memoryRuns: number
}

export const named = (corpus: CorpusResult, name: string): Figures | undefined =>
  corpus.figures.find((figures) => figures.name === name)

/** Megabytes (10^6 bytes) a CPU-second, start and all. */
export function speed(corpus: CorpusResult, name: string): number | undefined {
  const figures = named(corpus, name)
  return figures && corpus.bytes / 1e6 / figures.cpu
}

/** The same with the run on one line taken off: without start and compilation of packs. */
export function netSpeed(corpus: CorpusResult, name: string): number | undefined {
  const figures = named(corpus, name)
  const oneLine = corpus.oneLine.get(name)
  if (figures === undefined || oneLine === undefined || figures.cpu <= oneLine) return undefined
  return corpus.bytes / 1e6 / (figures.cpu - oneLine)
}

export function ratio(above: number | undefined, below: number | undefined): number | undefined {
  return above === undefined || below === undefined ? undefined : above / below
}
