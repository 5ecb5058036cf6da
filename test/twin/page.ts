/** What the parser of pages must equal: htmlparser2 with a tree of its own, walked. Written to be read. */
import { DomHandler, DomUtils, Parser } from 'htmlparser2'
import { silentTags } from '../../src/formats/html/tags.js'

type Node = DomHandler['root']['children'][number]

/** What is told of a page, in its order. */
export type Told =
  | { readonly enter: string; readonly start: number; readonly attributes: Readonly<Record<string, string>> }
  | { readonly leave: string; readonly end: number }
  | { readonly text: string; readonly start: number; readonly end: number }

export function tellSlowly(page: string, wanted: readonly string[]): Told[] {
  const handler = new DomHandler(undefined, { withStartIndices: true, withEndIndices: true })
  new Parser(handler).end(page)
  return handler.root.children.flatMap((node) => toldOf(node, wanted))
}

function toldOf(node: Node, wanted: readonly string[]): Told[] {
  const [start, end] = [node.startIndex as number, (node.endIndex as number) + 1]
  if (DomUtils.isText(node)) return [{ text: node.data, start, end }]
  if (!DomUtils.isTag(node)) return []
  const inside = silentTags.has(node.name) ? [] : node.children.flatMap((child) => toldOf(child, wanted))
  return [
    { enter: node.name, start, attributes: attributesOf(node.attribs, wanted) },
    ...inside,
    { leave: node.name, end },
  ]
}

function attributesOf(
  attribs: Readonly<Record<string, string>>,
  wanted: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(attribs).filter(([name]) => wanted.includes(name)))
}
