/**
 * A page as lines: one block a line, a row of a table a line, a line of preformatted text a line. Loses
 * nothing that a reader could see: hidden elements are marked, and `<noscript>` is laid out, for some
 * forums keep whole threads there.
 */
import type { LineKind } from '../../types.js'
import type { Node, Tree } from './parse.js'
import { blockTags, headingTags, silentTags } from './tags.js'

export type ElementNode = Extract<Node, { attribs: unknown }>
export type TextNode = Extract<Node, { data: string }>

/** The elements of a page in the order in which they open; element 0 is the page itself. */
export interface Elements {
  readonly nodes: readonly (ElementNode | Tree)[]
  readonly parents: readonly number[]
  /** The last element inside, or the element itself. */
  readonly lasts: readonly number[]
  readonly depths: readonly number[]
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
  /** The line is in an element that is hidden. */
  readonly hidden: readonly boolean[]
  readonly elements: Elements
  /** Every text that is laid out, in order, its line (the first, of several) and its element. */
  readonly texts: readonly TextNode[]
  readonly textLines: readonly number[]
  readonly textElements: readonly number[]
}

/** Characters of a cell that stands on a line of its own: in a table that lays out a page. */
const LONG_CELL = 100
/** Lists inside each other that are indented. */
const DEEPEST_ITEM = 8

export function isElement(node: Node): node is ElementNode {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style'
}

const HIDING = /display\s*:\s*none|visibility\s*:\s*hidden/i

export function isHidden({ attribs }: ElementNode): boolean {
  if (attribs['hidden'] !== undefined || attribs['aria-hidden'] === 'true') return true
  const style = attribs['style']
  return style !== undefined && HIDING.test(style)
}

export function layOut(tree: Tree): Layout {
  const nodes: (ElementNode | Tree)[] = [tree]
  const parents = [0]
  const lasts = [0]
  const depths = [0]
  const lines: string[] = []
  const kinds: LineKind[] = []
  const linkCharacters: number[] = []
  const holders: number[] = []
  const hidden: boolean[] = []
  /** Per element: 1 if it is or stands in `code`. */
  const codes: number[] = [0]
  const texts: TextNode[] = []
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
  let hiding = 0
  let bullet = false

  function endLine(): void {
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
      hidden.push(hiding > 0)
      bullet = false
    }
    text = ''
    cells = []
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

  function enter(node: ElementNode): void {
    const { name } = node
    parents.push(element)
    depths.push((depths[element] as number) + 1)
    codes.push(name === 'code' ? 1 : (codes[element] as number))
    element = nodes.push(node) - 1
    lasts.push(element)
    if (blockTags.has(name) || name === 'br' || name === 'hr') endLine()
    if (name === 'td' || name === 'th') endCell()
    else if (name === 'tr') rows++
    else if (name === 'a') links++
    else if (name === 'pre') pres++
    else if (name === 'ul' || name === 'ol' || name === 'menu') lists++
    else if (name === 'li') bullet = lists > 0
    else if (headingTags.has(name)) headings++
    if (isHidden(node)) hiding++
  }

  function leave(node: ElementNode): void {
    const { name } = node
    if (blockTags.has(name)) endLine()
    if (name === 'td' || name === 'th') endCell()
    else if (name === 'tr') rows--
    else if (name === 'a') links--
    else if (name === 'pre') pres--
    else if (name === 'ul' || name === 'ol' || name === 'menu') lists--
    else if (name === 'li') bullet = false
    else if (headingTags.has(name)) headings--
    if (isHidden(node)) hiding--
    const parent = parents[element] as number
    lasts[parent] = lasts[element] as number
    element = parent
  }

  function addText(node: TextNode): void {
    const { data } = node
    const visible = data.trim()
    if (visible !== '') {
      texts.push(node)
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
      hidden.push(hiding > 0)
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

  walk(tree, { enter, leave, text: addText })
  endLine()
  return {
    lines,
    kinds,
    linkCharacters,
    holders,
    hidden,
    elements: { nodes, parents, lasts, depths },
    texts,
    textLines,
    textElements,
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

interface Visitor {
  enter(node: ElementNode): void
  leave(node: ElementNode): void
  text(node: TextNode): void
}

/** Without recursion: pages may be nested ten thousand elements deep. */
function walk(tree: Tree, { enter, leave, text }: Visitor): void {
  let node: Node | null = tree.firstChild
  while (node) {
    if (node.type === 'text') text(node as TextNode)
    else if (isElement(node)) {
      enter(node)
      if (!silentTags.has(node.name) && node.firstChild) {
        node = node.firstChild
        continue
      }
      leave(node)
    }
    while (node && !node.next) {
      const parent: Node | null = node.parent === tree ? null : (node.parent as Node | null)
      if (parent && isElement(parent)) leave(parent)
      node = parent
    }
    node = node?.next ?? null
  }
}
