/** The notation of docs/deciding.md: a letter a line, removed ones in brackets; as tokens and as a document. */
import { makeCharacters } from '../../src/engine/characters.js'
import { createCleanerOf } from '../../src/engine/cleaner.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'
import { hows } from '../../src/engine/seam.js'
import type { Limits } from '../../src/limits.js'
import type { Claimer, How, Rule } from '../../src/types.js'
import type { Token } from './decider.js'

const plain = {
  category: 'other',
  language: 'en',
  where: 'anywhere',
  weak: false,
  then: 'line',
  max: 0,
  allow: false,
  post: false,
  sites: [],
  why: '',
} as const

const rules: Readonly<Record<string, Rule>> = {
  A: { ...plain, id: 'A' },
  X: { ...plain, id: 'X', alone: true },
  H: { ...plain, id: 'H', where: 'head' },
  T: { ...plain, id: 'T', where: 'tail' },
  W: { ...plain, id: 'W', weak: true },
  O: { ...plain, id: 'O', then: 'block', max: 3 },
  o: { ...plain, id: 'o', then: 'block', max: 1 },
  B: { ...plain, id: 'B', where: 'tail', then: 'block', max: 3 },
  R: {
    ...plain,
    id: 'R',
    category: 'comments',
    where: 'tail',
    then: 'rest',
    confirm: { category: 'comments', within: 3 },
  },
  E: { ...plain, id: 'E', where: 'tail', end: 0.5 },
  z: {
    ...plain,
    id: 'z',
    category: 'comments',
    where: 'tail',
    then: 'rest',
    confirm: { category: 'comments', within: 3 },
  },
  w: {
    ...plain,
    id: 'w',
    category: 'comments',
    weak: true,
    then: 'rest',
    confirm: { category: 'comments', within: 3 },
  },
  c: { ...plain, id: 'c', category: 'comments', weak: true },
  e: { ...plain, id: 'e', category: 'comments', weak: true },
  C: { ...plain, id: 'C', category: 'comments', where: 'tail' },
  D: { ...plain, id: 'D', category: 'comments', where: 'tail' },
  r: { ...plain, id: 'r', category: 'comments', weak: true, post: true },
  S: { ...plain, id: 'S', allow: true },
  N: { ...plain, id: 'N', sites: ['ferry.example'] },
  M: { ...plain, id: 'M', where: 'tail', then: 'block', max: 3, sites: ['ferry.example'] },
}

const SENTENCE = 'The river rose slowly in the long night. '
const lines: Readonly<Record<string, string>> = {
  P: SENTENCE,
  L: SENTENCE.repeat(15),
  u: 'Serves 4',
  t: 'Flour\t500 g',
  d: 'Ana, 4 May 2012 at 10:54',
  _: '',
}

export const letters = [...Object.keys(lines), ...Object.keys(rules)]

/** `P [T] u`: the letters, and whether each is removed. */
export function readRow(row: string): { letters: string[]; gone: boolean[] } {
  const words = row.split(' ')
  return {
    letters: words.map((word) => word.replace(/[[\]]/g, '')),
    gone: words.map((word) => word.startsWith('[')),
  }
}

/** What some rules' lines say beside being claimed. */
const ends: Readonly<Record<string, string>> = { z: ' 0 times', e: ' on 4 May 2012 at 10:54' }
const textOf = (letter: string): string => `${lines[letter] ?? `${letter} claimed${ends[letter] ?? ''}`}\n`

export function toTokens(row: readonly string[]): Token[] {
  return row.map((letter) => {
    const bytes = textOf(letter).length
    const own = { bytes, characters: bytes - 1, stamp: 'de'.includes(letter), zero: letter === 'z' }
    if (letter === 'S' || letter === 't') return { kind: 'content', ...own }
    const rule = rules[letter]
    if (rule) return { kind: 'claimed', rule, ...own }
    return { kind: letter === '_' ? 'blank' : 'ud'.includes(letter) ? 'unclaimed' : 'prose', ...own }
  })
}

const characters = makeCharacters()

/** Claims a line by its first letter, if a claim follows. */
const claimer: Claimer = {
  rules: Object.values(rules),
  claim({ bytes, starts }, from, to, claims) {
    const numbers = Object.keys(rules)
    for (let line = from; line < to; line++) {
      const start = starts[line] as number
      const claimed = bytes[start + 1] === 0x20 && bytes[start + 2] === 0x63
      claims[line] = claimed ? numbers.indexOf(String.fromCharCode(bytes[start] as number)) : -1
    }
  },
}

const cleanerOf = (limits: Limits) => createCleanerOf({ claimers: [claimer], characters, limits, hash: '' })
const howOf = (fate: number | undefined): How | null => (fate ? (hows[fate - 1] as How) : null)

/** The engine's decision on a whole document of such lines. */
export function decideByEngine(row: readonly string[], limits: Limits): (How | null)[] {
  const bytes = Buffer.from(row.map(textOf).join(''))
  const table = emptyLineTable()
  cutLines(characters, bytes, bytes.length, true, table)
  const kinds = row.map((letter) => (letter === 't' ? 'cell' : 'text'))
  const { fates } = cleanerOf(limits).decide({ bytes, ...table, hints: { kinds } })
  return row.map((_, line) => howOf(fates[line]))
}

/** The same as it flows, `size` bytes at a time. What flows has no hints: no letter is a table row. */
export function flowByEngine(row: readonly string[], limits: Limits, size: number): (How | null)[] {
  const bytes = Buffer.from(row.map(textOf).join(''))
  const decided: (How | null)[] = []
  const flow = cleanerOf(limits).flow({
    output() {},
    batch: ({ fates, from, to }) => decided.push(...Array.from(fates.subarray(from, to), howOf)),
  })
  for (let at = 0; at < bytes.length; at += size) {
    flow.write(bytes.subarray(at, at + size))
    flow.flush()
  }
  flow.end()
  return decided
}
