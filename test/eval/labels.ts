/** Which lines are main content, as ../shared/eval/score.mjs decides it. */
import { lowerWordsOf, SHINGLE } from './words.js'

/** Of one line: main content, junk, or nothing to judge (no word in it). */
export type Label = 'content' | 'junk' | undefined

/**
 * A line of four words or more speaks for itself: it is main content if at least half of its words lie
 * in four-word shingles of the gold text. A shorter one ("Home", "About us") may stand there by accident:
 * it is main content if it is a whole line of the gold text, or if its words stand there in order and
 * it lies between two longer lines of main content (or the page has no longer one).
 */
export function labelLines(lines: readonly (readonly string[])[], gold: string): Label[] {
  const goldWords = lowerWordsOf(gold)
  const known = new Set<string>()
  for (let i = 0; i + SHINGLE <= goldWords.length; i++) known.add(goldWords.slice(i, i + SHINGLE).join(' '))
  const isContent = lines.map((words) =>
    words.length < SHINGLE ? undefined : coveredWords(words, known) >= words.length / 2,
  )
  const first = isContent.indexOf(true)
  const last = isContent.lastIndexOf(true)
  const goldLines = new Set(gold.split('\n').map((line) => lowerWordsOf(line).join(' ')))
  const joined = ` ${goldWords.join(' ')} `
  const found = new Map<string, boolean>()
  const stands = (short: string): boolean => {
    const before = found.get(short) ?? joined.includes(` ${short} `)
    found.set(short, before)
    return before
  }
  return lines.map((words, i) => {
    if (words.length === 0) return undefined
    const short = words.join(' ')
    const content =
      isContent[i] ?? (goldLines.has(short) || ((first === -1 || (i > first && i < last)) && stands(short)))
    return content ? 'content' : 'junk'
  })
}

function coveredWords(words: readonly string[], known: ReadonlySet<string>): number {
  let covered = 0
  let end = 0 // words before it are counted
  for (let i = 0; i + SHINGLE <= words.length; i++) {
    if (!known.has(words.slice(i, i + SHINGLE).join(' '))) continue
    covered += i + SHINGLE - Math.max(end, i)
    end = i + SHINGLE
  }
  return covered
}
