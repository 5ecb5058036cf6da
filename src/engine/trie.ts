/**
 * A compressed trie in flat arrays: what phrases and word lists are matched with. The children of a
 * node stand side by side, by their first units; a node's label is what follows, so a phrase that
 * shares nothing with others costs one node, whatever its length.
 */

/** Kinds of slots, in the order in which they are tried: narrow before wide. */
export const slotKinds = ['n', 'time', 'date', 'site', 'url', 'email', 'name', 'any'] as const
export type SlotKind = (typeof slotKinds)[number]

export interface Trie {
  /**
   * The nodes, `STRIDE` numbers each, so that a look at one costs one cache line: first child, number
   * of children, start and length of the label, what a text that ends here means (-1 for nothing), the
   * group of patterns whose matches begin so (-1), where its slots stand in `slotChildren` (-1).
   */
  readonly nodes: Int32Array
  /** Per node the first unit of its label; those of the children of a node ascend. */
  readonly firsts: Uint16Array
  readonly labels: Uint16Array
  /** Eight nodes or -1 for a node with slots, in the order of `slotKinds`. */
  readonly slotChildren: Int32Array
}

export const STRIDE = 8 // one to spare: a power of two
export const FIRST_CHILD = 0
export const CHILDREN = 1
export const LABEL_START = 2
export const LABEL_LENGTH = 3
export const ACCEPT = 4
export const GROUP = 5
export const SLOTS = 6

/** Children that are looked through one by one; more are halved first. */
const FEW = 8

/** Is there nothing in the trie? */
export function isEmpty(trie: Trie): boolean {
  return trie.nodes.length === 0
}

/** The child of `node` whose label begins with `unit`, or -1. */
export function childOf({ nodes, firsts }: Trie, node: number, unit: number): number {
  let from = nodes[node * STRIDE] as number
  let to = from + (nodes[node * STRIDE + CHILDREN] as number)
  while (to - from > FEW) {
    const middle = (from + to) >>> 1
    if ((firsts[middle] as number) <= unit) from = middle
    else to = middle
  }
  for (; from < to; from++) if (firsts[from] === unit) return from
  return -1
}

/** Where the label of `node` ends in `units`, if it stands at `from`; else -1. */
export function labelEnd(trie: Trie, node: number, units: Uint16Array, from: number, end: number): number {
  const place = node * STRIDE
  const length = trie.nodes[place + LABEL_LENGTH] as number
  if (from + length > end) return -1
  const start = trie.nodes[place + LABEL_START] as number
  for (let k = 1; k < length; k++) {
    if (trie.labels[start + k] !== units[from + k]) return -1
  }
  return from + length
}

/** The children of a node by literal units. */
export function childrenOf(trie: Trie, node: number): number[] {
  const first = fieldOf(trie, node, FIRST_CHILD)
  return Array.from({ length: fieldOf(trie, node, CHILDREN) }, (_, index) => first + index)
}

/** The label of a node, its first unit included. */
export function labelOf(trie: Trie, node: number): Uint16Array {
  const start = fieldOf(trie, node, LABEL_START)
  return trie.labels.subarray(start, start + fieldOf(trie, node, LABEL_LENGTH))
}

/** A field of a node. */
export function fieldOf(trie: Trie, node: number, field: number): number {
  return trie.nodes[node * STRIDE + field] as number
}

export const emptyTrie: Trie = {
  nodes: new Int32Array(0),
  firsts: new Uint16Array(0),
  labels: new Uint16Array(0),
  slotChildren: new Int32Array(0),
}
