/** One page, cleaned, its lines labelled. */
import type { TextCleaner } from '../../src/core.js'
import type { Page } from './data.js'
import { type Fate, fatesOf } from './fates.js'
import { type Label, labelLines } from './labels.js'
import { createPageScorer, type PageScore } from './score.js'
import { type Lines, readLines, selectLines } from './text.js'
import { createDictionary, type Dictionary } from './words.js'

export interface CleanedPage {
  readonly page: Page
  /** Trimmed. */
  readonly lines: readonly string[]
  readonly fates: readonly Fate[]
  readonly guarded: boolean
  /** Some line went. */
  readonly changed: boolean
}

export function cleanPage(cleaner: TextCleaner, page: Page): CleanedPage {
  const lines = page.text.split('\n').map((line) => line.trim())
  const { fates, guarded } = fatesOf(cleaner, page.text, page.gold.url)
  return { page, lines, fates, guarded, changed: fates.some(({ how }) => how !== undefined) }
}

export const afterText = ({ page, fates, changed }: CleanedPage): string =>
  changed
    ? page.text
        .split('\n')
        .filter((_, line) => fates[line]?.how === undefined)
        .join('\n')
    : page.text

export interface LabelledPage extends CleanedPage {
  readonly labels: readonly Label[]
  readonly dictionary: Dictionary
  readonly read: Lines
}

export function labelPage(cleaned: CleanedPage): LabelledPage {
  const dictionary = createDictionary()
  const read = readLines(dictionary, cleaned.lines)
  return {
    ...cleaned,
    dictionary,
    read,
    labels: labelLines(dictionary, cleaned.lines, read, cleaned.page.gold.text),
  }
}

export interface PageScores {
  readonly before: PageScore
  readonly after: PageScore
  /** Every junk line removed, nothing else. */
  readonly oracle: PageScore
}

export function scorePage({ page, dictionary, read, labels, fates, changed }: LabelledPage): PageScores {
  const score = createPageScorer(dictionary, readLines(dictionary, page.gold.text.split('\n')))
  const before = score(read)
  return {
    before,
    after: changed ? score(selectLines(dictionary, read, (line) => fates[line]?.how === undefined)) : before,
    oracle: score(selectLines(dictionary, read, (line) => labels[line] !== 'junk')),
  }
}
