/** An element of a page: no more is kept of it than rules and the layout ask for. */
export class PageElement {
  id: string | undefined = undefined
  /** The value of `class`. */
  classes: string | undefined = undefined
  /** Name and value by turns, of the others that are wanted; the first of each name. */
  others: string[] = none
  /** Undefined: it is the page itself. */
  parent: PageElement | undefined = undefined
  first: PageElement | undefined = undefined
  last: PageElement | undefined = undefined
  next: PageElement | undefined = undefined
  /** UTF-16 units of the source: the first, and the one behind the last. */
  start = 0
  end = 0
  /** Some text stands in it, if only blanks, and not inside another element. */
  hasText = false

  constructor(
    /** In lower case; empty: it is the page itself. */
    readonly name: string,
  ) {}
}

/** Shared by all that have none. */
const none: string[] = []

export function attributeOf(element: PageElement, name: string): string | undefined {
  if (name === 'id') return element.id
  if (name === 'class') return element.classes
  const { others } = element
  for (let at = 0; at < others.length; at += 2) if (others[at] === name) return others[at + 1]
  return undefined
}

export function addAttribute(element: PageElement, name: string, value: string): void {
  if (name === 'id') element.id ??= value
  else if (name === 'class') element.classes ??= value
  else if (element.others === none) element.others = [name, value]
  else if (attributeOf(element, name) === undefined) element.others.push(name, value)
}

export function addChild(parent: PageElement, child: PageElement): void {
  child.parent = parent
  if (parent.last === undefined) parent.first = child
  else parent.last.next = child
  parent.last = child
}

export function childrenOf(element: PageElement): PageElement[] {
  const children: PageElement[] = []
  for (let child = element.first; child !== undefined; child = child.next) children.push(child)
  return children
}
