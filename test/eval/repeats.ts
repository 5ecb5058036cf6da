/** Main text that went and stays: the title of a page in its own list of headlines, a lead that is printed twice. */
import { lostLines } from './losses.js'
import type { LabelledPage } from './pages.js'
import { lowerWordsOf, SHINGLE } from './words.js'

/** Share of a lost line's shingles, 0 to 1, that stand in what stays, at least, for the line to count. */
const STAYING = 0.6

/** Characters of the lines of main text that went though what they say stays on the page. */
export function repeatedCharacters(
  page: Pick<LabelledPage, 'lines' | 'labels' | 'fates' | 'changed'>,
): number {
  const lost = lostLines(page).map(({ line }) => line)
  const gone = new Set(lost)
  const kept = spaced(page.lines.filter((_, line) => !gone.has(line)).flatMap(lowerWordsOf))
  const repeats = (text: string): boolean => {
    const words = lowerWordsOf(text)
    const size = Math.min(SHINGLE, words.length)
    const shingles = words.slice(0, words.length - size + 1).map((_, at) => words.slice(at, at + size))
    const staying = shingles.filter((shingle) => kept.includes(spaced(shingle)))
    return size > 0 && staying.length >= shingles.length * STAYING
  }
  const texts = lost.flatMap((line) => (page.labels[line] === 'content' ? (page.lines[line] ?? '') : []))
  return texts.filter(repeats).reduce((sum, { length }) => sum + length, 0)
}

const spaced = (words: readonly string[]): string => ` ${words.join(' ')} `
