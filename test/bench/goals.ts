/** What the figures are held against. The thresholds stand here and nowhere else. */
import { names } from './competitors.js'
import { type CorpusResult, netSpeed, type Results, ratio, speed } from './results.js'

/** Times as fast as the other, in MB per CPU-second; or as long, in seconds; or MiB. */
const thresholds = {
  toRipgrep: { made: 1.2, pages: 0.6 }, // at least; made: long prose lines, pages: 56 bytes a line
  toPipe: { made: 0.3 }, // at least
  toMade: { 'cyrillic-cjk': 0.5 }, // at least: text that is not ASCII against text that is
  grownToShipped: 0.9, // at least: matching must not depend on the number of phrases
  startToNode: 2, // at most
  memoryMebibytes: 60, // at most, beyond the bare pipe, whatever the input
} as const

export interface Goal {
  readonly text: string
  readonly bound: 'at least' | 'at most'
  readonly wanted: number
  /** Undefined: not measured this time. */
  readonly measured: number | undefined
  readonly unit: string
}

function corpusGoals(corpus: CorpusResult, made: CorpusResult | undefined): Goal[] {
  const clean = speed(corpus, names.clean)
  const atLeast = (text: string, wanted: number | undefined, measured: number | undefined): Goal[] =>
    wanted === undefined
      ? []
      : [{ text: `\`${corpus.name}\`: ${text}`, bound: 'at least', wanted, measured, unit: '×' }]
  const wantedOf = (table: Readonly<Record<string, number>>): number | undefined => table[corpus.name]
  return [
    ...atLeast(
      `clean against ${names.ripgrep}`,
      wantedOf(thresholds.toRipgrep),
      ratio(clean, speed(corpus, names.ripgrep)),
    ),
    ...atLeast(
      `clean against ${names.pipe}`,
      wantedOf(thresholds.toPipe),
      ratio(clean, speed(corpus, names.pipe)),
    ),
    ...atLeast(
      'clean against clean on `made`',
      wantedOf(thresholds.toMade),
      made && ratio(clean, speed(made, names.clean)),
    ),
    ...atLeast(
      'packs grown to 20,000 phrases against shipped packs, one-line runs taken off both',
      thresholds.grownToShipped,
      ratio(netSpeed(corpus, names.grown), netSpeed(corpus, names.clean)),
    ),
  ]
}

export function goals(results: Results): Goal[] {
  const { start, memory } = results
  const memoryGoals = memory.map(
    ({ name, clean, pipe }): Goal => ({
      text: `memory beyond the bare Node pipe, ${name}`,
      bound: 'at most',
      wanted: thresholds.memoryMebibytes,
      measured: (clean.peak - pipe.peak) / 2 ** 20,
      unit: ' MiB',
    }),
  )
  const startGoal: Goal = {
    text: 'start-up: clean on one line against `node -e 0`, wall',
    bound: 'at most',
    wanted: thresholds.startToNode,
    measured: ratio(start?.clean.wall, start?.node.wall),
    unit: '×',
  }
  return [
    ...results.corpora.flatMap((corpus) =>
      corpusGoals(
        corpus,
        results.corpora.find(({ name }) => name === 'made'),
      ),
    ),
    startGoal,
    ...memoryGoals,
  ]
}

export function isMet(goal: Goal): boolean | undefined {
  if (goal.measured === undefined || Number.isNaN(goal.measured)) return undefined
  return goal.bound === 'at least' ? goal.measured >= goal.wanted : goal.measured <= goal.wanted
}
