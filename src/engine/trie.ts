/**
 * A compressed trie in flat arrays: what phrases and word lists are matched with. An edge is found
 * by a hash of its parent and first unit; a node's label is what follows, so a phrase that shares
 * nothing with others costs one node, whatever its length.
 */

/** Kinds of slots, in the order in which they are tried: narrow before wide. */
export const slotKinds = ['n', 'time', 'date', 'site', 'url', 'email', 'name', 'any'] as const
export type SlotKind = (typeof slotKinds)[number]

export interface Trie {
  readonly parents: Int32Array
  readonly labelStarts: Int32Array
  readonly labelLengths: Uint16Array
  readonly labels: Uint16Array
  /** Per node: what a text that ends here means; -1 for nothing. */
  readonly accepts: Int32Array
  /** Per node: the group of patterns whose matches begin so, or -1. */
  readonly groups: Int32Array
  /** Per node: index of its first entry in `slotChildren`, or -1. */
  readonly slotBases: Int32Array
  /** Eight nodes or -1 for a node with slots, in the order of `slotKinds`. */
  readonly slotChildren: Int32Array
  /** Open hash table of nodes by parent and first unit; -1 is free. Its size is a power of two. */
  readonly edges: Int32Array
}

export function edgeHash(node: number, unit: number): number {
  return Math.imul(Math.imul(node, 0x9e3779b1) ^ Math.imul(unit + 1, 0x85ebca6b), 0xc2b2ae35) >>> 7
}

/** The child of `node` whose label begins with `unit`, or -1. */
export function childOf(trie: Trie, node: number, unit: number): number {
  const { edges, parents, labels, labelStarts } = trie
  const mask = edges.length - 1
  let at = edgeHash(node, unit) & mask
  for (;;) {
    const child = edges[at] as number
    if (child < 0) return -1
    if (parents[child] === node && labels[labelStarts[child] as number] === unit) return child
    at = (at + 1) & mask
  }
}

/** Where the label of `node` ends in `units`, if it stands at `from`; else -1. */
export function labelEnd(trie: Trie, node: number, units: Uint16Array, from: number, end: number): number {
  const length = trie.labelLengths[node] as number
  if (from + length > end) return -1
  const start = trie.labelStarts[node] as number
  for (let k = 1; k < length; k++) {
    if (trie.labels[start + k] !== units[from + k]) return -1
  }
  return from + length
}

const EMPTY = new Int32Array(0)
export const emptyTrie: Trie = {
  parents: EMPTY,
  labelStarts: EMPTY,
  labelLengths: new Uint16Array(0),
  labels: new Uint16Array(0),
  accepts: EMPTY,
  groups: EMPTY,
  slotBases: EMPTY,
  slotChildren: EMPTY,
  edges: new Int32Array([-1]),
}
