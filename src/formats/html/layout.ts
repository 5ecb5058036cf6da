/**
 * A page as lines: one block a line, a row of a table a line, a line of preformatted text a line. Loses
 * nothing that a reader could see: hidden elements are marked, and `<noscript>` is laid out, for some
 * forums keep whole threads there.
 */
import type { LineKind } from '../../types.js'
import { attributeOf, PageElement } from './element.js'
import type { Source } from './entities.js'
import type { Wanted } from './names.js'
import { parsePage } from './parse.js'
import { Trait, traitsOf } from './tags.js'

/** The elements of a page in the order in which they open; element 0 is the page itself. */
export interface Elements {
  readonly nodes: readonly PageElement[]
  readonly parents: readonly number[]
  /** 1: it, or an element around it, is hidden. */
  readonly hidden: readonly number[]
  /** The last element inside, or the element itself. */
  readonly lasts: readonly number[]
  readonly depths: readonly number[]
  /** What their tags are: bits of `Trait`. */
  readonly traits: readonly number[]
}

/** The lines of a page, arrays by line, and where they came from. */
export interface Layout {
  /** Without terminators; no line holds LF. */
  readonly lines: readonly string[]
  readonly kinds: readonly LineKind[]
  /** Characters of link text. */
  readonly linkCharacters: readonly number[]
  /** The smallest element that holds the whole line. */
  readonly holders: readonly number[]
  readonly elements: Elements
  /** Every text that is laid out, in order: where it stands in the source, its line (the first, of several) and its element. */
  readonly textStarts: readonly number[]
  readonly textEnds: readonly number[]
  readonly textLines: readonly number[]
  readonly textElements: readonly number[]
}

/** Characters of a cell that stands on a line of its own: in a table that lays out a page. */
const LONG_CELL = 100
/** Lists inside each other that are indented. */
const DEEPEST_ITEM = 8

const HIDING = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** What the layout, and what is measured, asks of elements. */
export const layoutAttributes = ['id', 'class', 'hidden', 'aria-hidden', 'style', 'type'] as const

function isHidden(element: PageElement): boolean {
  if (element.others.length === 0) return false
  if (attributeOf(element, 'hidden') !== undefined || attributeOf(element, 'aria-hidden') === 'true')
    return true
  const style = attributeOf(element, 'style')
  return style !== undefined && HIDING.test(style)
}

