/** Sets of characters that one step of a pattern may take, and whether two of them meet. */
import type { AST } from '@eslint-community/regexpp'

/** Code points, both ends included; or a test where only the regular expression itself knows. */
export type CharSet = readonly (Range | { readonly test: RegExp })[]
type Range = { readonly from: number; readonly to: number }

const last = 0x10ffff
/** A range larger than this is not tried character by character against a test. */
const triedCharacters = 512

export type OneCharacter = AST.Character | AST.CharacterSet | AST.CharacterClass

export function isOneCharacter(node: AST.Node): node is OneCharacter {
  return node.type === 'Character' || node.type === 'CharacterSet' || node.type === 'CharacterClass'
}

const escapes: Readonly<Record<'digit' | 'space' | 'word', readonly Range[]>> = {
  digit: ranges('09'),
  word: ranges('09AZ__az'),
  space: ranges(
    '\t\r  \u00a0\u00a0\u1680\u1680\u2000\u200a\u2028\u2029\u202f\u202f\u205f\u205f\u3000\u3000\ufeff\ufeff',
  ),
}

export function charactersOf(node: OneCharacter): CharSet {
  const set = rangesOf(node)
  return set ?? [{ test: new RegExp(`^(?:${node.raw})$`, 'u') }]
}

export function meet(a: CharSet, b: CharSet): boolean {
  return a.some((one) => b.some((other) => bothHold(one, other)))
}

function bothHold(one: CharSet[number], other: CharSet[number]): boolean {
  if ('test' in one) return 'test' in other ? true : someHold(one.test, other)
  if ('test' in other) return someHold(other.test, one)
  return one.from <= other.to && other.from <= one.to
}

/** In doubt they meet. */
function someHold(test: RegExp, { from, to }: Range): boolean {
  if (to - from >= triedCharacters) return true
  for (let code = from; code <= to; code++) {
    if (test.test(String.fromCodePoint(code))) return true
  }
  return false
}

function rangesOf(node: AST.Node): readonly Range[] | undefined {
  switch (node.type) {
    case 'Character':
      return [{ from: node.value, to: node.value }]
    case 'CharacterClassRange':
      return [{ from: node.min.value, to: node.max.value }]
    case 'CharacterSet':
      if (node.kind === 'any') return [{ from: 0, to: last }]
      if (node.kind === 'property') return undefined
      return node.negate ? complement(escapes[node.kind]) : escapes[node.kind]
    case 'CharacterClass': {
      const parts = node.elements.map(rangesOf)
      if (parts.some((part) => part === undefined)) return undefined
      const all = parts.flatMap((part) => part ?? [])
      return node.negate ? complement(all) : all
    }
    default:
      return undefined
  }
}

function complement(taken: readonly Range[]): readonly Range[] {
  const free: Range[] = []
  let next = 0
  for (const { from, to } of [...taken].sort((a, b) => a.from - b.from)) {
    if (from > next) free.push({ from: next, to: from - 1 })
    next = Math.max(next, to + 1)
  }
  if (next <= last) free.push({ from: next, to: last })
  return free
}

/** `ranges('09az')`: 0 to 9, a to z. */
function ranges(ends: string): readonly Range[] {
  const codes = [...ends].map((end) => end.codePointAt(0) as number)
  return codes.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: codes[i + 1] as number }] : []))
}
