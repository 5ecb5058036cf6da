/** What the figures are held against. The thresholds stand here and nowhere else. */
import { names } from './competitors.js'
import { type CorpusResult, netSpeed, type Results, ratio, speed } from './results.js'

/** Times as fast as the other, in MB per CPU-second; or as long, in seconds; or MiB. */
const thresholds = {
  toSed: 1, // at least: else a user is better off with sed
  toRipgrep: 0.5, // at least
  toPipe: 0.25, // at least
  grownToShipped: 0.8, // at least: matching must not depend on the number of phrases
  startToNode: 1.9, // at most: a bundled executable with yargs and through2 was measured at 1.9
  memoryMebibytes: 64, // at most, beyond the bare pipe, whatever the input
} as const

export interface Goal {
  readonly text: string
  readonly bound: 'at least' | 'at most'
  readonly wanted: number
  /** Undefined: not measured this time. */
  readonly measured: number | undefined
  readonly unit: string
}

function corpusGoals(corpus: CorpusResult): Goal[] {
  const clean = speed(corpus, names.clean)
  const against = (name: string, wanted: number): Goal => ({
    text: `\`${corpus.name}\`: clean against ${name}`,
    bound: 'at least',
    wanted,
    measured: ratio(clean, speed(corpus, name)),
    unit: '×',
  })
  const grown: Goal = {
    text: `\`${corpus.name}\`: grown packs against shipped packs, one-line runs taken off both`,
    bound: 'at least',
    wanted: thresholds.grownToShipped,
    measured: ratio(netSpeed(corpus, names.grown), netSpeed(corpus, names.clean)),
    unit: '×',
  }
  return [
    against(names.sed, thresholds.toSed),
    against(names.ripgrep, thresholds.toRipgrep),
    against(names.pipe, thresholds.toPipe),
    grown,
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
  return [...results.corpora.flatMap(corpusGoals), startGoal, ...memoryGoals]
}

export function isMet(goal: Goal): boolean | undefined {
  if (goal.measured === undefined || Number.isNaN(goal.measured)) return undefined
  return goal.bound === 'at least' ? goal.measured >= goal.wanted : goal.measured <= goal.wanted
}
