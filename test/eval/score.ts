/** Shingle and word F1, as ../shared/eval/score.mjs defines them. */
import type { Text } from './text.js'
import type { Dictionary } from './words.js'

/** What a page tells of a text: shares of its shingles, and word F1. */
export interface PageScore {
  readonly truePositive: number
  readonly falsePositive: number
  readonly falseNegative: number
  readonly wordF1: number
}

export interface Score {
  readonly f1: number
  readonly precision: number
  readonly recall: number
  readonly wordF1: number
}

/** `counts[n]`: how often number n is among the items. */
function countsOf(items: readonly number[], numbers: number): Int32Array {
  const counts = new Int32Array(numbers + 1)
  for (const item of items) (counts[item] as number)++
  return counts
}

/** Items that both have, each as often as both have it. */
function overlap(items: readonly number[], wanted: Int32Array): number {
  const left = wanted.slice()
  let common = 0
  for (const item of items) {
    if (!((left[item] ?? 0) > 0)) continue
    common++
    ;(left[item] as number)--
  }
  return common
}

/** Scores texts against one gold text. */
export function createPageScorer(dictionary: Dictionary, gold: Text): (text: Text) => PageScore {
  const wanted = countsOf(gold.shingles, dictionary.shingles())
  const wantedWords = countsOf(gold.lower, dictionary.words())
  return (text) => {
    const truePositive = overlap(text.shingles, wanted)
    const falsePositive = text.shingles.length - truePositive
    const falseNegative = gold.shingles.length - truePositive
    const sum = truePositive + falsePositive + falseNegative || 1
    const words = gold.lower.length + text.lower.length
    return {
      truePositive: truePositive / sum,
      falsePositive: falsePositive / sum,
      falseNegative: falseNegative / sum,
      wordF1: words === 0 ? 1 : (2 * overlap(text.lower, wantedWords)) / words,
    }
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length

/** The harmonic mean of mean precision and mean recall: pages without a shingle on a side do not count there. */
export function meanScore(pages: readonly PageScore[]): Score {
  const share = (part: number, other: number): number[] => (part + other > 0 ? [part / (part + other)] : [])
  const precision = mean(pages.flatMap((page) => share(page.truePositive, page.falsePositive)))
  const recall = mean(pages.flatMap((page) => share(page.truePositive, page.falseNegative)))
  const f1 = (2 * precision * recall) / (precision + recall || 1)
  return { f1, precision, recall, wordF1: mean(pages.map((page) => page.wordF1)) }
}
