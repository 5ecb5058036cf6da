/** Compiles checked packs into a part of a ruleset: tries, gate, patterns. */
import type { Characters } from '../engine/characters.js'
import type { ElementRule } from '../engine/elements.js'
import { foldText } from '../engine/fold.js'
import { emptyGate, type Gate, openAll, openEnd } from '../engine/gate.js'
import { SLOT_STARTS, SLOT_WORDS } from '../engine/layout.js'
import type { Part, Pattern, Ruleset } from '../engine/ruleset.js'
import { wordKinds } from '../engine/slots.js'
import type { Starts } from '../engine/starts.js'
import {
  ACCEPT,
  childrenOf,
  emptyTrie,
  fieldOf,
  labelOf,
  type SlotKind,
  slotKinds,
  type Trie,
} from '../engine/trie.js'
import type { Rule } from '../types.js'
import { patternStarts } from './prefixes.js'
import { numberStarts, type SlotWords, startsOf } from './starts.js'
import { createTrieBuilder, type Element, type TrieBuilder } from './trie-builder.js'

/** Noncharacters that stand for slots while a phrase is folded: no text has them, folding keeps them. */
const FIRST_MARK = 0xfdd0

/** What the compiler needs of a ruleset that is there or begun. */
export type CompilerWords = Pick<Ruleset, 'characters' | 'words' | 'numbers'>

/** What the compiler needs of a rule: its phrases as written and its patterns. */
export interface CompilerRule {
  readonly rule: Rule
  readonly phrases: readonly { readonly text: string }[]
  readonly patterns: readonly { readonly source: string; readonly literal: string }[]
  /** What it asks of elements of HTML. */
  readonly element?: Omit<ElementRule, 'rule'> | undefined
}

/** A phrase as literal text and slots in turn, folded as a line is. */
export function phraseElements(characters: Characters, phrase: string): Element[] {
  const marked = phrase.replace(/\{([a-z]+)\}/g, (whole, name: string) => {
    const kind = slotKinds.indexOf(name as SlotKind)
    return kind < 0 ? whole : String.fromCharCode(FIRST_MARK + kind)
  })
  const elements: Element[] = []
  for (const piece of foldText(characters, marked).split(/([\uFDD0-\uFDD7])/)) {
    if (piece === '') continue
    const kind = slotKinds[piece.charCodeAt(0) - FIRST_MARK]
    elements.push(kind === undefined ? piece : { slot: kind })
  }
  return elements
}

/** The word lists of rules/slots.yaml, by kind and language. */
export type WordLists = Partial<
  Record<keyof typeof wordKinds, Record<string, readonly string[]> | readonly string[]>
>

/** Number words by language, folded. */
export function numberWords(characters: Characters, lists: WordLists): Record<string, string[]> {
  const byLanguage = Object.entries((lists.numbers ?? {}) as Record<string, readonly string[]>)
  return Object.fromEntries(
    byLanguage.map(([language, words]) => [
      language,
      words.map((word) => foldText(characters, String(word))),
    ]),
  )
}

export function compileWords(characters: Characters, lists: WordLists): Trie {
  const bits = new Map<string, number>()
  for (const [kind, words] of Object.entries(lists)) {
    for (const word of Array.isArray(words) ? words : Object.values(words).flat()) {
      const folded = foldText(characters, String(word))
      const bit = wordKinds[kind as keyof typeof wordKinds]
      if (folded !== '') bits.set(folded, (bits.get(folded) ?? 0) | bit)
    }
  }
  const builder = createTrieBuilder()
  for (const [word, kinds] of bits) builder.add([word], kinds)
  return builder.build()
}

/** A phrase that begins with {n}, with each number word in place of it. */
function spellNumbers([first, ...rest]: readonly Element[], words: readonly string[]): Element[][] {
  if (first === undefined || typeof first === 'string' || first.slot !== 'n') return []
  return words.map((word) =>
    typeof rest[0] === 'string' ? [word + rest[0], ...rest.slice(1)] : [word, ...rest],
  )
}

export type PartCompiler = (sources: readonly CompilerRule[]) => Part

