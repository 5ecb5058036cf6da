/** CSS selectors of rules for elements: what is wrong with them, and by what the elements are found. */
import { parse, type Selector } from 'css-what'
import type { ElementKey, Needed } from '../engine/elements.js'

/** Pseudo-classes that look at the page alone, in time that follows its size. */
const pseudos = [
  'not',
  'is',
  'where',
  'matches',
  'has',
  'empty',
  'root',
  'first-child',
  'last-child',
  'only-child',
  'nth-child',
  'nth-last-child',
  'first-of-type',
  'last-of-type',
  'only-of-type',
  'nth-of-type',
  'nth-last-of-type',
]

export interface CheckedSelector {
  readonly keys: readonly ElementKey[]
  /** Each key says all that its selector does. */
  readonly plain: boolean
  /** What is wrong; the others are empty then. */
  readonly problem?: string
}

const none = { keys: [], plain: false }

export function checkSelector(select: string): CheckedSelector {
  let selectors: Selector[][]
  try {
    selectors = parse(select)
  } catch (error) {
    return { ...none, problem: `${(error as Error).message.replace(/\s+/g, ' ')}, expected a CSS selector` }
  }
  if (selectors.some((parts) => isCombinator(parts.at(-1))))
    return { ...none, problem: `end of \`${select}\`, expected a CSS selector` }
  const unknown = selectors.map(unknownIn).find((name) => name !== undefined)
  if (unknown !== undefined)
    return { ...none, problem: `\`${unknown}\`, expected one of :${pseudos.join(', :')}` }
  const slow = selectors.map((parts) => slowIn(parts)).find((what) => what !== undefined)
  if (slow !== undefined) return { ...none, problem: slow }
  return {
    keys: selectors.map(keyOf),
    plain: selectors.every((parts) => parts.length === 1 && isKey(parts[0] as Selector)),
  }
}

function unknownIn(parts: readonly Selector[]): string | undefined {
  for (const part of parts) {
    if (part.type === 'pseudo-element') return `::${part.name}`
    if (part.type !== 'pseudo') continue
    if (!pseudos.includes(part.name)) return `:${part.name}`
    if (!Array.isArray(part.data)) continue
    const inside = part.data.map(unknownIn).find((name) => name !== undefined)
    if (inside !== undefined) return inside
  }
  return undefined
}

/** What takes time by the square of the page, and inside itself by the cube. */
function slowIn(parts: readonly Selector[], isInHas = false): string | undefined {
  if (parts.filter(({ type }) => type === 'sibling').length > 1)
    return 'second `~`, expected one at most; say it with `+`, or name the element itself'
  for (const part of parts) {
    if (part.type !== 'pseudo' || !Array.isArray(part.data)) continue
    const isHas = part.name === 'has'
    if (isHas && isInHas)
      return '`:has` inside `:has`, expected a selector without; name what is inside at once'
    const inside = part.data.map((own) => slowIn(own, isInHas || isHas)).find((what) => what !== undefined)
    if (inside !== undefined) return inside
  }
  return undefined
}

function isCombinator(part: Selector | undefined): boolean {
  const types = ['adjacent', 'child', 'descendant', 'parent', 'sibling', 'column-combinator']
  return part === undefined || types.includes(part.type)
}

/** The best that is known of the element itself: of what stands behind the last combinator. */
function keyOf(parts: readonly Selector[]): ElementKey {
  const border = parts.findLastIndex(isCombinator)
  const keys = parts.slice(border + 1).flatMap(keyOfPart)
  const order = ['id', 'class', 'attribute', 'tag']
  const [kind, name] = keys.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]))[0] ?? ['any', '']
  if (kind === 'id' || kind === 'class') return [kind, name]
  const needed = parts
    .slice(0, border + 1)
    .flatMap(keyOfPart)
    .find(isNeeded)
  if (kind === 'any') return needed ? [kind, '', needed] : [kind, '']
  return needed ? [kind, name, needed] : [kind, name]
}

const isNeeded = (key: ElementKey): key is Needed => key[0] === 'id' || key[0] === 'class'

function keyOfPart(part: Selector): ElementKey[] {
  if (part.type === 'tag') return [['tag', part.name]]
  if (part.type !== 'attribute' || part.action === 'not') return []
  if (isKey(part)) return [[part.name === 'id' ? 'id' : 'class', part.value]]
  return [['attribute', part.name]]
}

/** A tag, `#id` or `.class`. */
function isKey(part: Selector): boolean {
  if (part.type === 'tag') return true
  if (part.type !== 'attribute' || part.ignoreCase === true) return false
  return (
    (part.name === 'id' && part.action === 'equals') || (part.name === 'class' && part.action === 'element')
  )
}
