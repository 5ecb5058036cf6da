/** May one of a node's slots begin here? Asked on the bytes, before a line is folded for its slots. */
import type { Characters } from './characters.js'
import { wordKinds } from './slots.js'
import {
  ACCEPT,
  childOf,
  fieldOf,
  LABEL_LENGTH,
  LABEL_START,
  type SlotKind,
  slotKinds,
  type Trie,
} from './trie.js'
import { createUnitReader, UNSURE } from './units.js'

export interface Openings {
  /** `base`: where the slots of a node of `trie` stand; `at`: behind its label. True in doubt. */
  mayBegin(trie: Trie, base: number, bytes: Uint8Array, at: number, end: number): boolean
}

const NEVER = 0
const ALWAYS = 1
const DIGIT = 2
const CAPITAL = 4

/** What a slot may begin with in ASCII: a digit, a capital, a letter of its own, a word of these kinds. */
const beginnings: Record<
  SlotKind,
  { readonly marks: number; readonly units: string; readonly words: number }
> = {
  n: { marks: DIGIT, units: '%{', words: wordKinds.numbers },
  time: { marks: DIGIT, units: '', words: NEVER },
  date: { marks: DIGIT, units: '', words: wordKinds.months | wordKinds.weekdays },
  site: { marks: NEVER, units: '', words: wordKinds.sites },
  url: { marks: NEVER, units: 'hw', words: NEVER },
  email: { marks: ALWAYS, units: '', words: NEVER },
  name: { marks: CAPITAL, units: '', words: NEVER },
  any: { marks: ALWAYS, units: '', words: NEVER },
}

export function createOpenings(characters: Characters, words: Trie): Openings {
  const reader = createUnitReader(characters)
  const inOrder = slotKinds.map((kind) => beginnings[kind])

  function marksOf(byte: number): number {
    if (byte >= 0x30 && byte <= 0x39) return DIGIT
    return byte >= 0x41 && byte <= 0x5a ? CAPITAL : NEVER
  }

  /** Does a listed word of `kinds` stand here, or begin so? Its end is not looked at. */
  function wordMayBegin(bytes: Uint8Array, from: number, end: number, kinds: number): boolean {
    let node = 0
    let at = from
    for (;;) {
      const unit = reader.unitAt(bytes, at, end)
      if (unit === UNSURE) return true
      node = childOf(words, node, unit)
      if (node < 0) return false
      at = reader.next
      const start = fieldOf(words, node, LABEL_START)
      const length = fieldOf(words, node, LABEL_LENGTH)
      for (let k = 1; k < length; k++) {
        const next = reader.unitAt(bytes, at, end)
        if (next === UNSURE) return true
        if (next !== words.labels[start + k]) return false
        at = reader.next
      }
      if (fieldOf(words, node, ACCEPT) > 0 && fieldOf(words, node, ACCEPT) & kinds) return true
    }
  }

  return {
    mayBegin(trie, base, bytes, at, end) {
      if (at >= end) return false
      const byte = bytes[at] as number
      if (byte >= 0x80) return true
      const marks = ALWAYS | marksOf(byte)
      let wanted = NEVER
      for (let kind = 0; kind < inOrder.length; kind++) {
        if ((trie.slotChildren[base + kind] as number) < 0) continue
        const beginning = inOrder[kind] as (typeof inOrder)[number]
        if (beginning.marks & marks) return true
        if (beginning.units !== '' && beginning.units.includes(String.fromCharCode(byte).toLowerCase()))
          return true
        wanted |= beginning.words
      }
      return wanted !== NEVER && wordMayBegin(bytes, at, end, wanted)
    },
  }
}
