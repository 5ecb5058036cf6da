/** Figures as cells of Markdown tables. */
import { type Goal, isMet } from './goals.js'
import type { Losses } from './losses.js'
import type { Count } from './segments.js'

/** The first column to the left, the others, which are figures, to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

export const number = (value: number): string => value.toLocaleString('en')

/** Shares of one: `.7135`. */
export const share = (value: number | undefined): string =>
  value === undefined ? '' : value.toFixed(4).replace(/^0/, '')

export const percentOf = (value: number | undefined, digits: number): string =>
  value === undefined ? '' : `${value.toFixed(digits)} %`

export const part = (some: number, all: number, digits: number): string =>
  all > 0 ? percentOf((100 * some) / all, digits) : ''

/** Content lost; then how much of it are bylines, dates and labels. */
export const lostCells = ({ content, contentGone, labelsGone }: Losses): string[] => [
  part(contentGone, content, 3),
  part(labelsGone, content, 3),
]

/** Share of the snippets that were there before, and how many they were. */
export const countCell = ({ before, after }: Count | undefined = { all: 0, before: 0, after: 0 }): string =>
  before > 0 ? `${part(after, before, 1)} of ${number(before)}` : ''

function goalFigure({ unit }: Goal, value: number | undefined): string {
  if (value === undefined) return ''
  switch (unit) {
    case '%':
      return percentOf(value, Math.abs(value) < 1 ? 3 : 2)
    case 'F1':
      return share(value)
    case 'types':
      return number(value)
    default:
      return unit satisfies never
  }
}

function verdict(goal: Goal): string {
  const met = isMet(goal)
  if (met === undefined) return 'not measured'
  if (met) return goal.aim !== undefined && isMet({ ...goal, wanted: goal.aim }) ? 'met, and the aim' : 'met'
  return goal.apart !== undefined && isMet({ ...goal, measured: goal.apart })
    ? '**missed**, met without labels'
    : '**missed**'
}

/** What is wanted, measured, and whether that is met. */
export function goalCells(goal: Goal): string[] {
  const wanted = goal.unit === '%' ? `${goal.wanted} %` : goalFigure(goal, goal.wanted)
  const aim = goal.aim === undefined ? '' : `, aim ${goal.aim} %`
  const apart = goal.apart === undefined ? '' : goalFigure(goal, goal.apart)
  return [goal.text, `${goal.bound} ${wanted}${aim}`, goalFigure(goal, goal.measured), apart, verdict(goal)]
}
