/** Cleans the pages of a set and scores what came out. */
import { type Contender, type Fate, fatesOf } from './contender.js'
import { type EvalSet, type Page, readPages } from './data.js'
import { type Label, labelLines } from './labels.js'
import { countLosses, type Losses, matchLines } from './losses.js'
import { createPageScorer, type PageScore, type Text } from './score.js'
import { createDictionary, type Dictionary, lowerWordsOf, wordsOf } from './words.js'

/** One page, cleaned and scored. */
export interface PageResult {
  readonly page: Page
  readonly lines: readonly string[]
  readonly labels: readonly Label[]
  readonly fates: readonly Fate[]
  readonly kept: readonly boolean[]
  readonly losses: Losses
  readonly before: PageScore
  readonly after: PageScore
  readonly oracle: PageScore
}

function textOf(dictionary: Dictionary, lines: readonly string[]): Text {
  const words: number[] = []
  const lower: number[] = []
  for (const line of lines) {
    for (const word of wordsOf(line)) words.push(dictionary.word(word))
    for (const word of lowerWordsOf(line)) lower.push(dictionary.word(word))
  }
  return { words, lower }
}

export function evaluatePage({ cleaner }: Contender, page: Page): PageResult {
  const lines = page.text.split('\n').map((line) => line.trim())
  const fates = fatesOf(cleaner, page.text, page.gold.url)
  const labels = labelLines(lines.map(lowerWordsOf), page.gold.text)
  const dictionary = createDictionary()
  const score = createPageScorer(dictionary, textOf(dictionary, page.gold.text.split('\n')))
  const scoreOf = (stays: (line: number) => boolean): PageScore =>
    score(
      textOf(
        dictionary,
        lines.filter((_, i) => stays(i)),
      ),
    )
  const stays = fates.map(({ how }) => how === undefined)
  const kept = stays.includes(false)
    ? matchLines(
        lines,
        lines.filter((_, i) => stays[i]),
      )
    : stays
  const before = scoreOf(() => true)
  return {
    page,
    lines,
    labels,
    fates,
    kept,
    losses: countLosses(lines, labels, kept),
    before,
    after: stays.includes(false) ? scoreOf((i) => stays[i] === true) : before,
    oracle: scoreOf((i) => labels[i] !== 'junk'),
  }
}

export function* evaluateSet(contender: Contender, set: EvalSet): Generator<PageResult> {
  for (const page of readPages(set)) yield evaluatePage(contender, page)
}
