/** The rule that claims a line, from its folded form, as engine/match.ts finds it. */
import {
  ANY_UNITS,
  FIRST_LOOSE,
  GROUPS_AT,
  GROUPS_MOST,
  PATTERN_UNITS,
  PROBE_BYTES,
  SLOT_ANY,
  SLOT_ENDS_AT,
  SLOT_ENDS_ROW,
  SLOT_KINDS,
  SLOT_STARTS,
  SLOT_UNITS,
  SPACE,
} from '../engine/layout'
import { classesOf, FOLDED, fold, length, TOO_HARD, unitOf } from './fold'
import { active, Part, Pattern, partAt, partCount, saving, Trie } from './memory'
import { endsOf } from './slots'
import { childOf, labelEnd, nodeAt } from './trie'

/** Only the host can tell. */
export const UNSURE = -2

/** Did the line get through the gate? */
let passed = false
/** Is only the beginning of a line folded, and did the walk come to where the rest would tell? */
let probing = false
let unsettled = false
/** Groups of patterns that the walk came by; more than `GROUPS_MOST` are as good as all. */
let begun: i32 = 0

function begin(group: i32): void {
  if (begun < GROUPS_MOST) store<u32>(GROUPS_AT + (begun << 2), group)
  begun++
}

/** Does `literal` stand in the folded line? */
function contains(literal: usize, size: i32): bool {
  const first: i32 = load<u16>(literal)
  for (let at = 0; at + size <= length; at++) {
    if (unitOf(at) !== first) continue
    let k = 1
    while (k < size && <i32>load<u16>(literal + ((<usize>k) << 1)) === unitOf(at + k)) k++
    if (k === size) return true
  }
  return false
}

/** May a pattern that is on and whose group was begun match the folded line? */
function mayFit(part: Part): bool {
  if (begun === 0 || length > PATTERN_UNITS) return false
  if (begun > GROUPS_MOST) return true
  for (let g = 0; g < begun; g++) {
    const block = load<usize>(part.groups + ((<usize>load<u32>(GROUPS_AT + (g << 2))) << 2))
    const count = load<u32>(block)
    for (let k: usize = 0; k < count; k++) {
      const pattern = changetype<Pattern>(block + sizeof<u32>() + k * offsetof<Pattern>())
      if (load<u8>(active + part.base + pattern.rule) === 1 && contains(pattern.literal, pattern.size))
        return true
    }
  }
  return false
}

function accepted(rule: i32, base: i32): i32 {
  return rule >= 0 && load<u8>(active + base + rule) === 1 ? base + rule : -1
}

/** Walks `trie` from `start`, whose label ends at `from`; the number of a rule that is on, or -1. */
function walk(trie: Trie, base: i32, start: i32, from: i32, depth: i32): i32 {
  let node = start
  let at = from
  for (;;) {
    const place = nodeAt(trie, node)
    if (place.group > SLOT_STARTS) begin(place.group)
    if (probing && at >= length - 1) {
      unsettled = true
      return -1
    }
    if (at === length) return accepted(place.accept, base)
    const slots = place.slots
    const child = childOf(trie, node, unitOf(at))
    const next = child < 0 ? -1 : labelEnd(trie, child, at)
    if (probing && child >= 0 && next < 0 && at + nodeAt(trie, child).labelLength >= length - 1)
      unsettled = true
    if (slots < 0) {
      if (next < 0) return -1
      node = child
      at = next
      continue
    }
    if (next >= 0) {
      const rule = walk(trie, base, child, next, depth)
      if (rule >= 0) return rule
    }
    return walkSlots(trie, base, node, at, depth)
  }
}

/** The walk behind the slots of `node` from `at`. */
function walkSlots(trie: Trie, base: i32, node: i32, at: i32, depth: i32): i32 {
  const children = trie.slotChildren + ((<usize>nodeAt(trie, node).slots) << 2)
  const ends = SLOT_ENDS_AT + depth * SLOT_ENDS_ROW
  const kinds = node === 0 && !passed ? FIRST_LOOSE : SLOT_KINDS
  for (let kind = 0; kind < kinds; kind++) {
    const child = load<i32>(children + ((<usize>kind) << 2))
    if (child < 0) continue
    if (probing && (kind === SLOT_ANY || length - at < SLOT_UNITS)) {
      unsettled = true
      continue
    }
    if (kind === SLOT_ANY && nodeAt(trie, child).slots < 0) {
      const rule = walkAny(trie, base, child, at, depth)
      if (rule >= 0) return rule
      continue
    }
    const count = endsOf(kind, at, ends)
    for (let e = 0; e < count; e++) {
      const rule = walk(trie, base, child, load<u32>(ends + (e << 2)), depth + 1)
      if (rule >= 0) return rule
    }
  }
  return -1
}

/** The walk behind an {any} from `at`, the longest first. */
function walkAny(trie: Trie, base: i32, node: i32, at: i32, depth: i32): i32 {
  if (classesOf(at) & SPACE) return -1
  const place = nodeAt(trie, node)
  if (length - at <= ANY_UNITS) {
    const rule = accepted(place.accept, base)
    if (rule >= 0) return rule
  }
  if (place.children === 0) return -1
  for (let end = min(length - 1, at + ANY_UNITS); end > at; end--) {
    if (classesOf(end - 1) & SPACE || childOf(trie, node, unitOf(end)) < 0) continue
    const rule = walk(trie, base, node, end, depth + 1)
    if (rule >= 0) return rule
  }
  return -1
}

/**
 * Does the beginning of a long line tell that no phrase matches it? To fold four hundred characters
 * of prose because of its first two words was a third of the time of clean text.
 */
function probe(ink: usize): bool {
  let cut = ink + PROBE_BYTES
  while ((load<u8>(cut) & 0xc0) === 0x80) cut--
  if (fold(ink, cut) !== FOLDED) return false
  probing = true
  unsettled = false
  begun = 0
  for (let p = 0; p < partCount; p++) {
    const part = partAt(p)
    walk(part.phrases, part.base, 0, 0, 0)
    walk(part.allowed, part.base, 0, 0, 0)
  }
  probing = false
  return !unsettled && begun === 0
}

/** The rule that claims the line from `ink` to `end`; -1: none; UNSURE. `through`: the gate. */
export function match(ink: usize, end: usize, through: bool): i32 {
  passed = through
  if (!passed && end - ink > 2 * PROBE_BYTES && probe(ink)) return -1
  const folded = fold(ink, end)
  if (folded !== FOLDED) return folded === TOO_HARD ? UNSURE : -1
  if (length === 0) return -1
  for (let p = 0; p < partCount; p++) {
    const part = partAt(p)
    const rule = walk(part.allowed, part.base, 0, 0, 0)
    if (rule >= 0) return rule
  }
  for (let p = 0; p < partCount; p++) {
    const part = partAt(p)
    begun = 0
    const rule = walk(part.phrases, part.base, 0, 0, 0)
    if (rule >= 0) return saving ? UNSURE : rule
    if (mayFit(part)) return UNSURE
  }
  return -1
}
