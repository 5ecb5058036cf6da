/** The figures of one set, gathered page by page. */
import { type EvalSet, isGoldSet } from './data.js'
import { addLosses, countLosses, type Losses, noLosses } from './losses.js'
import { afterText, type LabelledPage, scorePage } from './pages.js'
import { meanScore, type PageScore, type Score } from './score.js'
import { addSegments, countSegments, noSegments, type Segments } from './segments.js'

export interface Scores {
  readonly pages: number
  readonly before: Score
  readonly after: Score
  /** Of the text without its junk lines. */
  readonly oracle: Score
}

/** All pages of a set, or those of one type, or in one language. */
export interface Group {
  readonly losses: Losses
  /** Not of gold texts. */
  readonly scores?: Scores | undefined
  /** Where there are snippets. */
  readonly segments?: Segments | undefined
}

export interface SetFigures {
  readonly name: string
  readonly folder: string
  readonly input: string
  readonly source: string
  readonly pages: number
  readonly guarded: number
  readonly all: Group
  readonly types: Readonly<Record<string, Group>>
  readonly languages: Readonly<Record<string, Group>>
}

interface Gathered {
  losses: Losses
  readonly before: PageScore[]
  readonly after: PageScore[]
  readonly oracle: PageScore[]
  readonly segments: Segments
}

const gather = (): Gathered => ({
  losses: noLosses,
  before: [],
  after: [],
  oracle: [],
  segments: noSegments(),
})

function groupOf({ losses, before, after, oracle, segments }: Gathered): Group {
  const scored = { pages: before.length, before: meanScore(before), after: meanScore(after) }
  return {
    losses,
    ...(before.length > 0 && { scores: { ...scored, oracle: meanScore(oracle) } }),
    ...(segments.pages > 0 && { segments }),
  }
}

export interface SetTally {
  add(page: LabelledPage): void
  figures(): SetFigures
}

export function createSetTally(set: EvalSet): SetTally {
  const all = gather()
  const types = new Map<string, Gathered>()
  const languages = new Map<string, Gathered>()
  let pages = 0
  let guarded = 0
  const groupIn = (groups: Map<string, Gathered>, name: string): Gathered => {
    const group = groups.get(name) ?? gather()
    groups.set(name, group)
    return group
  }
  const groupsOf = (groups: Map<string, Gathered>): Record<string, Group> =>
    Object.fromEntries([...groups].map(([name, group]) => [name, groupOf(group)]))

  return {
    add(page) {
      const { gold, text } = page.page
      pages++
      if (page.guarded) guarded++
      const groups = [all, groupIn(types, gold.type), groupIn(languages, gold.lang)]
      if (gold.isWhole) {
        const losses = countLosses(page)
        const scores = isGoldSet(set) ? undefined : scorePage(page)
        for (const group of groups) {
          group.losses = addLosses(group.losses, losses)
          if (!scores) continue
          group.before.push(scores.before)
          group.after.push(scores.after)
          group.oracle.push(scores.oracle)
        }
      }
      if (isGoldSet(set) || gold.with.length + gold.without.length + gold.comments.length === 0) return
      const segments = countSegments(gold, text, afterText(page))
      for (const group of groups) addSegments(group.segments, segments)
    },
    figures: () => ({
      name: set.name,
      folder: set.folder,
      input: set.input,
      source: set.source,
      pages,
      guarded,
      all: groupOf(all),
      types: groupsOf(types),
      languages: groupsOf(languages),
    }),
  }
}
