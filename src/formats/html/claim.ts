/**
 * Which rules claim which elements: the claims of all rules are gathered, then weighed against the
 * guards, and written down line by line. No element goes that holds more than half of the page's text or
 * of its prose; if too little prose would be left of the page, none goes.
 */
import { load } from 'cheerio/slim'
import type { ElementRule } from '../../engine/elements.js'
import type { Rule } from '../../types.js'
import { holds } from './conditions.js'
import type { SiteFinder } from './find.js'
import type { Layout } from './layout.js'
import type { Measures } from './measure.js'
import type { Tree } from './parse.js'

/** Shares of the page's text and of its prose; an element with more of either is the page. */
const MOST_TEXT = 0.5
const MOST_PROSE = 0.5
/** Share of the page's prose that must be left. */
const LEAST_PROSE = 1 / 7

export interface Page {
  readonly tree: Tree
  readonly layout: Layout
  readonly measures: Measures
  readonly isProse: (line: number) => boolean
  readonly site?: string | undefined
}

export interface ElementClaims {
  /** Per line: number of the rule, over all rules, that claims an element around it, or -1. */
  readonly matches: Int32Array
  /** Elements without any text that rules claim: their numbers, and their rules. */
  readonly silent: readonly (readonly [element: number, rule: number])[]
  /** So little prose would have been left that nothing is claimed. */
  readonly undone: boolean
}

interface Match {
  readonly element: number
  readonly asked: ElementRule
}

export interface Claiming {
  readonly elements: readonly ElementRule[]
  readonly rules: readonly Rule[]
  readonly finder: SiteFinder
}

export function claimElements({ elements, rules, finder }: Claiming, page: Page): ElementClaims {
  const { layout, measures } = page
  const matches = new Int32Array(layout.lines.length).fill(-1)
  const silent: (readonly [number, number])[] = []
  const isSaved = new Uint8Array(layout.lines.length)
  const found = findMatches({ elements, rules, finder }, page)
  const ruleOf = ({ asked }: Match): Rule => rules[asked.rule] as Rule

  const claim = (first: number, end: number, rule: number): void => {
    for (let line = first; line < end; line++)
      if (matches[line] === -1 && !isSaved[line] && layout.kinds[line] !== 'preformatted')
        matches[line] = rule
  }
  const claimElement = ({ element, asked }: Match): void =>
    claim(measures.firsts[element] as number, measures.ends[element] as number, asked.rule)

  for (const match of found)
    if (ruleOf(match).allow)
      isSaved.fill(1, measures.firsts[match.element] as number, measures.ends[match.element] as number)
  const claiming = found.filter((match) => !ruleOf(match).allow)
  const inside = claiming.filter(({ asked, element }) => !asked.outside && !isPage(measures, element))
  for (const match of inside) {
    if (measures.characters[match.element] === 0) silent.push([match.element, match.asked.rule])
    else if (ruleOf(match).where === 'anywhere') claimElement(match)
  }
  claimOutside(claiming, measures, layout.lines.length, claim)
  const isOpen = (line: number): boolean => matches[line] === -1 && page.isProse(line)
  const heads = inside.filter((match) => ruleOf(match).where === 'head')
  for (const match of heads) {
    let line = 0
    while (line < (measures.firsts[match.element] as number) && !isOpen(line)) line++
    if (line === measures.firsts[match.element]) claimElement(match)
  }
  const tails = inside.filter((match) => ruleOf(match).where === 'tail').reverse()
  for (const match of tails) {
    let line = layout.lines.length
    while (line > (measures.ends[match.element] as number) && !isOpen(line - 1)) line--
    if (line === measures.ends[match.element]) claimElement(match)
  }
  const undone = leavesTooLittle(page, matches)
  if (undone) return { matches: matches.fill(-1), silent: [], undone }
  return { matches, silent, undone }
}

function findMatches({ elements, finder }: Claiming, { tree, layout, measures, site }: Page): Match[] {
  const { nodes } = layout.elements
  const finderHere = finder(site)
  const $ = load(tree, { xml: { xmlMode: false } }, false)
  const found: Match[] = []
  nodes.forEach((node, element) => {
    if (element === 0 || !('attribs' in node)) return
    let last = -1
    finderHere.find(node, (number) => {
      if (number === last) return
      last = number
      const asked = elements[number] as ElementRule
      if (!holds(asked.when, measures, element)) return
      if (
        asked.select !== undefined &&
        !(asked.plain && asked.named.length === 0) &&
        !$(node).is(asked.select)
      )
        return
      found.push({ element, asked })
    })
  })
  return found
}

/** Holds so much of the page that it is the page, whatever its name. */
function isPage({ characters, prose }: Measures, element: number): boolean {
  const own = prose[element] as number
  return (
    (characters[element] as number) > MOST_TEXT * (characters[0] as number) ||
    (own > 0 && own > MOST_PROSE * (prose[0] as number))
  )
}

/** What is outside of all the elements that one rule matches. */
function claimOutside(
  claiming: readonly Match[],
  measures: Measures,
  lines: number,
  claim: (first: number, end: number, rule: number) => void,
): void {
  const outside = claiming.filter(({ asked }) => asked.outside)
  for (const rule of new Set(outside.map(({ asked }) => asked.rule))) {
    let line = 0
    for (const { element, asked } of outside) {
      if (asked.rule !== rule || (measures.firsts[element] as number) >= (measures.ends[element] as number))
        continue
      claim(line, measures.firsts[element] as number, rule)
      line = Math.max(line, measures.ends[element] as number)
    }
    if (line > 0) claim(line, lines, rule)
  }
}

function leavesTooLittle({ layout, isProse }: Page, matches: Int32Array): boolean {
  let all = 0
  let left = 0
  layout.lines.forEach(({ length }, line) => {
    if (!isProse(line)) return
    all += length
    if (matches[line] === -1) left += length
  })
  return left < LEAST_PROSE * all
}
