/** Where work is to be done: content lost, junk left, and all that a rule took. Rows of tab-separated cells. */
import type { TextCleaner } from '../../src/core.js'
import { foldText } from '../../src/engine/fold.js'
import { type EvalSet, isGoldSet, readPages } from './data.js'
import { lostLines } from './losses.js'
import { cleanPage, type LabelledPage, labelPage } from './pages.js'
import { NO_RULE } from './removals.js'
import { lineLabel, positionOf } from './rules.js'

/** What is listed of: a cleaner over some sets, or the pages of one language of them. */
export interface Scope {
  readonly cleaner: TextCleaner
  readonly sets: readonly EvalSet[]
  readonly language?: string | undefined
}

/** Labels cost most of the time: only pages that are `wanted` get them. */
function* labelled(
  { cleaner, sets, language }: Scope,
  wanted: (page: ReturnType<typeof cleanPage>) => boolean,
): Generator<readonly [EvalSet, LabelledPage]> {
  for (const set of sets)
    for (const page of readPages(set)) {
      if (language !== undefined && page.gold.lang !== language) continue
      const cleaned = cleanPage(cleaner, page)
      if (wanted(cleaned)) yield [set, labelPage(cleaned)]
    }
}

const cells = (...values: readonly (string | number)[]): string => values.join('\t')

export type Labelled = Iterable<readonly [EvalSet, LabelledPage]>

export const listLost = (scope: Scope): Generator<string> =>
  listLostOf(labelled(scope, ({ changed }) => changed))

/** Each line of main content that went: rule, how, line, set and page. */
export function* listLostOf(pages: Labelled): Generator<string> {
  yield cells('rule', 'how', 'characters', 'line', 'set', 'page')
  for (const [set, page] of pages) {
    for (const { line, fate } of lostLines(page)) {
      if (!isGoldSet(set) && lineLabel(page, line) !== 'content') continue
      const text = page.lines[line] as string
      if (text === '') continue
      yield cells(fate.rule?.id ?? NO_RULE, fate.how ?? '', text.length, text, set.name, page.page.gold.id)
    }
  }
}

interface Left {
  lines: number
  readonly pages: Set<string>
  readonly example: string
  /** Rules that claim it, though it stays. */
  readonly claims: Set<string>
}

/** Junk that stayed, as a rule would see it, digits as `#`: how often, on how many pages, who claims it. */
export function* listLeft(scope: Scope, tailOnly: boolean, most: number): Generator<string> {
  const left = new Map<string, Left>()
  for (const [, page] of labelled(scope, ({ page: { gold } }) => gold.isWhole)) {
    const last = page.labels.lastIndexOf('content')
    page.lines.forEach((text, line) => {
      if (page.labels[line] !== 'junk' || page.fates[line]?.how !== undefined) return
      if (tailOnly && (last < 0 || line < last)) return
      const folded = foldText(scope.cleaner.characters, text).replace(/\p{Nd}+/gu, '#')
      const row: Left = left.get(folded) ?? { lines: 0, pages: new Set(), example: text, claims: new Set() }
      row.lines++
      row.pages.add(page.page.gold.id)
      const claim = page.fates[line]?.rule?.id
      if (claim !== undefined) row.claims.add(claim)
      left.set(folded, row)
    })
  }
  yield cells('lines', 'pages', 'folded', 'as it stands', 'claimed by')
  const rows = [...left].sort(([, a], [, b]) => b.pages.size - a.pages.size || b.lines - a.lines)
  for (const [folded, { lines, pages, example, claims }] of rows.slice(0, most))
    yield cells(lines, pages.size, folded, example, [...claims].join(', '))
  if (rows.length > most) yield `… ${rows.length - most} more (--most N)`
}

/** Every line that the rule, or a rule of the pack, took. */
export function listRule(scope: Scope, id: string): Generator<string> {
  const isIt = (rule: string): boolean => rule === id || rule.startsWith(`${id}#`)
  const takes = ({ fates }: ReturnType<typeof cleanPage>): boolean =>
    fates.some(({ how, rule }) => how !== undefined && rule && isIt(rule.id))
  return listRulesOf(labelled(scope, takes), isIt)
}

/** Every line that such rules took: label, place, and the lines around it. */
export function* listRulesOf(pages: Labelled, isIt: (id: string) => boolean): Generator<string> {
  yield cells('rule', 'how', 'label', 'position', 'above', 'line', 'below', 'set', 'page')
  for (const [set, page] of pages) {
    const near = (line: number, step: number): string => {
      let at = line + step
      while (page.lines[at] === '') at += step
      return page.lines[at] ?? ''
    }
    for (const [line, { how, rule }] of page.fates.entries()) {
      if (how === undefined || how === 'blank' || !rule || !isIt(rule.id)) continue
      yield cells(
        rule.id,
        how,
        isGoldSet(set) ? 'content' : (lineLabel(page, line) ?? '-'),
        (isGoldSet(set) ? undefined : positionOf(page, line)) ?? '-',
        near(line, -1),
        page.lines[line] as string,
        near(line, 1),
        set.name,
        page.page.gold.id,
      )
    }
  }
}
