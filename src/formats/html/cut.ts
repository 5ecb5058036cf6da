/**
 * What goes of a page's source: the spans of elements and texts all of whose lines go. Largest elements
 * first, so that no empty shell stays; never a picture or a field unless a rule claims the element itself.
 */
import type { PageElement } from './element.js'
import type { Layout } from './layout.js'
import { Trait } from './tags.js'

/** A span of the source in UTF-16 units, and the rule it goes by: its number, or -1. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly rule: number
}

export interface Gone {
  /** Per line: does it go? */
  isGone(line: number): boolean
  /** Number of the rule that took the line, or -1. */
  ruleOf(line: number): number
  /** Elements without text that rules claim. */
  readonly silent: readonly (readonly [element: number, rule: number])[]
  /** Per line: number of the rule that claims an element around it, or -1. */
  readonly matches: Int32Array
}

/** In order, none inside another. */
export function spansToCut(layout: Layout, gone: Gone): Span[] {
  const { nodes, parents, lasts, traits } = layout.elements
  const { textLines, textElements, kinds } = layout
  const size = nodes.length
  const kept = new Int32Array(size)
  const cut = new Int32Array(size).fill(-2) // -2: no text goes
  const media = new Uint8Array(size)
  const claimed = new Uint8Array(size).fill(1)
  textElements.forEach((element, text) => {
    const line = textLines[text] as number
    const isRow = kinds[line] === 'preformatted' || !gone.isGone(line)
    if (isRow) kept[element] = 1
    else {
      cut[element] = gone.ruleOf(line)
      if (gone.matches[line] === -1) claimed[element] = 0
    }
  })
  for (let element = size - 1; element > 0; element--) {
    const parent = parents[element] as number
    if ((traits[element] as number) & Trait.media) media[element] = 1
    if (kept[element]) kept[parent] = 1
    if (media[element]) media[parent] = 1
    if (!claimed[element]) claimed[parent] = 0
    if (cut[element] !== -2) cut[parent] = cut[element] as number
  }
  const spans: Span[] = []
  const silent = new Map(gone.silent)
  for (let element = 1; element < size; ) {
    const { start, end } = nodes[element] as PageElement
    const rule = silent.get(element) ?? (cut[element] as number)
    const goes =
      rule !== -2 &&
      !kept[element] &&
      ((traits[element] as number) & Trait.frame) === 0 &&
      (!media[element] || claimed[element] === 1)
    if (goes) spans.push({ start, end, rule })
    element = goes ? (lasts[element] as number) + 1 : element + 1
  }
  return merge(spans, looseTexts(layout, gone))
}

/** Texts that go, whose element stays. */
function looseTexts({ textStarts, textEnds, textLines, kinds }: Layout, gone: Gone): Span[] {
  return textStarts.flatMap((start, text) => {
    const line = textLines[text] as number
    return gone.isGone(line) && kinds[line] !== 'preformatted'
      ? [{ start, end: textEnds[text] as number, rule: gone.ruleOf(line) }]
      : []
  })
}

/** Both lists in order; what lies inside an earlier span is left out. */
function merge(elements: readonly Span[], texts: readonly Span[]): Span[] {
  const all = [...elements, ...texts].filter(({ start, end }) => end > start)
  all.sort((a, b) => a.start - b.start || b.end - a.end)
  const spans: Span[] = []
  let end = 0
  for (const span of all) {
    if (span.end <= end) continue
    spans.push(span.start < end ? { ...span, start: end } : span)
    end = span.end
  }
  return spans
}
