/**
 * What is measured of elements: characters, links, prose, lines, fields. The lines of an element follow each
 * other, so that sums over lines, kept from the first line on, say all of every element at once.
 */

import { attributeOf, type PageElement } from './element.js'
import type { Layout } from './layout.js'
import { Trait } from './tags.js'

/** Sums over the lines before each line, and over all; lines that are not counted add nothing. */
export interface Sums {
  readonly characters: Float64Array
  readonly linkCharacters: Float64Array
  /** Characters of prose. */
  readonly prose: Float64Array
  /** Lines, those of them that are nothing but links, and those that are rows of a table. */
  readonly lines: Int32Array
  readonly linkLines: Int32Array
  readonly rows: Int32Array
}

/** Arrays by element; element 0 is the page. */
export interface Measures {
  readonly sums: Sums
  /** The lines that are all inside, `firsts` to `ends` (exclusive); empty: the last is not beyond the first. */
  readonly firsts: Int32Array
  readonly ends: Int32Array
  readonly controls: Int32Array
  /** 1: is or holds a table of data. */
  readonly dataTables: Uint8Array
  readonly hidden: readonly number[]
}

/** Link text of a line that is nothing but links, separators and bullets apart. */
const LINK_LINE = 0.8

/** A table of data: rows of two cells or more, and characters, at least; share of its lines that are rows; most of its text that is link text. */
const TABLE_ROWS = 5
const TABLE_CHARACTERS = 150
const TABLE_ROW_SHARE = 0.8
const TABLE_LINKS = 0.5

/** `isCounted`: lines that are there; all, if not said. */
export function sumLines(
  { lines, kinds, linkCharacters: inLinks }: Layout,
  isProse: (line: number) => boolean,
  isCounted?: (line: number) => boolean,
): Sums {
  const size = lines.length + 1
  const characters = new Float64Array(size)
  const linkCharacters = new Float64Array(size)
  const prose = new Float64Array(size)
  const counts = new Int32Array(size)
  const linkLines = new Int32Array(size)
  const rows = new Int32Array(size)
  for (let line = 0; line < lines.length; line++) {
    const counted = isCounted === undefined || isCounted(line)
    const length = counted ? textLength(lines[line] as string) : 0
    const inLink = Math.min(inLinks[line] as number, length)
    characters[line + 1] = (characters[line] as number) + length
    linkCharacters[line + 1] = (linkCharacters[line] as number) + inLink
    prose[line + 1] = (prose[line] as number) + (counted && isProse(line) ? length : 0)
    counts[line + 1] = (counts[line] as number) + (counted ? 1 : 0)
    linkLines[line + 1] = (linkLines[line] as number) + (counted && inLink >= LINK_LINE * length ? 1 : 0)
    rows[line + 1] = (rows[line] as number) + (counted && kinds[line] === 'cell' ? 1 : 0)
  }
  return { characters, linkCharacters, prose, lines: counts, linkLines, rows }
}

/** The mark of an item is none of its text. */
function textLength(line: string): number {
  let at = 0
  while (line.charCodeAt(at) === 0x20) at++
  return line.startsWith('- ', at) ? line.length - at - 2 : line.length
}

export function measure(layout: Layout, isProse: (line: number) => boolean): Measures {
  const { lines, holders, elements } = layout
  const { nodes, parents, traits, hidden } = elements
  const size = nodes.length
  const firsts = new Int32Array(size).fill(lines.length)
  const ends = new Int32Array(size)
  const controls = new Int32Array(size)
  const dataTables = new Uint8Array(size)
  const sums = sumLines(layout, isProse)
  const measures = { sums, firsts, ends, controls, dataTables, hidden }
  for (let line = lines.length - 1; line >= 0; line--) {
    const element = holders[line] as number
    firsts[element] = line
    if (ends[element] === 0) ends[element] = line + 1
  }
  for (let element = size - 1; element > 0; element--) {
    const own = traits[element] as number
    if (own & Trait.control && attributeOf(nodes[element] as PageElement, 'type') !== 'hidden')
      controls[element] = (controls[element] as number) + 1
    if (own & Trait.table && isDataTable(measures, element)) dataTables[element] = 1
    const parent = parents[element] as number
    if (dataTables[element]) dataTables[parent] = 1
    controls[parent] = (controls[parent] as number) + (controls[element] as number)
    if ((firsts[element] as number) < (firsts[parent] as number)) firsts[parent] = firsts[element] as number
    if ((ends[element] as number) > (ends[parent] as number)) ends[parent] = ends[element] as number
  }
  return measures
}

/** `measures` of all that is inside the table. */
function isDataTable(measures: Measures, table: number): boolean {
  const { sums, controls } = measures
  const own = within(measures, sums.rows, table)
  const characters = within(measures, sums.characters, table)
  return (
    own >= TABLE_ROWS &&
    characters >= TABLE_CHARACTERS &&
    own >= TABLE_ROW_SHARE * within(measures, sums.lines, table) &&
    within(measures, sums.linkCharacters, table) <= TABLE_LINKS * characters &&
    controls[table] === 0
  )
}

/** What the lines of an element have of a sum. */
export function within({ firsts, ends }: Measures, sum: Float64Array | Int32Array, element: number): number {
  const [first, end] = [firsts[element] as number, ends[element] as number]
  return end > first ? (sum[end] as number) - (sum[first] as number) : 0
}

/** What the page has of a sum. */
export function total(sum: Float64Array | Int32Array): number {
  return sum[sum.length - 1] as number
}
