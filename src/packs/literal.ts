/**
 * Does every match of a pattern contain a literal, and begin with it? Computed on the tree:
 *   `(?:share|send) this (?:page|post)`  ->  " this p" is in every match; nothing longer is
 */
import type { AST } from '@eslint-community/regexpp'
import { isOneCharacter } from './charset.js'

/** What is known of all texts that a part of a pattern matches. */
interface Known {
  /** The only text it matches, if there is only one. */
  readonly exact: string | undefined
  /** Each begins and ends with these. */
  readonly prefix: string
  readonly suffix: string
  /** Each contains the literal. */
  readonly holds: boolean
}

/** Units of a fixed text that is remembered whole; `((a{9}){9}){9}…` must not grow. */
const fixedUnits = 4096

const nothing: Known = { exact: undefined, prefix: '', suffix: '', holds: false }

export function literalIn(
  pattern: AST.Pattern,
  literal: string,
): { readonly everywhere: boolean; readonly prefix: boolean } {
  const known = alternatives(pattern.alternatives, literal)
  return { everywhere: known.holds, prefix: known.prefix.startsWith(literal) }
}

function exactly(text: string, literal: string): Known {
  return { exact: text, prefix: text, suffix: text, holds: text.includes(literal) }
}

function alternatives(list: readonly AST.Alternative[], literal: string): Known {
  const known = list.map((alternative) => sequence(alternative.elements, literal))
  const [first, ...others] = known
  if (first === undefined || others.length === 0) return first ?? nothing
  const prefix = others.reduce((shared, { prefix }) => sharedStart(shared, prefix), first.prefix)
  const suffix = others.reduce((shared, { suffix }) => sharedEnd(shared, suffix), first.suffix)
  const same = others.every(({ exact }) => exact === first.exact)
  const holds = known.every((one) => one.holds)
  return { exact: same ? first.exact : undefined, prefix, suffix, holds }
}

function sequence(elements: readonly AST.Element[], literal: string): Known {
  let prefix = ''
  // Since the last part that is not fixed.
  let run = ''
  let fixed = true
  let holds = literal === ''
  for (const element of elements) {
    const known = elementKnown(element, literal)
    const fits = known.exact ?? known.prefix
    if (fixed) prefix += fits
    holds ||= known.holds || (run + fits).includes(literal)
    run = known.exact === undefined ? known.suffix : run + known.exact
    fixed &&= known.exact !== undefined
  }
  return { exact: fixed ? run : undefined, prefix, suffix: run, holds }
}

function elementKnown(element: AST.Element, literal: string): Known {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternatives(element.alternatives, literal)
    case 'Quantifier':
      return repeated(element, literal)
    case 'Assertion':
      return exactly('', literal)
    default: {
      const only = isOneCharacter(element) ? onlyCharacter(element) : undefined
      return only === undefined ? nothing : exactly(only, literal)
    }
  }
}

function repeated({ element, min, max }: AST.Quantifier, literal: string): Known {
  if (max === 0) return exactly('', literal)
  if (min === 0) return nothing
  const known = elementKnown(element, literal)
  if (known.exact === undefined) return known
  // Repetitions beyond the literal's length add nothing to what it may be found in.
  const count = Math.min(min, literal.length + 1)
  if (known.exact.length * count > fixedUnits) {
    return { ...exactly(known.exact, literal), exact: undefined }
  }
  const text = known.exact.repeat(count)
  return { ...exactly(text, literal), exact: min === max && count === min ? text : undefined }
}

/** `[.]` and `\.` are as fixed as a letter. */
function onlyCharacter(node: AST.Node): string | undefined {
  if (node.type === 'Character') return String.fromCodePoint(node.value)
  if (node.type !== 'CharacterClass' || node.negate || node.elements.length !== 1) return undefined
  return onlyCharacter(node.elements[0] as AST.Node)
}

function sharedStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, length)
}

function sharedEnd(a: string, b: string): string {
  let length = 0
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++
  return a.slice(a.length - length)
}
