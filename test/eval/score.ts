/** Shingle and word F1, as ../shared/eval/score.mjs defines them. */
import { countsOf, type Dictionary, shinglesOf } from './words.js'

/** A text as numbers of its words: as they stand, and of the text in lower case. */
export interface Text {
  readonly words: readonly number[]
  readonly lower: readonly number[]
}

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

/** Scores texts against one gold text, whose counts are made once. */
export function createPageScorer(dictionary: Dictionary, gold: Text): (text: Text) => PageScore {
  const wanted = countsOf(shinglesOf(dictionary, gold.words))
  const wantedWords = countsOf(gold.lower)
  return (text) => {
    let truePositive = 0
    let falsePositive = 0
    let falseNegative = 0
    const found = countsOf(shinglesOf(dictionary, text.words))
    for (const [shingle, got] of found) {
      const want = wanted.get(shingle) ?? 0
      truePositive += Math.min(want, got)
      falsePositive += Math.max(0, got - want)
    }
    for (const [shingle, want] of wanted) falseNegative += Math.max(0, want - (found.get(shingle) ?? 0))
    const sum = truePositive + falsePositive + falseNegative || 1
    return {
      truePositive: truePositive / sum,
      falsePositive: falsePositive / sum,
      falseNegative: falseNegative / sum,
      wordF1: wordF1(wantedWords, gold.lower.length, text.lower),
    }
  }
}

function wordF1(wanted: ReadonlyMap<number, number>, wantedCount: number, words: readonly number[]): number {
  if (wantedCount === 0) return words.length === 0 ? 1 : 0
  let overlap = 0
  for (const [word, count] of countsOf(words)) overlap += Math.min(count, wanted.get(word) ?? 0)
  return overlap === 0 ? 0 : (2 * overlap) / (words.length + wantedCount)
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
