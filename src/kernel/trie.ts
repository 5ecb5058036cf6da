/** Steps down a compressed trie (engine/trie.ts). */
import { length, unitOf } from './fold'
import { Node, Trie } from './memory'

/** Children that are looked through one by one; more are halved first. */
const FEW = 8

export function nodeAt(trie: Trie, node: i32): Node {
  return changetype<Node>(trie.nodes + ((<usize>node) << 5))
}

/** The child of `node` whose label begins with `unit`, or -1. */
export function childOf(trie: Trie, node: i32, unit: i32): i32 {
  const parent = nodeAt(trie, node)
  let from = parent.firstChild
  let to = from + parent.children
  while (to - from > FEW) {
    const middle = (from + to) >>> 1
    if (<i32>load<u16>(trie.firsts + ((<usize>middle) << 1)) <= unit) from = middle
    else to = middle
  }
  for (; from < to; from++) if (<i32>load<u16>(trie.firsts + ((<usize>from) << 1)) === unit) return from
  return -1
}

/** Where the label of `node` ends in the folded line, if it stands at `from`; else -1. */
export function labelEnd(trie: Trie, node: i32, from: i32): i32 {
  const place = nodeAt(trie, node)
  const size = place.labelLength
  if (from + size > length) return -1
  const label = trie.labels + ((<usize>place.labelStart) << 1)
  for (let k = 1; k < size; k++) if (<i32>load<u16>(label + ((<usize>k) << 1)) !== unitOf(from + k)) return -1
  return from + size
}
