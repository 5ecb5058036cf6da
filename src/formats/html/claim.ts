/**
 * Which rules claim which elements: the claims of all rules are gathered, then weighed against the
 * guards, and written down line by line. No element goes that holds more than half of the page's text or
 * of its prose; if too little prose would be left of the page, none goes.
 */
import type { ElementRule } from '../../engine/elements.js'
import type { Rule } from '../../types.js'
import { withProseBefore } from './before.js'
import { type Checks, checksOf, holds, holdsOfPage } from './conditions.js'
import type { PageElement } from './element.js'
import type { SiteFinder } from './find.js'
import type { Layout } from './layout.js'
import { type Measures, sumLines, total, within } from './measure.js'
import { compileSelector, type Selects } from './select.js'
import { Trait } from './tags.js'

/** Shares of the page's text and of its prose; an element with more of either is the page. */
const MOST_TEXT = 0.5
const MOST_PROSE = 0.5
/** Share of the page's prose that must be left. */
const LEAST_PROSE = 1 / 7

export interface Page {
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
  readonly checks: Checks
}

export interface Claiming {
  readonly elements: readonly ElementRule[]
  readonly rules: readonly Rule[]
  readonly finder: SiteFinder
  /** How the rules ask, by number: made when a page first has an element for one, for there may be thousands. */
  readonly asking: Asking[]
}

/** How a rule asks of an element what it wants of it. */
interface Asking {
  readonly checks: Checks
  /** Undefined: it is found by all that the selector says. */
  readonly selects: Selects | undefined
}

function askingOf({ when, select, plain, named }: ElementRule): Asking {
  const isFound = select === undefined || (plain && named.length === 0)
  return { checks: checksOf(when), selects: isFound ? undefined : compileSelector(select) }
}

export function claimElements(claiming: Claiming, page: Page): ElementClaims {
  const { rules } = claiming
  const { layout, measures } = page
  const matches = new Int32Array(layout.lines.length).fill(-1)
  const silent: (readonly [number, number])[] = []
  const isSaved = new Uint8Array(layout.lines.length)
  const found = findMatches(claiming, page)
  const ruleOf = ({ asked }: Match): Rule => rules[asked.rule] as Rule

  const isData = dataLines(page)
  const claim = (first: number, end: number, rule: number, isDataToo = false): void => {
    for (let line = first; line < end; line++) {
      const isSafe = layout.kinds[line] === 'preformatted' || (isData[line] === 1 && !isDataToo)
      if (matches[line] === -1 && !isSaved[line] && !isSafe) matches[line] = rule
    }
  }
  const claimElement = ({ element, asked }: Match): void =>
    claim(
      measures.firsts[element] as number,
      measures.ends[element] as number,
      asked.rule,
      asked.when['data-table'],
    )

  for (const match of found)
    if (ruleOf(match).allow)
      isSaved.fill(1, measures.firsts[match.element] as number, measures.ends[match.element] as number)
  const taking = found.filter((match) => !ruleOf(match).allow)
  const inside = withProseBefore(
    taking.filter(({ asked, element }) => !asked.outside && !isPage(measures, element)),
    layout,
    measures,
    page.isProse,
  )
  const isLeft = (line: number): boolean => matches[line] === -1
  const isOpen = (line: number): boolean => isLeft(line) && page.isProse(line)
  const claimAnywhere = (some: readonly Match[]): void => {
    for (const match of some) {
      if (within(measures, measures.sums.characters, match.element) === 0)
        silent.push([match.element, match.asked.rule])
      else if (ruleOf(match).where === 'anywhere') claimElement(match)
    }
  }
  claimAnywhere(inside.filter(({ asked }) => asked.when['page-prose'] === undefined))
  // Weighed without what has gone: a thread of comments is none of the page's prose, a menu none of its text.
  const outside = taking.filter(({ asked }) => asked.outside)
  if (outside.length > 0) {
    const rest = { ...measures, sums: sumLines(layout, page.isProse, isLeft) }
    claimOutside(
      outside.filter(
        ({ asked, element, checks }) => holdsOfPage(asked.when, rest.sums) && holds(checks, rest, element),
      ),
      page,
      claim,
    )
  }
  const rest = sumLines(layout, page.isProse, isLeft)
  const later = inside.filter(({ asked }) => holdsOfPage(asked.when, rest))
  claimAnywhere(later.filter(({ asked }) => asked.when['page-prose'] !== undefined))
  const heads = later.filter((match) => ruleOf(match).where === 'head')
  for (const match of heads) {
    let line = 0
    while (line < (measures.firsts[match.element] as number) && !isOpen(line)) line++
    if (line === measures.firsts[match.element]) claimElement(match)
  }
  const tails = later.filter((match) => ruleOf(match).where === 'tail').reverse()
  for (const match of tails) {
    let line = layout.lines.length
    while (line > (measures.ends[match.element] as number) && !isOpen(line - 1)) line--
    if (line === measures.ends[match.element]) claimElement(match)
  }
  const undone = leavesTooLittle(page, matches)
  if (undone) return { matches: matches.fill(-1), silent: [], undone }
  return { matches, silent, undone }
}

