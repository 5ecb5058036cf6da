/** Where a character of a YAML scalar stands in the file: quotes, escapes and blocks apart. */
import type { TextTree } from './tree.js'

/** Offset in `text` of `scalar.value[index]`; of its first character where it was folded. */
export function offsetInside(text: string, scalar: TextTree, index: number): number {
  const { start, style, value } = scalar
  switch (style) {
    case 'plain':
      return text.startsWith(value, start) ? start + index : start
    case 'single':
      return insideQuotes(text, start + 1, index, singleStep)
    case 'double':
      return insideQuotes(text, start + 1, index, doubleStep)
    case 'literal':
      return insideBlock(text, start, value, index)
    case 'folded':
      return start
    default:
      return style satisfies never
  }
}

type Step = (text: string, at: number) => readonly [length: number, units: number]

const singleStep: Step = (text, at) => (text.startsWith("''", at) ? [2, 1] : [1, 1])

const escapes: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

const doubleStep: Step = (text, at) => {
  if (text[at] !== '\\') return [1, 1]
  const length = escapes[text[at + 1] ?? ''] ?? 2
  const astral = length === 10 && Number.parseInt(text.slice(at + 2, at + 10), 16) > 0xffff
  return [length, astral ? 2 : 1]
}

function insideQuotes(text: string, first: number, index: number, step: Step): number {
  let at = first
  let units = 0
  while (units < index && at < text.length) {
    // A line break inside quotes is folded: what follows cannot be counted.
    if (text[at] === '\n' || text[at] === '\r') return first
    const [length, produced] = step(text, at)
    at += length
    units += produced
  }
  return at
}

/** The lines of the value are those of the file, each with the same indentation. */
function insideBlock(text: string, start: number, value: string, index: number): number {
  const before = value.slice(0, index)
  const wanted = before.split('\n').length
  let at = start
  for (let line = 0; line < wanted; line++) {
    const end = text.indexOf('\n', at)
    if (end < 0) return start
    at = end + 1
  }
  const lineStart = before.lastIndexOf('\n') + 1
  const line = value.slice(lineStart).split('\n', 1)[0] as string
  const lineEnd = text.indexOf('\n', at)
  const written = text.slice(at, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '')
  return at + Math.max(0, written.length - line.length) + index - lineStart
}
