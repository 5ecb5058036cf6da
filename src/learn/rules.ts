/** What was learned of a site, as rules: lines that are alike in category and place are one. */
import { type Category, categoriesOffByDefault } from '../types.js'
import type { LearnedLine, LearnedSite } from './site.js'

/** The category that the shipped rules give a line, if any claims it. */
export type CategoryOf = (text: string) => Category | undefined

/** Of no site in particular numbers and dates alone say nothing. */
export const hasWords = (phrase: string): boolean => /\p{L}/u.test(phrase.replace(/\{\w+\}/g, ''))

export interface SiteRule {
  readonly id: string
  readonly category: Category
  /** Its lines are titles of pages: they go behind the text only. */
  readonly isTitle: boolean
  /** Lines that go with each of them at most; 0: the rule takes lines only. */
  readonly max: number
  readonly lines: readonly LearnedLine[]
}

/** Lines of lists, by which their headings are told apart: each goes with no more than it has to. */
const sizes = [1, 2, 3, 5, 8, 12, 20, 40]
const MOST = 100
/** Place of lines that are titles of other pages: on its own page it stands before the text. */
const TITLES = 'titles'
/** Lines of a rule, and UTF-16 units of their phrases; more are told apart by a number. */
const RULE_LINES = 200
const RULE_UNITS = 16 * 1024

/** Lines that are alike in category and place, as rules; `prefix` tells sites of one pack apart. */
export function rulesOf({ lines }: LearnedSite, categoryOf: CategoryOf, prefix = ''): SiteRule[] {
  const groups = new Map<string, Omit<SiteRule, 'id' | 'lines'> & { max: number; lines: LearnedLine[] }>()
  for (const line of lines) {
    const category = categoryOf(line.text) ?? guess(line)
    const place = placeOf(line)
    // At the start of a page bylines and dates are content to some.
    if (place === 'before' && categoriesOffByDefault.includes(category)) continue
    const key = `${category}-${place}`
    const isTitle = place === TITLES
    const group = groups.get(key) ?? { category, isTitle, max: 0, lines: [] }
    groups.set(key, group)
    if (!isTitle) group.max = Math.max(group.max, line.block)
    group.lines.push(line)
  }
  return [...groups].sort(byKey).flatMap(([key, { lines: all, ...shared }]) =>
    partsOf(all).map((own, part) => ({
      id: `${prefix}${key}${part === 0 ? '' : `-${part + 1}`}`,
      ...shared,
      lines: own,
    })),
  )
}

function partsOf(lines: readonly LearnedLine[]): LearnedLine[][] {
  const parts: LearnedLine[][] = []
  let units = Infinity
  for (const line of lines) {
    units += line.phrase.length
    if (units > RULE_UNITS || (parts.at(-1) as LearnedLine[]).length === RULE_LINES) {
      parts.push([])
      units = line.phrase.length
    }
    parts.at(-1)?.push(line)
  }
  return parts
}

/** Prose that repeats is a notice; of the rest most are menus. */
function guess({ isProse, block }: LearnedLine): Category {
  if (isProse) return 'legal'
  return block > 0 ? 'related' : 'navigation'
}

function placeOf({ block, isTitle, before, after, inside }: LearnedLine): string {
  if (isTitle) return TITLES
  if (block > 0) return `lists-of-${sizes.find((size) => size >= block) ?? MOST}`
  if (inside > before && inside > after) return 'inside'
  return before > after ? 'before' : 'after'
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0
