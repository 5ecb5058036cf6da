/** Words and shingles as the scorers of ../shared/eval define them, as numbers. */

const WORD = /[\p{L}\p{N}_]+/gu
const ASCII_WORD = /[A-Za-z0-9_]+/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for
const ASCII = /^[\x00-\x7f]*$/

/** Words in a shingle. */
export const SHINGLE = 4

/** The classes of Unicode cost three times as much, and most lines are ASCII. */
export const wordsOf = (text: string): readonly string[] =>
  text.match(ASCII.test(text) ? ASCII_WORD : WORD) ?? []

/** Lower case first: `İ` becomes two signs, of which the second parts words. */
export const lowerWordsOf = (text: string): readonly string[] => wordsOf(text.toLowerCase())

/**
 * Numbers, from 1, for the words and shingles of one page and its gold text: counting by number is
 * several times as fast as by text, and most of an evaluation is counting.
 */
export interface Dictionary {
  word(text: string): number
  pair(a: number, b: number): number
  shingle(firstPair: number, secondPair: number): number
  /** How many shingles have a number. */
  shingles(): number
  /** How many words have a number. */
  words(): number
}

const BASE = 2 ** 26 // two numbers stay exact in one double

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
  return {
    word: (text) => numberOf(words, text),
    pair: (a, b) => numberOf(pairs, a * BASE + b),
    shingle: (first, second) => numberOf(shingles, first * BASE + second),
    words: () => words.size,
    shingles: () => shingles.size,
  }
}

/**
 * The shingle that begins at each of the words. The last three have fewer words (0 stands for none):
 * of a text of under four words the first of them is its only shingle, else they are none.
 */
export function shinglesOf(dictionary: Dictionary, words: readonly number[]): number[] {
  const pairs = words.map((word, i) => dictionary.pair(word, words[i + 1] ?? 0))
  return pairs.map((pair, i) => dictionary.shingle(pair, pairs[i + 2] ?? 0))
}

/** How many of the entries of `shinglesOf` count. */
export const countedShingles = (words: number): number => (words === 0 ? 0 : Math.max(1, words - SHINGLE + 1))
