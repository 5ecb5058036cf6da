/**
 * What a claimed heading takes: a rule for lines with `then: block` or `rest` that claims a heading takes the
 * element that the heading begins, however long. Only after prose, and only where no prose stands inside.
 */
import type { Decision } from '../../engine/seam.js'
import type { Rule } from '../../types.js'
import { isPage, type Page } from './claim.js'
import { sumLines, total } from './measure.js'
import { Trait } from './tags.js'

/** Share of prose in what the element rules left: on a page with less, what is recent or popular may be the content. */
const PAGE_PROSE = 0.5

/** Adds to `matches` the lines below claimed headings that are still there; true if there are any. */
export function claimSections(
  page: Page,
  rules: readonly Rule[],
  { fates, takers }: Decision,
  matches: Int32Array,
): boolean {
  const { layout, measures, isProse } = page
  const { kinds, lines } = layout
  const isOpener = (line: number): boolean => {
    const taker = takers[line] as number
    return taker >= 0 && opensSection(rules[taker] as Rule)
  }
  if (!kinds.some((kind, line) => kind === 'heading' && isOpener(line))) return false
  const rest = sumLines(layout, isProse, (line) => matches[line] === -1)
  if (total(rest.prose) < PAGE_PROSE * total(rest.characters)) return false
  const ranks = kinds.map((kind, line) => (kind === 'heading' ? rankOf(page, line) : 0))
  let any = false
  let hasProse = false
  for (let line = 0; line < lines.length; line++) {
    hasProse ||= matches[line] === -1 && isProse(line)
    const rank = ranks[line] as number
    // Before the first prose stands the page's title.
    if (!hasProse || rank < 2 || matches[line] !== -1 || !isOpener(line)) continue
    const section = sectionOf(page, line)
    if (section < 0) continue
    const end = measures.ends[section] as number
    if (ranks.slice(line + 1, end).some((other) => other > 0 && other <= rank)) continue
    for (let inside = line; inside < end; inside++) {
      if (matches[inside] !== -1 || fates[inside] !== 0) continue
      matches[inside] = takers[line] as number
      any = true
    }
  }
  return any
}

/** What presets and learned sets claim is a line, wherever it stands. */
function opensSection({ weak, alone, then }: Rule): boolean {
  return !weak && !alone && (then === 'block' || then === 'rest')
}

/** 1 to 6; 0 if no element around the line is a heading. */
function rankOf({ layout: { holders, elements } }: Page, line: number): number {
  for (let element = holders[line] as number; element > 0; element = elements.parents[element] as number) {
    if ((elements.traits[element] as number) & Trait.heading) return Number(elements.nodes[element]?.name[1])
  }
  return 0
}

/** The nearest element that begins with the line and goes on behind it, if it may go whole; or -1. */
function sectionOf({ layout, measures, isProse }: Page, heading: number): number {
  const { parents } = layout.elements
  const { firsts, ends, dataTables } = measures
  let section = layout.holders[heading] as number
  while (section > 0 && (ends[section] as number) <= heading + 1) section = parents[section] as number
  if (section <= 0 || firsts[section] !== heading || dataTables[section] || isPage(measures, section))
    return -1
  for (let line = heading + 1; line < (ends[section] as number); line++)
    if (isProse(line) || layout.kinds[line] === 'preformatted') return -1
  return section
}
