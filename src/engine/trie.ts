/**
 * A compressed trie in flat arrays: what phrases and word lists are matched with. An edge is found
 * by a hash of its parent and first unit; a node's label is what follows, so a phrase that shares
 * nothing with others costs one node, whatever its length.
 */

/** Kinds of slots, in the order in which they are tried: narrow before wide. */
export const slotKinds = ['n', 'time', 'date', 'site', 'url', 'email', 'name', 'any'] as const
/** Number of the slot {any} among them. */
export const ANY = slotKinds.indexOf('any')
/** Slots from this kind on begin anywhere: a phrase that begins with one is found by its end. */
export const FIRST_LOOSE = slotKinds.indexOf('email')
export type SlotKind = (typeof slotKinds)[number]

export interface Trie {
  /**
   * The nodes, `STRIDE` numbers each, so that a look at one costs one cache line: parent (-2 behind a
   * slot), first unit, start and length of the label, what a text that ends here means (-1 for nothing),
   * the group of patterns whose matches begin so (-1), where its slots stand in `slotChildren` (-1), and
   * how many literal edges leave it.
   */
  readonly nodes: Int32Array
  readonly labels: Uint16Array
  /** Eight nodes or -1 for a node with slots, in the order of `slotKinds`. */
  readonly slotChildren: Int32Array
  /** Open hash table of nodes by parent and first unit; -1 is free. Its size is a power of two. */
  readonly edges: Int32Array
}

export const STRIDE = 8
export const PARENT = 0
export const FIRST_UNIT = 1
export const LABEL_START = 2
export const LABEL_LENGTH = 3
export const ACCEPT = 4
export const GROUP = 5
export const SLOTS = 6
export const CHILDREN = 7

/** Is there nothing in the trie? */
export function isEmpty(trie: Trie): boolean {
  return trie.nodes.length === 0
}

export function edgeHash(node: number, unit: number): number {
  return Math.imul(Math.imul(node, 0x9e3779b1) ^ Math.imul(unit + 1, 0x85ebca6b), 0xc2b2ae35) >>> 7
}

/** The child of `node` whose label begins with `unit`, or -1. */
export function childOf(trie: Trie, node: number, unit: number): number {
  const { edges, nodes } = trie
  const mask = edges.length - 1
  let at = edgeHash(node, unit) & mask
  for (;;) {
    const child = edges[at] as number
    if (child < 0) return -1
    const place = child * STRIDE
    if (nodes[place] === node && nodes[place + FIRST_UNIT] === unit) return child
    at = (at + 1) & mask
  }
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

/** A field of a node. */
export function fieldOf(trie: Trie, node: number, field: number): number {
  return trie.nodes[node * STRIDE + field] as number
}

export const emptyTrie: Trie = {
  nodes: new Int32Array(0),
  labels: new Uint16Array(0),
  slotChildren: new Int32Array(0),
  edges: new Int32Array([-1]),
}
