/** What each rule did: how often, to which lines, where. */
import type { Rule } from '../../src/types.js'
import type { LabelledPage } from './pages.js'
import { labelBySnippets } from './segments.js'

export type Position = 'before' | 'within' | 'after'
export type LineLabel = 'content' | 'junk' | 'unknown'

/** Where a line stands to the main text; undefined where the page has none. */
export function positionOf({ labels, page }: LabelledPage, line: number): Position | undefined {
  const first = page.gold.isWhole ? labels.indexOf('content') : -1
  if (first < 0) return undefined
  return line < first ? 'before' : line > labels.lastIndexOf('content') ? 'after' : 'within'
}

/** By the main text, or where it is not known by the snippets; undefined for a line without a word. */
export function lineLabel({ labels, lines, page }: LabelledPage, line: number): LineLabel | undefined {
  if (page.gold.isWhole) return labels[line]
  return labelBySnippets(page.gold, lines[line] as string) ?? 'unknown'
}

/**
 * Counts of one rule. All but `lines` and `claims` count a text once a page, however many extractors
 * have it and however often it repeats: five hundred "Reply" of one page are one observation.
 */
export interface RuleFigures {
  /** Lines it took, in all sets but the gold texts. */
  readonly lines: number
  /** Of them those that followed the line it claims: by `block` or `rest`. */
  readonly followers: number
  /** Lines it claims that stayed. */
  readonly claims: number
  readonly pages: number
  readonly junk: number
  readonly content: number
  /** On pages of which only snippets are known, and without one. */
  readonly unknown: number
  readonly before: number
  readonly within: number
  readonly after: number
  /** Lines it took in gold texts: all of them are main content. */
  readonly gold: number
}

interface Taken {
  label: LineLabel
  readonly position: Position | undefined
}

interface Gathered {
  lines: number
  followers: number
  claims: number
  gold: number
  readonly pages: Set<string>
  readonly taken: Map<string, Taken>
}

export interface RuleTally {
  add(page: LabelledPage, isGold: boolean): void
  figures(): Record<string, RuleFigures>
}

export function createRuleTally(rules: readonly Rule[]): RuleTally {
  const gathered = new Map(
    rules.map(({ id }): [string, Gathered] => [
      id,
      { lines: 0, followers: 0, claims: 0, gold: 0, pages: new Set(), taken: new Map() },
    ]),
  )
  return {
    add(page, isGold) {
      const { gold } = page.page
      page.fates.forEach(({ how, rule }, line) => {
        const own = rule && gathered.get(rule.id)
        if (!own) return
        if (how === undefined) {
          if (!isGold) own.claims++
          return
        }
        if (isGold) {
          own.gold++
          return
        }
        own.lines++
        if (how === 'block' || how === 'rest') own.followers++
        own.pages.add(gold.id)
        const found = lineLabel(page, line)
        if (found === undefined) return
        const key = `${gold.id}\n${page.lines[line]}`
        const known = own.taken.get(key)
        if (!known) own.taken.set(key, { label: found, position: positionOf(page, line) })
        // In doubt it was content: extractors give a short line different neighbours.
        else if (found === 'content') known.label = found
      })
    },
    figures: () =>
      Object.fromEntries([...gathered].map(([id, own]): [string, RuleFigures] => [id, figuresOf(own)])),
  }
}

function figuresOf({ lines, followers, claims, gold, pages, taken }: Gathered): RuleFigures {
  const all = [...taken.values()]
  const labelled = (label: LineLabel): number => all.filter((one) => one.label === label).length
  const standing = (position: Position): number => all.filter((one) => one.position === position).length
  return {
    lines,
    followers,
    claims,
    pages: pages.size,
    junk: labelled('junk'),
    content: labelled('content'),
    unknown: labelled('unknown'),
    before: standing('before'),
    within: standing('within'),
    after: standing('after'),
    gold,
  }
}

const Z = 1.959964 // 95 %, two-sided

/** Bounds of a share, Wilson's: they stay honest for few observations and for shares near 1. */
export function wilson(hits: number, all: number): readonly [low: number, high: number] {
  if (all === 0) return [0, 1]
  const share = hits / all
  const centre = share + Z ** 2 / (2 * all)
  const spread = Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2))
  const whole = 1 + Z ** 2 / all
  return [Math.max(0, (centre - spread) / whole), Math.min(1, (centre + spread) / whole)]
}
