/**
 * Tags to elements: what closes what, as htmlparser2 mends broken markup, whose rules these are. What would
 * take more than its share of memory or time is refused.
 */
import { addChild, PageElement } from './element.js'
import { decodeText, readPiece, type Source } from './entities.js'
import { pageLimits, tooMuch } from './limits.js'
import { foreignTags, htmlInForeignTags, impliedEnds, silentTags, voidTags } from './tags.js'

/** Hears of what is laid out, in the order of the page; nothing of what stands in a silent element. */
export interface Visitor {
  enter(element: PageElement): void
  leave(): void
  /** A text, whole, and where it stands. */
  text(data: string, start: number, end: number): void
}

export class Tree {
  private readonly open: PageElement[]
  /** Names that no open element was found to have: end tags of nothing come by the thousand. */
  private readonly absent = new Set<string>()
  private elements = 0
  /** Where elements of other languages than HTML are open, the innermost last: there a tag may close itself. */
  private readonly foreign = [false]
  /** Open elements from the outermost silent one on. */
  private silent = 0
  /** Where what comes next begins. */
  private position = 0
  /** The text that has not ended: an end tag of nothing does not end it. */
  private text = ''
  private textStart = -1
  private textEnd = 0

  constructor(
    private readonly source: Source,
    root: PageElement,
    private readonly visitor: Visitor,
  ) {
    this.open = [root]
  }

  addText(start: number, end: number, hasEntities = true): void {
    if (start >= end) return
    this.innermost().hasText = true
    if (this.silent === 0) {
      const data = readPiece(this.source, start, end)
      if (this.textStart < 0) this.textStart = this.position
      this.text += hasEntities ? decodeText(data) : data
      this.textEnd = end
    }
    this.position = end
  }

  /** A comment or declaration: texts before and behind it are two. */
  addOther(end: number): void {
    this.endText()
    this.position = end
  }

  /** What a tag of that name ends, which begins at `mark`. */
  beginTag(name: string, mark: number): void {
    const ended = impliedEnds.get(name)
    if (ended === undefined) return
    while (this.open.length > 1 && ended.has(this.innermost().name)) this.close(mark)
  }

  /** The tag stands in the source up to `end`. */
  endTag(element: PageElement, end: number, isSelfClosed: boolean): void {
    const { name } = element
    this.enter(element, end)
    if (voidTags.has(name)) this.close(end)
    else {
      if (foreignTags.has(name)) this.foreign.push(true)
      else if (htmlInForeignTags.has(name)) this.foreign.push(false)
      if (isSelfClosed && this.foreign.at(-1)) this.close(end)
    }
    this.position = end
  }

  /** An end tag, from `mark` up to `end` in the source: what is open inside ends before it. */
  closeTag(name: string, mark: number, end: number): void {
    if ((foreignTags.has(name) || htmlInForeignTags.has(name)) && this.foreign.length > 0) this.foreign.pop()
    if (voidTags.has(name)) {
      // As browsers do.
      if (name === 'br') this.addEmpty(name, mark, end)
    } else {
      const closed = this.lastOpen(name)
      if (closed > 0) {
        while (this.open.length > closed + 1) this.close(mark)
        this.close(end)
      } else if (name === 'p') this.addEmpty(name, mark, end)
    }
    this.position = end
  }

  /** The source ends, and all that is open. */
  end(): void {
    while (this.open.length > 1) this.close(this.source.text.length)
    this.endText()
  }

  private addEmpty(name: string, mark: number, end: number): void {
    this.beginTag(name, mark)
    this.enter(new PageElement(name), end)
    this.close(end)
  }

  /** Its place among those that are open, or 0. */
  private lastOpen(name: string): number {
    if (this.absent.has(name)) return 0
    let place = this.open.length - 1
    while (place > 0 && this.open[place]?.name !== name) place--
    if (place === 0) this.absent.add(name)
    return place
  }

  private innermost(): PageElement {
    return this.open[this.open.length - 1] as PageElement
  }

  private enter(element: PageElement, end: number): void {
    this.endText()
    this.elements++
    if (this.elements > pageLimits.pageElements) throw tooMuch('elements', 'pageElements')
    if (this.open.length > pageLimits.pageDepth) throw tooMuch('elements inside each other', 'pageDepth')
    addChild(this.innermost(), element)
    element.start = this.position
    element.end = end
    this.open.push(element)
    if (this.absent.size > 0) this.absent.delete(element.name)
    if (this.silent > 0) this.silent++
    else {
      this.visitor.enter(element)
      if (silentTags.has(element.name)) this.silent = 1
    }
  }

  private close(end: number): void {
    this.endText()
    const element = this.open.pop() as PageElement
    element.end = end
    if (this.silent > 0) this.silent--
    if (this.silent === 0) this.visitor.leave()
  }

  private endText(): void {
    if (this.textStart < 0) return
    this.visitor.text(this.text, this.textStart, this.textEnd)
    this.text = ''
    this.textStart = -1
  }
}
