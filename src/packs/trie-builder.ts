/** Builds the flat trie of src/engine/trie.ts from phrases: literal units with slots between them. */
import { edgeHash, FIRST_UNIT, PARENT, type SlotKind, STRIDE, slotKinds, type Trie } from '../engine/trie.js'

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
  /** Marks what begins with `text` as the start of a group of patterns; what stood there before stays. */
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
      if (node.group < 0) node.group = group
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
  const nodes: { node: Node; parent: number }[] = [{ node: root, parent: -1 }]
  const slotChildren: number[] = []
  const slotBases: number[] = []
  const edges: number[] = []
  for (let n = 0; n < nodes.length; n++) {
    const { node } = nodes[n] as { node: Node }
    for (const child of node.children.values()) {
      edges.push(nodes.length)
      nodes.push({ node: child, parent: n })
    }
    slotBases.push(node.slots.size === 0 ? -1 : slotChildren.length)
    if (node.slots.size > 0) {
      for (const kind of slotKinds) {
        const child = node.slots.get(kind)
        slotChildren.push(child ? nodes.length : -1)
        if (child) nodes.push({ node: child, parent: -2 })
      }
    }
  }
  const packed = new Int32Array(nodes.length * STRIDE)
  let start = 0
  nodes.forEach(({ node, parent }, n) => {
    const { label, accept, group, children } = node
    const first = label === '' ? -1 : label.charCodeAt(0)
    packed.set(
      [parent, first, start, label.length, accept, group, slotBases[n] as number, children.size],
      n * STRIDE,
    )
    start += label.length
  })
  const text = nodes.map(({ node }) => node.label).join('')
  return {
    nodes: packed,
    labels: Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
    slotChildren: Int32Array.from(slotChildren),
    edges: hashEdges(edges, packed),
  }
}

function hashEdges(edges: readonly number[], packed: Int32Array): Int32Array {
  let size = 4
  while (size < edges.length * 2) size *= 2
  const table = new Int32Array(size).fill(-1)
  for (const child of edges) {
    const place = child * STRIDE
    let at = edgeHash(packed[place + PARENT] as number, packed[place + FIRST_UNIT] as number) & (size - 1)
    while ((table[at] as number) >= 0) at = (at + 1) & (size - 1)
    table[at] = child
  }
  return table
}
