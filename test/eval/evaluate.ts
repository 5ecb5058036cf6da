/** Cleans every page of every set, and gathers what it did. */
import type { TextCleaner } from '../../src/core.js'
import { type EvalSet, isGoldSet, readPages } from './data.js'
import { createSetTally, type SetFigures } from './figures.js'
import { cleanPage, type LabelledPage, labelPage } from './pages.js'
import { createRuleTally, type RuleFigures } from './rules.js'

export interface Evaluation {
  /** Of the contender: "shipped packs", or a preset. */
  readonly name: string
  /** Of its rules and switches. */
  readonly hash: string
  readonly sets: readonly SetFigures[]
  /** By id; every rule the cleaner knows, also those that are off. */
  readonly rules: Readonly<Record<string, RuleFigures>>
}

/** Called for each page, in the order of the sets. */
export type Observer = (set: EvalSet, page: LabelledPage) => void

export function evaluate(
  name: string,
  cleaner: TextCleaner,
  sets: readonly EvalSet[],
  observe: Observer = () => {},
): Evaluation {
  const rules = createRuleTally(cleaner.rules)
  const figures = sets.map((set): SetFigures => {
    const tally = createSetTally(set)
    for (const page of readPages(set)) {
      const labelled = labelPage(cleanPage(cleaner, page))
      tally.add(labelled)
      rules.add(labelled, isGoldSet(set))
      observe(set, labelled)
    }
    return tally.figures()
  })
  return { name, hash: cleaner.hash, sets: figures, rules: rules.figures() }
}
