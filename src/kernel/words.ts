/** Words and digits of the folded line. */
import { DIGIT, FIRST_EASTERN, LETTER, UNSPACED } from '../engine/layout'
import { classesOf, length, unitOf } from './fold'
import { Trie, words } from './memory'
import { childOf, labelEnd, nodeAt } from './trie'

export let wordBits: i32 = 0

export function isDigit(at: i32): bool {
  return at < length && (classesOf(at) & DIGIT) !== 0
}

export function isLetter(at: i32): bool {
  return at < length && (classesOf(at) & LETTER) !== 0
}

export function put(ends: usize, count: i32, end: i32): i32 {
  store<u32>(ends + ((<usize>count) << 2), end)
  return count + 1
}

/** Does a word of the line end before `at`? */
function endsWord(at: i32): bool {
  if (!isLetter(at)) return true
  if (unitOf(at) >= FIRST_EASTERN && unitOf(at - 1) < FIRST_EASTERN) return true
  return ((classesOf(at) | classesOf(at - 1)) & UNSPACED) !== 0
}

/** The end of the longest listed word at `from` that may be one of `kinds`, or -1; its bits in `wordBits`. */
export function word(from: i32, kinds: i32): i32 {
  const list = changetype<Trie>(words)
  let node = 0
  let at = from
  let found = -1
  while (at < length) {
    node = childOf(list, node, unitOf(at))
    if (node < 0) break
    at = labelEnd(list, node, at)
    if (at < 0) break
    const bits = nodeAt(list, node).accept
    if (bits > 0 && bits & kinds && endsWord(at)) {
      found = at
      wordBits = bits
    }
  }
  return found
}
