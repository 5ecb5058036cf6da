/** Does what a rule asks of an element hold? The conditions are those of engine/elements.ts. */
import type { ElementConditions, Range } from '../../engine/elements.js'
import { type Measures, type Sums, total, within } from './measure.js'

const LIST_LINES = 3
const LIST_SHARE = 0.8
/** Characters of text for each field or button of what is a form. */
const FORM_CHARACTERS = 60

type Value = (measures: Measures, element: number) => number

const charactersOf: Value = (measures, element) => within(measures, measures.sums.characters, element)
const linesOf: Value = (measures, element) => within(measures, measures.sums.lines, element)
const proseOf: Value = (measures, element) => within(measures, measures.sums.prose, element)
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** What holds or not is 1 or 0. */
const values: Readonly<Record<Exclude<keyof ElementConditions, 'page-prose' | 'prose-before'>, Value>> = {
  'link-share': (measures, element) =>
    share(within(measures, measures.sums.linkCharacters, element), charactersOf(measures, element)),
  'text-share': (measures, element) =>
    share(charactersOf(measures, element), total(measures.sums.characters)),
  'prose-share': (measures, element) => share(proseOf(measures, element), total(measures.sums.prose)),
  prose: (measures, element) => share(proseOf(measures, element), charactersOf(measures, element)),
  characters: charactersOf,
  lines: linesOf,
  controls: ({ controls }, element) => controls[element] as number,
  'list-of-links': (measures, element) => {
    const lines = linesOf(measures, element)
    const links = within(measures, measures.sums.linkLines, element)
    return Number(lines >= LIST_LINES && links >= LIST_SHARE * lines)
  },
  'data-table': ({ dataTables }, element) => dataTables[element] as number,
  'form-like': (measures, element) => {
    const controls = measures.controls[element] as number
    return Number(controls > 0 && charactersOf(measures, element) <= controls * FORM_CHARACTERS)
  },
  hidden: ({ hidden }, element) => hidden[element] as number,
}

interface Check extends Range {
  readonly value: Value
}

/** What a rule asks of an element, to be asked of thousands. */
export type Checks = readonly Check[]

export function checksOf(when: ElementConditions): Checks {
  return Object.entries(values).flatMap(([name, value]) => {
    const asked = when[name as keyof typeof values]
    if (asked === undefined) return []
    return typeof asked === 'boolean'
      ? [{ value, least: Number(asked), most: Number(asked) }]
      : [{ value, ...asked }]
  })
}

export function holds(checks: Checks, measures: Measures, element: number): boolean {
  for (const check of checks) if (!isIn(check, check.value(measures, element))) return false
  return true
}

/** Does what is asked of what is left of the page hold? */
export function holdsOfPage(when: ElementConditions, { prose, characters }: Sums): boolean {
  const asked = when['page-prose']
  return asked === undefined || isIn(asked, total(prose) / (total(characters) || 1))
}

export function isIn({ least, most }: Range, value: number): boolean {
  return (least === undefined || value >= least) && (most === undefined || value <= most)
}
