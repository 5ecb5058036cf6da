/** Does what a rule asks of an element hold? The conditions are those of engine/elements.ts. */
import type { ElementConditions, Range } from '../../engine/elements.js'
import type { Measures } from './measure.js'

const LIST_LINES = 3
const LIST_SHARE = 0.8
/** Characters of text for each field or button of what is a form. */
const FORM_CHARACTERS = 60

/** `page`: of what is left of the page; without it nothing is asked of the page. */
export function holds(
  when: ElementConditions,
  measures: Measures,
  element: number,
  page?: Measures,
): boolean {
  const characters = measures.characters[element] as number
  const lines = measures.lines[element] as number
  const share = (part: Float64Array, whole: number): number =>
    whole > 0 ? (part[element] as number) / whole : 0
  const value = (values: Int32Array): number => values[element] as number
  return (
    within(when['link-share'], () => share(measures.linkCharacters, characters)) &&
    within(when['text-share'], () => share(measures.characters, measures.characters[0] as number)) &&
    within(when['prose-share'], () => share(measures.prose, measures.prose[0] as number)) &&
    within(when.prose, () => share(measures.prose, characters)) &&
    (page === undefined || holdsOfPage(when, page)) &&
    within(when.characters, () => characters) &&
    within(when.lines, () => lines) &&
    within(when.controls, () => value(measures.controls)) &&
    agrees(
      when['list-of-links'],
      () => lines >= LIST_LINES && value(measures.linkLines) >= LIST_SHARE * lines,
    ) &&
    agrees(when['data-table'], () => measures.dataTables[element] === 1) &&
    agrees(when['form-like'], () => {
      const controls = value(measures.controls)
      return controls > 0 && characters <= controls * FORM_CHARACTERS
    }) &&
    agrees(when.hidden, () => measures.hidden[element] === 1)
  )
}

/** Does what is asked of the whole page hold? */
export function holdsOfPage(when: ElementConditions, { prose, characters }: Measures): boolean {
  return within(when['page-prose'], () => (prose[0] as number) / (characters[0] || 1))
}

export function within(range: Range | undefined, value: () => number): boolean {
  if (range === undefined) return true
  const found = value()
  return found >= (range.least ?? 0) && found <= (range.most ?? Number.POSITIVE_INFINITY)
}

function agrees(wanted: boolean | undefined, value: () => boolean): boolean {
  return wanted === undefined || wanted === value()
}
