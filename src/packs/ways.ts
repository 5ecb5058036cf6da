/**
 * In how many ways may a pattern try to split a line before it gives up? V8 tries them all, so
 * they are bounded here, without knowing the line. A step is *loose* if what it repeats may also
 * be taken by what follows it:
 *   `by \w+ on`    1 way: a space ends `\w+`          `by .+ on`      400: ` on` may be in `.+`
 *   `.*.*`         refused: the two share every split  `(?:a|ab)*`     refused: doubles each time
 * It never says less than there are; in doubt it says more, and the pattern is refused.
 */
import type { AST } from '@eslint-community/regexpp'
import { limits } from '../limits.js'
import { type CharSet, charactersOf, isOneCharacter, meet } from './charset.js'
import { packLimits } from './limits.js'
import { cutsOneWay } from './words.js'

/** What a part of a pattern may begin with. */
interface Starts {
  readonly first: CharSet
  /** The part of `first` that a large quantifier takes. */
  readonly large: CharSet
  /** It may match nothing. */
  readonly empty: boolean
}

export type Trap = 'nested' | 'ambiguous' | 'adjacent'
type Report = (trap: Trap, node: AST.Quantifier) => void

const end: Starts = { first: [], large: [], empty: true }

export function countWays(pattern: AST.Pattern, report: Report): number {
  return alternativesWays(pattern.alternatives, end, report)
}

export function matchesEmpty(pattern: AST.Pattern): boolean {
  return alternativesStarts(pattern.alternatives).empty
}

function sequenceWays(elements: readonly AST.Element[], after: Starts, report: Report): number {
  let ways = 1
  let follow = after
  for (const element of elements.toReversed()) {
    ways *= elementWays(element, follow, report)
    follow = then(startsOf(element), follow)
  }
  return ways
}

function elementWays(element: AST.Element, follow: Starts, report: Report): number {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternativesWays(element.alternatives, follow, report)
    case 'Quantifier':
      return quantifierWays(element, follow, report)
    default:
      return 1
  }
}

function alternativesWays(alternatives: readonly AST.Alternative[], follow: Starts, report: Report): number {
  const ways = alternatives.map(({ elements }) => sequenceWays(elements, follow, report))
  const starts = alternatives.map(({ elements }) => then(sequenceStarts(elements), follow).first)
  const overlap = starts.some((one, i) => starts.slice(i + 1).some((other) => meet(one, other)))
  return overlap ? ways.reduce((sum, way) => sum + way, 0) : Math.max(...ways)
}

function quantifierWays(node: AST.Quantifier, follow: Starts, report: Report): number {
  const { element, min, max } = node
  if (max === 0) return 1
  const body = startsOf(element)
  if (isLarge(node) && meet(body.first, follow.large)) {
    report('adjacent', node)
    return Number.POSITIVE_INFINITY
  }
  const loose = max > min && meet(body.first, follow.first)
  const counts = loose ? Math.max(1, Math.min(max, limits.patternUnits) - min + 1) : 1
  if (isOneCharacter(element)) return counts
  if (max === 1) return counts * elementWays(element, follow, report)
  if (holdsLarge(element)) {
    report('nested', node)
    return Number.POSITIVE_INFINITY
  }
  // What is wrong inside makes more than one way, and is told of here.
  const again = union(body, follow)
  if (!body.empty && elementWays(element, again, () => {}) === 1) return counts
  // One way to each place of the line, but it may go on from any place.
  if (cutsOneWay(element)) return limits.patternUnits
  report('ambiguous', node)
  return Number.POSITIVE_INFINITY
}

function isLarge({ min, max }: AST.Quantifier): boolean {
  return max > packLimits.smallRepeat && max > min
}

function holdsLarge(node: AST.Element): boolean {
  if (node.type === 'Quantifier') return isLarge(node) || holdsLarge(node.element)
  if (node.type !== 'Group' && node.type !== 'CapturingGroup') return false
  return node.alternatives.some(({ elements }) => elements.some(holdsLarge))
}

function startsOf(element: AST.Element): Starts {
  if (isOneCharacter(element)) return { first: charactersOf(element), large: [], empty: false }
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternativesStarts(element.alternatives)
    case 'Quantifier': {
      if (element.max === 0) return end
      const body = startsOf(element.element)
      const large = isLarge(element) ? body.first : body.large
      return { first: body.first, large, empty: element.min === 0 || body.empty }
    }
    default:
      return end
  }
}

function alternativesStarts(alternatives: readonly AST.Alternative[]): Starts {
  return alternatives
    .map(({ elements }) => sequenceStarts(elements))
    .reduce((all, starts) => ({ ...union(all, starts), empty: all.empty || starts.empty }))
}

function sequenceStarts(elements: readonly AST.Element[]): Starts {
  return elements.reduceRight((follow, element) => then(startsOf(element), follow), end)
}

function then(starts: Starts, follow: Starts): Starts {
  return starts.empty ? { ...union(starts, follow), empty: follow.empty } : starts
}

function union(a: Starts, b: Starts): Starts {
  return { first: [...a.first, ...b.first], large: [...a.large, ...b.large], empty: a.empty }
}
