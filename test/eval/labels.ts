/** Which lines are main content, as ../shared/eval/score.mjs decides it. */
import type { Lines } from './text.js'
import { type Dictionary, lowerWordsOf, SHINGLE, shinglesOf } from './words.js'

/** Of one line: main content, junk, or nothing to judge (no word in it). */
export type Label = 'content' | 'junk' | undefined

/**
 * A line of four words or more speaks for itself: it is main content if at least half of its words lie
 * in four-word shingles of the gold text. A shorter one ("Home", "About us") may stand there by accident:
 * it is main content if it is a whole line of the gold text, or if its words stand there in order and
 * it lies between two longer lines of main content (or the page has no longer one).
 */
export function labelLines(
  dictionary: Dictionary,
  texts: readonly string[],
  { lower, lowerEnds }: Lines,
  gold: string,
): Label[] {
  const goldWords = lowerWordsOf(gold)
  const numbers = goldWords.map((word) => dictionary.word(word))
  const known = new Set(shinglesOf(dictionary, numbers).slice(0, -(SHINGLE - 1)))
  const shingles = shinglesOf(dictionary, lower)

  /** Undefined for a line of under four words. */
  const judge = (line: number): boolean | undefined => {
    const start = lowerEnds[line - 1] ?? 0
    const end = lowerEnds[line] as number
    if (end - start < SHINGLE) return undefined
    let covered = 0
    let counted = start // words before it are counted
    for (let at = start; at + SHINGLE <= end; at++) {
      if (!known.has(shingles[at] as number)) continue
      covered += at + SHINGLE - Math.max(counted, at)
      counted = at + SHINGLE
    }
    return covered / (end - start) >= 0.5
  }
  const judged = texts.map((_, line) => judge(line))
  const first = judged.indexOf(true)
  const last = judged.lastIndexOf(true)
  const goldLines = new Set(gold.split('\n').map((line) => lowerWordsOf(line).join(' ')))
  const stands = createFinder(` ${goldWords.join(' ')} `)
  return texts.map((text, line) => {
    if (lowerEnds[line] === (lowerEnds[line - 1] ?? 0)) return undefined
    const own = judged[line]
    if (own !== undefined) return own ? 'content' : 'junk'
    const short = lowerWordsOf(text).join(' ')
    if (goldLines.has(short)) return 'content'
    return (first === -1 || (line > first && line < last)) && stands(short) ? 'content' : 'junk'
  })
}

/** Do the words stand in the text in this order? Short lines repeat: each is looked for once. */
function createFinder(text: string): (words: string) => boolean {
  const found = new Map<string, boolean>()
  return (words) => {
    const known = found.get(words) ?? text.includes(` ${words} `)
    found.set(words, known)
    return known
  }
}
