/** Words and shingles as the scorers of ../shared/eval define them. */

const WORD = /[\p{L}\p{N}_]+/gu
const ASCII_WORD = /[A-Za-z0-9_]+/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for
const ASCII = /^[\x00-\x7f]*$/

/** Words in a shingle. */
export const SHINGLE = 4

/** The Unicode classes cost three times as much, and most lines are ASCII. */
export const wordsOf = (text: string): readonly string[] =>
  text.match(ASCII.test(text) ? ASCII_WORD : WORD) ?? []

/** Lower case first: `İ` becomes two signs, of which the second parts words. */
export const lowerWordsOf = (text: string): readonly string[] => wordsOf(text.toLowerCase())

/** Numbers for words: counting numbers is several times as fast as counting texts. */
export interface Dictionary {
  /** The same number for the same word. */
  word(text: string): number
  /** The same number for the same four words. */
  shingle(a: number, b: number, c: number, d: number): number
}

const BASE = 2 ** 26 // two numbers of words or pairs stay exact in one double

export function createDictionary(): Dictionary {
  const words = new Map<string, number>()
  const pairs = new Map<number, number>()
  const shingles = new Map<number, number>()
  const numberOf = <Key>(numbers: Map<Key, number>, key: Key): number => {
    let number = numbers.get(key)
    if (number === undefined) {
      number = numbers.size + 1
      numbers.set(key, number)
    }
    return number
  }
  const pair = (a: number, b: number): number => numberOf(pairs, a * BASE + b)
  return {
    word: (text) => numberOf(words, text),
    // A shingle at the end of a short text has fewer words: 0 stands for none.
    shingle: (a, b, c, d) => numberOf(shingles, pair(a, b) * BASE + pair(c, d)),
  }
}

/** Shingles of `words`, by number; a text of fewer than four words is one shingle, an empty one none. */
export function shinglesOf(dictionary: Dictionary, words: readonly number[]): number[] {
  if (words.length === 0) return []
  const found: number[] = []
  for (let i = 0; i < Math.max(1, words.length - SHINGLE + 1); i++)
    found.push(dictionary.shingle(words[i] ?? 0, words[i + 1] ?? 0, words[i + 2] ?? 0, words[i + 3] ?? 0))
  return found
}

export function countsOf(items: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
