/** What is measured of elements: characters, links, prose, lines, fields. Sums over all that is inside. */
import { isHidden, type Layout } from './layout.js'
import { controlTags } from './tags.js'

/** Arrays by element; element 0 is the page. */
export interface Measures {
  readonly characters: Float64Array
  readonly linkCharacters: Float64Array
  /** Characters of prose. */
  readonly prose: Float64Array
  /** Lines that are all inside, and those of them that are nothing but links. */
  readonly lines: Int32Array
  readonly linkLines: Int32Array
  /** The lines that are all inside, `firsts` to `ends` (exclusive); empty: the last is not beyond the first. */
  readonly firsts: Int32Array
  readonly ends: Int32Array
  readonly controls: Int32Array
  /** 1: is or holds a table of data. */
  readonly dataTables: Uint8Array
  readonly hidden: Uint8Array
}

/** Link text of a line that is nothing but links, separators and bullets apart. */
const LINK_LINE = 0.8

/** A table of data: rows of two cells or more, and characters, at least; share of its lines that are rows; most of its text that is link text. */
const TABLE_ROWS = 5
const TABLE_CHARACTERS = 150
const TABLE_ROW_SHARE = 0.8
const TABLE_LINKS = 0.5

/** `isCounted`: lines that are there; all, if not said. */
export function measure(
  layout: Layout,
  isProse: (line: number) => boolean,
  isCounted?: (line: number) => boolean,
): Measures {
  const { lines, kinds, linkCharacters: inLinks, holders, elements } = layout
  const { nodes, parents } = elements
  const size = nodes.length
  const measures = {
    characters: new Float64Array(size),
    linkCharacters: new Float64Array(size),
    prose: new Float64Array(size),
    lines: new Int32Array(size),
    linkLines: new Int32Array(size),
    firsts: new Int32Array(size).fill(lines.length),
    ends: new Int32Array(size),
    controls: new Int32Array(size),
    dataTables: new Uint8Array(size),
    hidden: new Uint8Array(size),
  }
  const { characters, linkCharacters, prose, linkLines, firsts, ends, controls, dataTables, hidden } =
    measures
  const rows = new Int32Array(size)
  lines.forEach((line, number) => {
    if (isCounted && !isCounted(number)) return
    const element = holders[number] as number
    // The mark of an item is none of its text.
    const length = line.replace(/^ *- /, '').length
    const inLink = Math.min(inLinks[number] as number, length)
    add(characters, element, length)
    add(linkCharacters, element, inLink)
    if (isProse(number)) add(prose, element, length)
    add(measures.lines, element, 1)
    if (inLink >= LINK_LINE * length) add(linkLines, element, 1)
    if (kinds[number] === 'cell') add(rows, element, 1)
    firsts[element] = Math.min(firsts[element] as number, number)
    ends[element] = number + 1
  })
  for (let element = 1; element < size; element++) {
    const node = nodes[element]
    if (!node || !('name' in node)) continue
    if (controlTags.has(node.name) && node.attribs['type'] !== 'hidden') add(controls, element, 1)
    if (hidden[parents[element] as number] || isHidden(node)) hidden[element] = 1
  }
  for (let element = size - 1; element > 0; element--) {
    const parent = parents[element] as number
    const node = nodes[element]
    if (node && 'name' in node && node.name === 'table' && isDataTable(element)) dataTables[element] = 1
    if (dataTables[element]) dataTables[parent] = 1
    for (const sums of [characters, linkCharacters, prose, measures.lines, linkLines, rows, controls])
      add(sums, parent, sums[element] as number)
    firsts[parent] = Math.min(firsts[parent] as number, firsts[element] as number)
    ends[parent] = Math.max(ends[parent] as number, ends[element] as number)
  }
  return measures

  function isDataTable(table: number): boolean {
    const own = rows[table] as number
    return (
      own >= TABLE_ROWS &&
      (characters[table] as number) >= TABLE_CHARACTERS &&
      own >= TABLE_ROW_SHARE * (measures.lines[table] as number) &&
      (linkCharacters[table] as number) <= TABLE_LINKS * (characters[table] as number) &&
      controls[table] === 0
    )
  }
}

function add(sums: Float64Array | Int32Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value
}