/** For any number of parts: the lists of words are read once. */
export function createPartCompiler(ofRuleset: CompilerWords): PartCompiler {
  const listed = textsOf(ofRuleset.words)
  const slotWords = slotWordsOf(listed)
  const numbers = numberStarts(slotWords)
  return (sources) => compilePart(ofRuleset, listed, (trie) => startsOf(trie, slotWords, numbers), sources)
}

function compilePart(
  { characters, numbers }: CompilerWords,
  listed: Map<string, number>,
  startsOfTrie: (trie: Trie) => Starts,
  sources: readonly CompilerRule[],
): Part {
  const phrases = createTrieBuilder()
  const allowed = createTrieBuilder()
  const compiled: Pattern[] = []
  const groups: number[][] = [[], []]
  const loose: number[] = []
  const gate = emptyGate()
  const elements: ElementRule[] = []
  sources.forEach(({ rule, phrases: texts, patterns, element }, number) => {
    if (element) elements.push({ ...element, rule: number })
    for (const { text } of texts) {
      const elements = phraseElements(characters, text)
      openWays(gate, phrases, elements, listed)
      const spelled = spellNumbers(elements, numbers[rule.language.split('-')[0] as string] ?? [])
      for (const one of [elements, ...spelled]) {
        ;(rule.allow ? allowed : phrases).add(one, number)
        // The walk down the other phrases must come by.
        if (rule.allow && typeof one[0] === 'string') phrases.addGroup(one[0], SLOT_STARTS)
      }
    }
    for (const { source, literal } of patterns) {
      const pattern = compiled.push({ source, literal, rule: number }) - 1
      const begins = patternStarts(source)
      if (begins === undefined) {
        loose.push(pattern)
        continue
      }
      for (const text of begins) {
        const group = phrases.addGroup(text, groups.length)
        if (group === groups.length) groups.push([])
        ;(groups[group] as number[]).push(pattern)
      }
    }
  })
  const built = phrases.build()
  return {
    rules: sources.map(({ rule }) => rule),
    phrases: built,
    allowed: sources.some(({ rule, phrases: { length } }) => rule.allow && length > 0)
      ? allowed.build()
      : emptyTrie,
    patterns: compiled,
    groups,
    loose,
    gate,
    elements,
    starts: startsOfTrie(built),
  }
}

/** The words of a list, with the kinds of each. */
function textsOf(trie: Trie): Map<string, number> {
  const found = new Map<string, number>()
  const visit = (node: number, before: string): void => {
    const text = before + String.fromCharCode(...labelOf(trie, node))
    const accept = fieldOf(trie, node, ACCEPT)
    if (accept > 0) found.set(text, accept)
    for (const child of childrenOf(trie, node)) visit(child, text)
  }
  visit(0, '')
  return found
}

function slotWordsOf(words: Map<string, number>): SlotWords {
  const of = (kinds: number): string[] => [...words].flatMap(([word, bits]) => (bits & kinds ? [word] : []))
  const { numbers, magnitudes, months, weekdays, sites, particles } = wordKinds
  return {
    numbers: of(numbers),
    magnitudes: of(magnitudes),
    dates: of(months | weekdays),
    sites: of(sites),
    behind: of(~(numbers | sites | particles)),
  }
}

const DIGITS = [...'0123456789']

/** For a phrase that begins with a slot: how its lines are found. */
function openWays(
  gate: Gate,
  phrases: TrieBuilder,
  elements: readonly Element[],
  words: Map<string, number>,
): void {
  const [first] = elements
  if (first === undefined || typeof first === 'string') return
  const begin = (texts: Iterable<string>, group = SLOT_STARTS): void => {
    for (const text of texts) phrases.addGroup(text, group)
  }
  const listed = (kinds: number): string[] =>
    [...words].flatMap(([word, bits]) => (bits & kinds ? [word] : []))
  const { slot } = first
  if (slot === 'name' || slot === 'any' || slot === 'email') {
    const last = elements.at(-1)
    // A phrase without a literal at either end makes every short line be looked at.
    if (typeof last === 'string') openEnd(gate, last)
    else openAll(gate)
  } else if (slot === 'url') begin(['http', 'www'])
  else if (slot === 'site') begin(listed(wordKinds.sites), SLOT_WORDS)
  else {
    begin(DIGITS)
    if (slot === 'n') begin(['%', '{{'])
    if (slot === 'date') begin(listed(wordKinds.months | wordKinds.weekdays), SLOT_WORDS)
  }
}
