/**
 * The walk that settles most lines that pass the first look: down the literal edges of a trie,
 * straight on the bytes.
 */
import { FIRST_EASTERN, LETTER, PLAIN_AT, SLOT_WORDS, UNSPACED } from '../engine/layout'
import { active, Part } from './memory'
import { mayBegin } from './openings'
import { childOf, nodeAt } from './trie'
import { END, kindOf, next, UNSURE, unitAt } from './units'

/** The line must be folded. */
export const UNDECIDED = -2

/** May what follows change the character before it? "e" and an accent of its own are one letter. */
function composes(at: usize, end: usize): bool {
  return at < end && load<u8>(at) >= 0x80 && unitAt(at, end) === UNSURE
}

/** May a word end between these units: where no letter follows, and around characters that need no spaces (engine/slots.ts)? */
function endsWord(last: i32, unit: i32): bool {
  return (
    unit <= END || unit >= FIRST_EASTERN || (kindOf(unit) & LETTER) === 0 || (kindOf(last) & UNSPACED) !== 0
  )
}

/**
 * The number of a rule that is on and whose phrase has no slot (such a phrase comes before all others);
 * -1: no phrase begins like the bytes from `from` to `end`; UNDECIDED: there was a slot or a pattern on
 * the way, or a character that only folding can tell.
 */
export function walkBytes(part: Part, from: usize, end: usize): i32 {
  const trie = part.phrases
  const first: u32 = load<u8>(PLAIN_AT + load<u8>(from))
  let node = -1
  let at = from + 1
  if (first !== 0) node = load<i32>(part.roots + (first << 2))
  else {
    const unit = unitAt(from, end)
    if (unit === END) return -1
    if (unit === UNSURE) return UNDECIDED
    node = childOf(trie, 0, unit)
    at = next
  }
  let otherwise = -1
  while (node >= 0) {
    const place = nodeAt(trie, node)
    const label = trie.labels + ((<usize>place.labelStart) << 1)
    const length = place.labelLength
    for (let k = 1; k < length; k++) {
      let unit: i32 = at < end ? <i32>load<u8>(PLAIN_AT + load<u8>(at)) : 0
      if (unit !== 0) at++
      else {
        unit = unitAt(at, end)
        if (unit === UNSURE) return UNDECIDED
        at = next
      }
      if (unit !== <i32>load<u16>(label + ((<usize>k) << 1))) return composes(at, end) ? UNDECIDED : otherwise
    }
    const group = place.group
    if (group > SLOT_WORDS) otherwise = UNDECIDED
    const slots = place.slots
    if (slots >= 0 && otherwise !== UNDECIDED && mayBegin(load<u32>(part.beginnings + (slots >> 1)), at, end))
      otherwise = UNDECIDED
    const unit = unitAt(at, end)
    if (group === SLOT_WORDS && endsWord(load<u16>(label + ((<usize>(length - 1)) << 1)), unit))
      otherwise = UNDECIDED
    if (unit === END) {
      const rule = place.accept
      return rule >= 0 && load<u8>(active + part.base + rule) === 1 ? part.base + rule : otherwise
    }
    if (unit === UNSURE) return UNDECIDED
    node = childOf(trie, node, unit)
    at = next
  }
  return composes(at, end) ? UNDECIDED : otherwise
}