export function layOut(source: Source, wanted: Wanted): Layout {
  const root = new PageElement('')
  const nodes = [root]
  const parents = [0]
  const lasts = [0]
  const depths = [0]
  const hidden = [0]
  const lines: string[] = []
  const kinds: LineKind[] = []
  const linkCharacters: number[] = []
  const holders: number[] = []
  /** Per element: its tag's traits; and 1 if it is or stands in `code`. */
  const traits = [0]
  const codes = [0]
  const textStarts: number[] = []
  const textEnds: number[] = []
  const textLines: number[] = []
  const textElements: number[] = []

  // The line that is being laid out.
  let text = ''
  let cells: string[] = []
  let inLink = 0
  let holder = -1
  // How deep in what the walk is.
  let element = 0
  let links = 0
  let headings = 0
  let pres = 0
  let lists = 0
  let rows = 0
  let bullet = false

  function endLine(): void {
    if (text === '' && cells.length === 0) {
      // Nearly half of all ends of blocks: between two tags stands nothing.
      inLink = 0
      holder = -1
      return
    }
    const own = pres > 0 ? text.trimEnd() : plain(text)
    const isRow = cells.length > 0
    if (isRow && own !== '') cells.push(own)
    const line = isRow ? cells.join('\t') : own
    if (line !== '' && holder >= 0) {
      const marked = bullet && pres === 0 && headings === 0
      lines.push(marked ? `${'  '.repeat(Math.min(lists, DEEPEST_ITEM) - 1)}- ${line}` : line)
      kinds.push(kindOf(isRow && cells.length > 1))
      linkCharacters.push(inLink)
      holders.push(holder)
      bullet = false
    }
    text = ''
    if (isRow) cells = []
    inLink = 0
    holder = -1
  }

  function kindOf(isRow: boolean): LineKind {
    // A line of nothing but code, unless it is an entry of an index.
    if (pres > 0 || (codes[holder] === 1 && inLink === 0)) return 'preformatted'
    if (headings > 0) return 'heading'
    if (isRow) return 'cell'
    return lists > 0 ? 'item' : 'text'
  }

  /** A long cell is a line; short ones share that of their row. */
  function endCell(): void {
    if (rows === 0) {
      text += ' '
      return
    }
    if (text.length > LONG_CELL && pres === 0) {
      endLine()
      return
    }
    const cell = plain(text)
    if (cell !== '') cells.push(cell)
    text = ''
  }

  function enter(node: PageElement): void {
    const own = traitsOf(node.name)
    parents.push(element)
    depths.push((depths[element] as number) + 1)
    codes.push(own & Trait.code ? 1 : (codes[element] as number))
    hidden.push(hidden[element] === 1 || isHidden(node) ? 1 : 0)
    traits.push(own)
    element = nodes.push(node) - 1
    lasts.push(element)
    if (own === 0) return
    if (own & (Trait.block | Trait.break)) endLine()
    if (own & Trait.cell) endCell()
    if (own & Trait.item) bullet = lists > 0
    if (own & Trait.nesting) nest(own, 1)
  }

  function leave(): void {
    const own = traits[element] as number
    if (own !== 0) {
      if (own & Trait.block) endLine()
      if (own & Trait.cell) endCell()
      if (own & Trait.item) bullet = false
      if (own & Trait.nesting) nest(own, -1)
    }
    const parent = parents[element] as number
    lasts[parent] = lasts[element] as number
    element = parent
  }

  function nest(own: number, by: 1 | -1): void {
    if (own & Trait.link) links += by
    else if (own & Trait.list) lists += by
    else if (own & Trait.row) rows += by
    else if (own & Trait.heading) headings += by
    else pres += by
  }

  function addText(data: string, start: number, end: number): void {
    const visible = data.trim()
    if (visible !== '') {
      textStarts.push(start)
      textEnds.push(end)
      textElements.push(element)
      textLines.push(lines.length)
      holder = holder < 0 ? element : meeting(holder, element)
      if (links > 0) inLink += visible.length
    }
    if (pres === 0 || !/[\r\n]/.test(data)) {
      text += data
      return
    }
    data.split(/\r\n|\r|\n/).forEach((piece, index) => {
      if (index > 0) endPreformatted()
      text += piece
      if (piece.trim() !== '') holder = holder < 0 ? element : meeting(holder, element)
    })
  }

  /** Blank lines inside preformatted text stay; those at its start are none of it. */
  function endPreformatted(): void {
    if (text.trim() !== '') endLine()
    else if (kinds.at(-1) === 'preformatted') {
      lines.push('')
      kinds.push('preformatted')
      linkCharacters.push(0)
      holders.push(element)
      text = ''
    } else text = ''
  }

  /** The smallest element that holds both. */
  function meeting(one: number, other: number): number {
    let a = one
    let b = other
    while (a !== b) {
      if ((depths[a] as number) >= (depths[b] as number)) a = parents[a] as number
      else b = parents[b] as number
    }
    return a
  }

  parsePage(source, wanted, root, { enter, leave, text: addText })
  endLine()
  return {
    lines,
    kinds,
    linkCharacters,
    holders,
    elements: { nodes, parents, lasts, depths, hidden, traits },
    textStarts,
    textEnds,
    textLines,
    textElements,
  }
}

const UNEVEN = /\s\s|[^\S ]/

function plain(text: string): string {
  const trimmed = text.trim()
  return UNEVEN.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed
}
