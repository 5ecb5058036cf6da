/** Builds the flat trie of src/engine/trie.ts from phrases: literal units with slots between them. */
import { SLOT_STARTS } from '../engine/layout.js'
import { type SlotKind, slotKinds, type Trie } from '../engine/trie.js'

/** A phrase as the trie sees it: literal text and slots in turn. */
export type Element = string | { readonly slot: SlotKind }

interface Node {
  label: string
  children: Map<string, Node>
  slots: Map<SlotKind, Node>
  accept: number
  group: number
}

export interface TrieBuilder {
  /** Adds a phrase; what stood there before stays. Returns what the place accepts. */
  add(elements: readonly Element[], accept: number): number
  /**
   * Marks what begins with `text` as the start of a group of patterns; what stood there before stays,
   * but a slot, of which a group of patterns says enough.
   */
  addGroup(text: string, group: number): number
  build(): Trie
}

function makeNode(label: string): Node {
  return { label, children: new Map(), slots: new Map(), accept: -1, group: -1 }
}

export function createTrieBuilder(): TrieBuilder {
  const root = makeNode('')
  return {
    add(elements, accept) {
      let node = root
      for (const element of elements) {
        node = typeof element === 'string' ? literal(node, element) : slot(node, element.slot)
      }
      if (node.accept < 0) node.accept = accept
      return node.accept
    },
    addGroup(text, group) {
      const node = literal(root, text)
      if (node.group <= SLOT_STARTS && group > node.group) node.group = group
      return node.group
    },
    build: () => flatten(root),
  }
}

function slot(node: Node, kind: SlotKind): Node {
  const known = node.slots.get(kind)
  if (known) return known
  const made = makeNode('')
  node.slots.set(kind, made)
  return made
}

/** Walks `text` down from `node`, splitting a label where they part. */
function literal(from: Node, text: string): Node {
  let node = from
  let rest = text
  while (rest !== '') {
    const first = rest[0] as string
    const child = node.children.get(first)
    if (!child) {
      const made = makeNode(rest)
      node.children.set(first, made)
      return made
    }
    let shared = 1
    while (shared < rest.length && shared < child.label.length && rest[shared] === child.label[shared])
      shared++
    if (shared < child.label.length) {
      const upper = makeNode(child.label.slice(0, shared))
      child.label = child.label.slice(shared)
      upper.children.set(child.label[0] as string, child)
      node.children.set(first, upper)
      node = upper
    } else node = child
    rest = rest.slice(shared)
  }
  return node
}

function flatten(root: Node): Trie {
  const nodes: Node[] = [root]
  const slotChildren: number[] = []
  const packed: number[] = []
  let start = 0
  // Those that are added on the way are reached, too.
  for (const node of nodes) {
    const { label, accept, group, slots } = node
    const children = [...node.children].sort(([a], [b]) => (a < b ? -1 : 1))
    const slotBase = slots.size === 0 ? -1 : slotChildren.length
    packed.push(nodes.length, children.length, start, label.length, accept, group, slotBase, 0)
    for (const [, child] of children) nodes.push(child)
    if (slots.size > 0) {
      for (const kind of slotKinds) {
        const child = slots.get(kind)
        slotChildren.push(child ? nodes.length : -1)
        if (child) nodes.push(child)
      }
    }
    start += label.length
  }
  const text = nodes.map(({ label }) => label).join('')
  return {
    nodes: Int32Array.from(packed),
    firsts: Uint16Array.from(nodes, ({ label }) => (label === '' ? 0 : label.charCodeAt(0))),
    labels: Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
    slotChildren: Int32Array.from(slotChildren),
  }
}
