/** May one of a node's slots begin here? Asked on the bytes, before a line is folded for its slots. */
import {
  BEGINS_ADDRESS,
  BEGINS_ANYHOW,
  BEGINS_CAPITAL,
  BEGINS_DIGIT,
  BEGINS_TEMPLATE,
  BEGINS_WORD_SHIFT,
} from '../engine/layout'
import { Trie, words } from './memory'
import { childOf, nodeAt } from './trie'
import { next, UNSURE, unitAt } from './units'

/** `beginnings`: what the node's slots may begin with. True in doubt. */
export function mayBegin(beginnings: u32, at: usize, end: usize): bool {
  if (at >= end) return false
  const byte: i32 = load<u8>(at)
  if (byte >= 0x80 || beginnings & BEGINS_ANYHOW) return true
  if (byte >= 0x30 && byte <= 0x39 && beginnings & BEGINS_DIGIT) return true
  if (byte >= 0x41 && byte <= 0x5a && beginnings & BEGINS_CAPITAL) return true
  if (beginnings & BEGINS_ADDRESS && ((byte | 0x20) === 0x68 || (byte | 0x20) === 0x77)) return true
  if (beginnings & BEGINS_TEMPLATE && (byte === 0x25 || byte === 0x7b)) return true
  const kinds = beginnings >> BEGINS_WORD_SHIFT
  return kinds !== 0 && wordMayBegin(at, end, kinds)
}

/** Does a listed word of `kinds` stand here, or begin so? Its end is not looked at. */
function wordMayBegin(from: usize, end: usize, kinds: i32): bool {
  const list = changetype<Trie>(words)
  let unit = unitAt(from, end)
  if (unit === UNSURE) return true
  let node = childOf(list, 0, unit)
  while (node >= 0) {
    let at = next
    const place = nodeAt(list, node)
    const label = list.labels + ((<usize>place.labelStart) << 1)
    for (let k = 1; k < place.labelLength; k++) {
      unit = unitAt(at, end)
      if (unit === UNSURE) return true
      if (unit !== <i32>load<u16>(label + ((<usize>k) << 1))) return false
      at = next
    }
    if (place.accept > 0 && place.accept & kinds) return true
    unit = unitAt(at, end)
    if (unit === UNSURE) return true
    node = childOf(list, node, unit)
  }
  return false
}
