/** What the matcher must equal: every phrase tried on the line, one after the other. Written to be read. */
import type { Characters } from '../../src/engine/characters.js'
import { emptyFolded, type Folded, foldDecoded, textOf } from '../../src/engine/fold.js'
import type { Ruleset } from '../../src/engine/ruleset.js'
import { createSlots } from '../../src/engine/slots.js'
import { slotKinds } from '../../src/engine/trie.js'
import { numberWords, phraseElements, type WordLists } from '../../src/packs/compile.js'
import type { Pack } from '../../src/packs/pack.js'
import type { Element } from '../../src/packs/trie-builder.js'

interface Phrase {
  readonly rule: string
  readonly elements: readonly Element[]
}

/** The ids of all rules that a phrase or a pattern of theirs lets claim the line. */
export type MatchSlowly = (text: string) => Set<string>

export function createMatchSlowly(packs: readonly Pack[], ruleset: Ruleset, lists: WordLists): MatchSlowly {
  const { characters, words } = ruleset
  const slots = createSlots(words)
  const numbers = numberWords(characters, lists)
  const phrases = packs.flatMap(({ rules }) =>
    rules.flatMap(({ rule, phrases: texts }) =>
      texts.flatMap(({ text }): Phrase[] => {
        const elements = phraseElements(characters, text)
        return spelled(elements, numbers[rule.language] ?? []).map((one) => ({
          rule: rule.id,
          elements: one,
        }))
      }),
    ),
  )
  const patterns = packs.flatMap(({ rules }) =>
    rules.flatMap(({ rule, patterns: own }) =>
      own.map(({ source }) => ({ rule: rule.id, test: new RegExp(`^(?:${source})$`, 'u') })),
    ),
  )

  function matches(line: Folded, at: number, elements: readonly Element[]): boolean {
    const [first, ...rest] = elements
    if (first === undefined) return at === line.length
    if (typeof first === 'string') {
      const text = textOf(line)
      return text.startsWith(first, at) && matches(line, at + first.length, rest)
    }
    const ends: number[] = []
    const count = slots.ends(slotKinds.indexOf(first.slot), line, at, ends)
    return ends.slice(0, count).some((end) => matches(line, end, rest))
  }

  return (text) => {
    const line = folded(characters, text)
    const found = new Set<string>()
    if (line.length === 0) return found
    const whole = textOf(line)
    const isThere = (element: Element): boolean => typeof element !== 'string' || whole.includes(element)
    for (const { rule, elements } of phrases)
      if (elements.every(isThere) && matches(line, 0, elements)) found.add(rule)
    for (const { rule, test } of patterns) if (test.test(whole)) found.add(rule)
    return found
  }
}

/** A phrase that begins with a number, with each number word of its language as well. */
function spelled(elements: readonly Element[], numbers: readonly string[]): Element[][] {
  const [first, ...rest] = elements
  if (first === undefined || typeof first === 'string' || first.slot !== 'n') return [[...elements]]
  return [[...elements], ...numbers.map((word) => [word, ...rest])]
}

function folded(characters: Characters, text: string): Folded {
  const line = emptyFolded(4000)
  foldDecoded(characters, text, line)
  return line
}