/** Per line: 1 if it stands in a table of data. */
function dataLines({ layout, measures }: Page): Uint8Array {
  const isData = new Uint8Array(layout.lines.length)
  const { traits } = layout.elements
  const { dataTables, firsts, ends } = measures
  for (let element = 1; element < traits.length; element++)
    if (dataTables[element] === 1 && (traits[element] as number) & Trait.table)
      isData.fill(1, firsts[element], ends[element])
  return isData
}

/** In the order of the page. */
function findMatches({ elements, finder, asking }: Claiming, { layout, measures, site }: Page): Match[] {
  const { nodes } = layout.elements
  const here = finder(site).onPage(nodes)
  const found: Match[] = []
  let element = 0
  let last = -1
  function ask(number: number): void {
    if (number === last) return
    last = number
    const asked = elements[number] as ElementRule
    asking[number] ??= askingOf(asked)
    const { checks, selects } = asking[number]
    if (!asked.outside && !holds(checks, measures, element)) return
    if (selects === undefined || selects(nodes[element] as PageElement))
      found.push({ element, asked, checks })
  }
  for (element = 1; element < nodes.length; element++) {
    last = -1
    here.find(nodes[element] as PageElement, ask)
  }
  return found
}

/** Holds so much of the page that it is the page, whatever its name. */
export function isPage(measures: Measures, element: number): boolean {
  const { characters, prose } = measures.sums
  const own = within(measures, prose, element)
  return (
    within(measures, characters, element) > MOST_TEXT * total(characters) ||
    (own > 0 && own > MOST_PROSE * total(prose))
  )
}

/** What is outside of all the elements that one rule matches, but for the heading above them. */
function claimOutside(
  outside: readonly Match[],
  { layout, measures }: Page,
  claim: (first: number, end: number, rule: number) => void,
): void {
  for (const rule of new Set(outside.map(({ asked }) => asked.rule))) {
    let line = 0
    for (const { element, asked } of outside) {
      const [first, end] = [measures.firsts[element] as number, measures.ends[element] as number]
      if (asked.rule !== rule || first >= end) continue
      const title = line === 0 ? titleBefore(layout, first) : -1
      claim(line, title < 0 ? first : title, rule)
      if (title >= 0) claim(title + 1, first, rule)
      line = Math.max(line, end)
    }
    if (line > 0) claim(line, layout.lines.length, rule)
  }
}

/** The line of the last heading of the first rank before a line, or -1. */
function titleBefore({ kinds, holders, elements }: Layout, end: number): number {
  for (let line = end - 1; line >= 0; line--) {
    if (kinds[line] !== 'heading') continue
    for (let element = holders[line] as number; element > 0; element = elements.parents[element] as number) {
      if (elements.nodes[element]?.name === 'h1') return line
      if ((elements.traits[element] as number) & Trait.heading) break
    }
  }
  return -1
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
