/**
 * `prose-before`: how much prose stands before an element, outside of all that its rule matches. Comments of
 * an article have the article before them; posts of a forum have other posts, which are named like themselves.
 */
import type { ElementRule } from '../../engine/elements.js'
import { isIn } from './conditions.js'
import type { Layout } from './layout.js'
import type { Measures } from './measure.js'

interface Match {
  readonly element: number
  readonly asked: ElementRule
}

/** Those of `matches`, which are in the order of the page, before which there is as much as they ask. */
export function withProseBefore<M extends Match>(
  matches: readonly M[],
  { lines }: Layout,
  { firsts, ends }: Measures,
  isProse: (line: number) => boolean,
): M[] {
  if (matches.every(({ asked }) => asked.when['prose-before'] === undefined)) return [...matches]
  /** Characters of prose before each line. */
  const before = new Float64Array(lines.length + 1)
  lines.forEach(({ length }, line) => {
    before[line + 1] = (before[line] as number) + (isProse(line) ? length : 0)
  })
  /** Per rule: how far its elements reached so far, and their prose. */
  const covered = new Map<ElementRule, { end: number; prose: number }>()
  return matches.filter(({ asked, element }) => {
    const range = asked.when['prose-before']
    if (range === undefined) return true
    const [first, end] = [firsts[element] as number, ends[element] as number]
    if (first >= end) return false
    const own = covered.get(asked) ?? { end: 0, prose: 0 }
    covered.set(asked, own)
    const outside = (before[first] as number) - own.prose
    // Inside another of the rule's elements: decided with that one.
    const isInside = first < own.end
    if (end > own.end) {
      own.prose += (before[end] as number) - (before[Math.max(first, own.end)] as number)
      own.end = end
    }
    return isInside || isIn(range, outside)
  })
}
