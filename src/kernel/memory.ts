/** What the host (engine/kernel.ts) sets before the first call; what has a place of its own is in engine/layout.ts. */

/** The trie of word lists. */
export let words: usize = 0
/** Addresses, u32, of the parts that are asked, in the order in which they are. */
export let parts: usize = 0
export let partCount: i32 = 0
/** Per rule, u8: is it on? */
export let active: usize = 0
/** Must claimed lines be looked at by the host, since a rule may save them? */
export let saving: bool = false
/** Must it look at all lines, for patterns that begin anyhow? */
export let loose: bool = false
/** Does the gate let no line through (0), those whose ends fit (1), or all (2)? */
export let gate: i32 = 0

/** A compressed trie (engine/trie.ts); it has a root at least. */
@unmanaged
export class Trie {
  nodes: usize
  firsts: usize
  labels: usize
  slotChildren: usize
}

@unmanaged
export class Node {
  firstChild: i32
  children: i32
  labelStart: i32
  labelLength: i32
  accept: i32
  group: i32
  slots: i32
  spare: i32
}

@unmanaged
export class Part {
  phrases: Trie
  allowed: Trie
  /** Number of its first rule. */
  base: i32
  /** Children of the root by ASCII unit, i32. */
  roots: usize
  /** What the slots of each node with slots may begin with, u32. */
  beginnings: usize
  /** Per group of patterns the address of how many there are, u32, and behind it of these. */
  groups: usize
}

/** What a pattern needs: a text that stands in every match, in folded units. */
@unmanaged
export class Pattern {
  rule: i32
  size: i32
  literal: usize
}

/** The part that is asked `index`th. */
export function partAt(index: i32): Part {
  return changetype<Part>(load<u32>(parts + ((<usize>index) << 2)))
}
