/** Compiles checked packs into a part of a ruleset: tries, gate, patterns. */
import { type Characters, makeCharacters } from '../engine/characters.js'
import { foldText } from '../engine/fold.js'
import { type Gate, emptyGate, openAll, openEnd, openStart } from '../engine/gate.js'
import type { Part, Pattern } from '../engine/ruleset.js'
import { wordKinds } from '../engine/slots.js'
import { type SlotKind, type Trie, slotKinds } from '../engine/trie.js'
import type { Rule } from '../types.js'
import { type Element, createTrieBuilder } from './trie-builder.js'

/** Noncharacters that stand for slots while a phrase is folded: no text has them, folding keeps them. */
const FIRST_MARK = 0xfdd0

/** What the compiler needs of a rule: its phrases as written and its patterns. */
export interface CompilerRule {
  readonly rule: Rule
  readonly phrases: readonly { readonly text: string }[]
  readonly patterns: readonly { readonly source: string; readonly literal: string; readonly prefix: boolean }[]
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
export type WordLists = Partial<Record<keyof typeof wordKinds, Record<string, readonly string[]> | readonly string[]>>

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

export function compilePart(characters: Characters, words: Trie, sources: readonly CompilerRule[]): Part {
  const phrases = createTrieBuilder()
  const allowed = createTrieBuilder()
  const heads = createTrieBuilder()
  const headed: Pattern[][] = []
  const others: Pattern[] = []
  const gate = emptyGate()
  const starts = startsOfWords(words)
  let any = { phrases: false, allowed: false }
  sources.forEach(({ rule, phrases: texts, patterns }, number) => {
    for (const { text } of texts) {
      const elements = phraseElements(characters, text)
      ;(rule.allow ? allowed : phrases).add(elements, number)
      any = rule.allow ? { ...any, allowed: true } : { ...any, phrases: true }
      openGate(gate, elements, starts)
    }
    for (const { source, literal, prefix } of patterns) {
      const pattern = { source, literal, rule: number }
      if (!prefix) {
        others.push(pattern)
        continue
      }
      const group = heads.add([literal], headed.length)
      if (group === headed.length) headed.push([])
      ;(headed[group] as Pattern[]).push(pattern)
      openStart(gate, literal, false)
    }
  })
  return {
    rules: sources.map(({ rule }) => rule),
    phrases: phrases.build(),
    allowed: any.allowed ? allowed.build() : emptyBuilt(),
    heads: heads.build(),
    headed,
    others,
    gate,
  }
}

function emptyBuilt(): Trie {
  const trie = createTrieBuilder().build()
  return { ...trie, accepts: new Int32Array(0) }
}

/** How texts of each slot with a closed list may begin. */
function startsOfWords(words: Trie): Map<number, string[]> {
  const byBit = new Map<number, string[]>()
  const texts = textsOf(words)
  for (const bit of Object.values(wordKinds)) {
    byBit.set(bit, [...texts].filter(([, bits]) => bits & bit).map(([text]) => text))
  }
  return byBit
}

function textsOf(trie: Trie): Map<string, number> {
  const texts = new Map<number, string>([[0, '']])
  const found = new Map<string, number>()
  // Parents come before their children.
  for (let node = 1; node < trie.parents.length; node++) {
    const start = trie.labelStarts[node] as number
    const label = String.fromCharCode(...trie.labels.subarray(start, start + (trie.labelLengths[node] as number)))
    const text = (texts.get(trie.parents[node] as number) as string) + label
    texts.set(node, text)
    if ((trie.accepts[node] as number) > 0) found.set(text, trie.accepts[node] as number)
  }
  return found
}

function openGate(gate: Gate, elements: readonly Element[], starts: Map<number, string[]>): void {
  const [first] = elements
  if (typeof first === 'string') {
    openStart(gate, first, elements.length === 1)
    return
  }
  const last = elements.at(-1)
  const slot = first?.slot
  if (slot === 'name' || slot === 'any' || slot === 'email') {
    if (typeof last === 'string' && last.length >= 2) openEnd(gate, last)
    else openAll(gate)
    return
  }
  const kinds =
    slot === 'n'
      ? [wordKinds.numbers]
      : slot === 'date'
        ? [wordKinds.months, wordKinds.weekdays, wordKinds.dateWords]
        : slot === 'site'
          ? [wordKinds.sites]
          : []
  for (const kind of kinds) for (const text of starts.get(kind) ?? []) openStart(gate, text, false)
  if (slot === 'n') for (const text of ['%', '{{']) openStart(gate, text, false)
  if (slot === 'url') for (const text of ['http', 'www']) openStart(gate, text, false)
  else openStart(gate, '0', false)
}

export { makeCharacters }
