/**
 * The walk that settles most lines: down the literal edges of the trie, straight on the bytes, before
 * anything is folded.
 */
import { createOpenings } from './openings.js'
import type { Prepared } from './prepare.js'
import { type Ruleset, SLOT_WORDS } from './ruleset.js'
import { isWordEnd } from './slots.js'
import { ACCEPT, childOf, GROUP, LABEL_LENGTH, LABEL_START, SLOTS, STRIDE } from './trie.js'
import { createUnitReader, END, UNSURE } from './units.js'

/** The line must be folded. */
export const UNDECIDED = -2

/**
 * The number of a rule that is on and whose phrase has no slot (such a phrase comes before all others);
 * -1: no phrase begins like `bytes[from … end]`; UNDECIDED: there was a slot or a pattern on the way,
 * or a character that only folding can tell.
 */
export type QuickWalk = (prepared: Prepared, bytes: Uint8Array, from: number, end: number) => number

/** `active[r]`: is rule r, counted over all parts, switched on? Looked at anew for every line. */
export function createQuickWalk({ characters, words }: Ruleset, active: Uint8Array): QuickWalk {
  const { classes } = characters
  const reader = createUnitReader(characters)
  const { plain } = reader
  const openings = createOpenings(characters, words)

  function quickWalk({ part, base, roots }: Prepared, bytes: Uint8Array, from: number, end: number): number {
    const trie = part.phrases
    const { labels, nodes } = trie
    const first = bytes[from] as number
    let node = -1
    let at = from + 1
    if (first < 0x80 && (plain[first] as number) >= 0) node = roots[plain[first] as number] as number
    else {
      const unit = reader.unitAt(bytes, from, end)
      if (unit === END) return -1
      if (unit === UNSURE) return UNDECIDED
      node = childOf(trie, 0, unit)
      at = reader.next
    }
    let otherwise = -1
    while (node >= 0) {
      const place = node * STRIDE
      const start = nodes[place + LABEL_START] as number
      const length = nodes[place + LABEL_LENGTH] as number
      for (let k = 1; k < length; k++) {
        const byte = at < end ? (bytes[at] as number) : 0x80
        let unit = byte < 0x80 ? (plain[byte] as number) : -1
        if (unit >= 0) at++
        else {
          unit = reader.unitAt(bytes, at, end)
          if (unit === UNSURE) return UNDECIDED
          at = reader.next
        }
        if (unit !== labels[start + k]) return composes(bytes, at, end) ? UNDECIDED : otherwise
      }
      const group = nodes[place + GROUP] as number
      if (group > SLOT_WORDS) otherwise = UNDECIDED
      const slots = nodes[place + SLOTS] as number
      if (slots >= 0 && otherwise !== UNDECIDED && openings.mayBegin(trie, slots, bytes, at, end))
        otherwise = UNDECIDED
      const unit = reader.unitAt(bytes, at, end)
      if (group === SLOT_WORDS && (unit <= END || isWordEnd(classes[unit] as number, unit)))
        otherwise = UNDECIDED
      if (unit === END) {
        const rule = nodes[place + ACCEPT] as number
        return rule >= 0 && active[base + rule] === 1 ? base + rule : otherwise
      }
      if (unit === UNSURE) return UNDECIDED
      node = childOf(trie, node, unit)
      at = reader.next
    }
    return composes(bytes, at, end) ? UNDECIDED : otherwise
  }

  /** May what follows change the character before it? "e" and an accent of its own are one letter. */
  function composes(bytes: Uint8Array, at: number, end: number): boolean {
    return at < end && (bytes[at] as number) >= 0x80 && reader.unitAt(bytes, at, end) === UNSURE
  }

  return quickWalk
}
