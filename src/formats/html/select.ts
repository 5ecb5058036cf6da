/** Selectors of rules, compiled once for all pages, by cheerio's engine, over our own elements. */
import { compile, type Options } from 'css-select'
import { parse, type Selector } from 'css-what'
import { attributeOf, childrenOf, PageElement } from './element.js'

/** Stands for all texts of an element: no selector asks more of them than that they are there. */
const TEXT = new PageElement('')

const isTag = (node: PageElement): node is PageElement => node.parent !== undefined

/** The children of elements whose place among them was asked for. */
const known = new WeakMap<PageElement, PageElement[]>()

function getChildren(element: PageElement): PageElement[] {
  const remembered = known.get(element)
  if (remembered !== undefined) return remembered
  const children = element.hasText ? [...childrenOf(element), TEXT] : childrenOf(element)
  known.set(element, children)
  return children
}

/** All that are `nodes` or inside of them, in order; pages may be deeper than functions may call themselves. */
function* allOf(nodes: readonly PageElement[]): Generator<PageElement> {
  const left = [...nodes].reverse()
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (!isTag(node)) continue
    yield node
    left.push(...childrenOf(node).reverse())
  }
}

function findAll(test: (element: PageElement) => boolean, nodes: PageElement[]): PageElement[] {
  return [...allOf(nodes)].filter(test)
}

function findOne(test: (element: PageElement) => boolean, nodes: PageElement[]): PageElement | null {
  for (const element of allOf(nodes)) if (test(element)) return element
  return null
}

const adapter: NonNullable<Options<PageElement, PageElement>['adapter']> = {
  isTag,
  getChildren,
  getSiblings: (element) => (element.parent ? getChildren(element.parent) : [element]),
  getParent: ({ parent }) => parent ?? null,
  getName: ({ name }) => name,
  getText: (node) => (node === TEXT ? ' ' : ''),
  getAttributeValue: attributeOf,
  hasAttrib: (element, name) => attributeOf(element, name) !== undefined,
  existsOne: (test, nodes) => findOne(test, nodes) !== null,
  findAll,
  findOne,
  removeSubsets: (nodes) => nodes,
}

export type Selects = (element: PageElement) => boolean

export function compileSelector(select: string): Selects {
  return compile<PageElement, PageElement>(select, { adapter })
}

/** The attributes that a selector looks at, beside ids and classes. */
export function attributesIn(select: string): string[] {
  return select.includes('[') ? parse(select).flatMap(namesIn) : []
}

function namesIn(parts: readonly Selector[]): string[] {
  return parts.flatMap((part) => {
    if (part.type === 'attribute') return [part.name.toLowerCase()]
    return part.type === 'pseudo' && Array.isArray(part.data) ? part.data.flatMap(namesIn) : []
  })
}
