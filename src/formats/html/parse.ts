/**
 * A page's source to tags and texts, as htmlparser2 reads it, at a third of its time: what is between two
 * marks is skipped by `indexOf`, and values of attributes that no rule asks for are never read.
 */
import { addAttribute, PageElement } from './element.js'
import { decodeValue, readPiece, type Source } from './entities.js'
import { lowerName, type Wanted } from './names.js'
import { rawTags } from './tags.js'
import { Tree, type Visitor } from './tree.js'

const SLASH = 0x2f
const EQUALS = 0x3d
const GREATER = 0x3e

/** Reads the whole page; `root` is the page itself, the parent of its outermost elements. */
export function parsePage(source: Source, wanted: Wanted, root: PageElement, visitor: Visitor): void {
  new Scan(source, wanted, new Tree(source, root, visitor)).run()
}

class Scan {
  /** Where the text that was not told yet begins. */
  private begin = 0
  private readonly text: string

  constructor(
    private readonly source: Source,
    private readonly wanted: Wanted,
    private readonly tree: Tree,
  ) {
    this.text = source.text
  }

  run(): void {
    const { text, tree } = this
    let from = 0
    while (from >= 0) {
      const mark = text.indexOf('<', from)
      if (mark < 0) break
      from = this.markup(mark)
    }
    if (from < 0) return
    tree.addText(this.begin, text.length)
    tree.end()
  }

  /** What `<` at `mark` begins, if anything: where to look for the next one, or -1 at the end of the page. */
  private markup(mark: number): number {
    const { text } = this
    const next = text.charCodeAt(mark + 1)
    if (isLetter(next)) {
      this.tellText(mark)
      return this.openTag(mark)
    }
    if (next === SLASH) return this.endTag(mark)
    if (next === 0x21) return this.declaration(mark) // !
    if (next === 0x3f) return this.other(mark, mark + 2, '>', mark + 2) // ?
    return mark + 1
  }

  private tellText(end: number): void {
    this.tree.addText(this.begin, end)
    this.begin = end
  }

  /** Up to `end`, looked for from `from` on. What is cut off is a text that begins at `content`. */
  private other(mark: number, content: number, end: string, from: number): number {
    this.tellText(mark)
    const found = this.text.indexOf(end, from)
    if (found < 0) {
      this.tree.addText(content, this.text.length, false)
      this.tree.end()
      return -1
    }
    this.begin = found + end.length
    this.tree.addOther(this.begin)
    return this.begin
  }

  private declaration(mark: number): number {
    const { text } = this
    const isComment = text.startsWith('--', mark + 2)
    const isData = text.startsWith('[CDATA[', mark + 2)
    if (!isComment && !isData) {
      // The sign behind `<!` does not end it, nor the one behind `<!-`.
      const from = text.charCodeAt(mark + 2) === 0x2d ? mark + 4 : mark + 3
      return this.other(mark, mark + 2, '>', text.charCodeAt(mark + 2) === 0x5b ? mark + 3 : from)
    }
    this.tellText(mark)
    const end = isComment ? '-->' : ']]>'
    const found = text.indexOf(end, isComment ? mark + 2 : mark + 9)
    this.begin = found < 0 ? text.length : found + 3
    this.tree.addOther(this.begin)
    return this.begin
  }

  private endTag(mark: number): number {
    const { text } = this
    let start = mark + 2
    while (isBlank(text.charCodeAt(start))) start++
    if (start >= text.length) return text.length
    const first = text.charCodeAt(start)
    if (first === GREATER) return start + 1 // `</>` is text
    if (!isLetter(first)) return this.other(mark, start, '>', start + 1)
    this.tellText(mark)
    return this.endTagOf(mark, start)
  }

  /** Of the end tag from `mark` on whose name begins at `start`. */
  private endTagOf(mark: number, start: number): number {
    const { source, text, tree } = this
    let end = start + 1
    while (end < text.length && text.charCodeAt(end) !== GREATER && !isBlank(text.charCodeAt(end))) end++
    if (end >= text.length) return this.cutOff()
    const close = text.indexOf('>', end)
    tree.closeTag(
      lowerName(text.slice(start, end), source.isBytes),
      mark,
      close < 0 ? text.length : close + 1,
    )
    if (close < 0) return this.cutOff()
    this.begin = close + 1
    return this.begin
  }

  private openTag(mark: number): number {
    const { source, text, tree, wanted } = this
    let at = mark + 2
    while (at < text.length && !endsName(text.charCodeAt(at))) at++
    if (at >= text.length) return this.cutOff()
    const name = lowerName(text.slice(mark + 1, at), source.isBytes)
    const element = new PageElement(name)
    tree.beginTag(name, mark)
    for (;;) {
      while (isBlank(text.charCodeAt(at))) at++
      const sign = text.charCodeAt(at)
      if (sign === GREATER) {
        tree.endTag(element, at + 1, false)
        this.begin = at + 1
        const end = rawTags.get(name)
        return end === undefined ? at + 1 : this.rawText(end)
      }
      if (sign === SLASH) {
        do at++
        while (isBlank(text.charCodeAt(at)))
        if (text.charCodeAt(at) !== GREATER) continue
        tree.endTag(element, at + 1, true)
        this.begin = at + 1
        return at + 1
      }
      const start = at++
      if (start >= text.length) return this.cutOff()
      for (let code = text.charCodeAt(at); code !== EQUALS && !endsName(code); code = text.charCodeAt(at)) {
        if (at >= text.length) return this.cutOff()
        at++
      }
      const attribute = wanted.nameAt(text, start, at)
      while (isBlank(text.charCodeAt(at))) at++
      if (text.charCodeAt(at) !== EQUALS) {
        if (attribute !== undefined) addAttribute(element, attribute, '')
        continue
      }
      do at++
      while (isBlank(text.charCodeAt(at)))
      const quote = text[at] === '"' || text[at] === "'" ? (text[at] as string) : ''
      const value = at + quote.length
      const end = quote === '' ? this.endOfBare(value) : text.indexOf(quote, value)
      if (end < 0) return this.cutOff()
      if (attribute !== undefined)
        addAttribute(element, attribute, decodeValue(readPiece(this.source, value, end), quote))
      at = end + quote.length
    }
  }

  /** Where a value without quotes ends, or -1. */
  private endOfBare(start: number): number {
    const { text } = this
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === GREATER || isBlank(code)) return at
    }
    return -1
  }

  /** What is no markup up to an end tag, `end` being its beginning. */
  private rawText(end: string): number {
    const { text, tree } = this
    for (let mark = text.indexOf('</', this.begin); mark >= 0; mark = text.indexOf('</', mark + 2)) {
      const behind = mark + end.length
      const code = text.charCodeAt(behind)
      if (code !== GREATER && !isBlank(code)) continue
      if (text.slice(mark, behind).toLowerCase() !== end) continue
      tree.addText(this.begin, mark, false)
      return this.endTagOf(mark, mark + 2)
    }
    tree.addText(this.begin, text.length, false)
    tree.end()
    return -1
  }

  /** The page ends inside a tag, which is none then. */
  private cutOff(): number {
    this.tree.end()
    return -1
  }
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c
}

function endsName(code: number): boolean {
  return code === SLASH || code === GREATER || isBlank(code)
}
