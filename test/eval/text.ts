/** A text of lines as numbers of words, and texts made of some of its lines. */
import { countedShingles, type Dictionary, lowerWordsOf, SHINGLE, shinglesOf, wordsOf } from './words.js'

/** What a score is counted from. */
export interface Text {
  readonly shingles: readonly number[]
  /** Words of the text in lower case. */
  readonly lower: readonly number[]
}

export interface Lines extends Text {
  readonly words: readonly number[]
  /** Where the words of line i end; they begin where those of the line before end. */
  readonly ends: readonly number[]
  readonly lowerEnds: readonly number[]
}

/** No word reaches over the end of a line: the words of a text are those of its lines. */
export function readLines(dictionary: Dictionary, lines: readonly string[]): Lines {
  const words: number[] = []
  const lower: number[] = []
  const ends: number[] = []
  const lowerEnds: number[] = []
  for (const line of lines) {
    for (const word of wordsOf(line)) words.push(dictionary.word(word))
    for (const word of lowerWordsOf(line)) lower.push(dictionary.word(word))
    ends.push(words.length)
    lowerEnds.push(lower.length)
  }
  const shingles = shinglesOf(dictionary, words)
  shingles.length = countedShingles(words.length)
  return { words, ends, shingles, lower, lowerEnds }
}

/** The text of the lines that `stays` names. Only shingles over a seam are new. */
export function selectLines(
  dictionary: Dictionary,
  lines: Lines,
  stays: (line: number) => boolean | undefined,
): Text {
  const places: number[] = []
  const lower: number[] = []
  for (let line = 0; line < lines.ends.length; line++) {
    if (!stays(line)) continue
    const end = lines.ends[line] as number
    for (let at = lines.ends[line - 1] ?? 0; at < end; at++) places.push(at)
    const lowerEnd = lines.lowerEnds[line] as number
    for (let at = lines.lowerEnds[line - 1] ?? 0; at < lowerEnd; at++) lower.push(lines.lower[at] as number)
  }
  const wordAt = (i: number): number => lines.words[places[i] as number] ?? 0
  const shingles: number[] = []
  for (let i = 0; i < countedShingles(places.length); i++) {
    const place = places[i] as number
    const together = places[i + SHINGLE - 1] === place + SHINGLE - 1
    shingles.push(
      together
        ? (lines.shingles[place] as number)
        : dictionary.shingle(
            dictionary.pair(wordAt(i), wordAt(i + 1)),
            i + 2 < places.length ? dictionary.pair(wordAt(i + 2), wordAt(i + 3)) : 0,
          ),
    )
  }
  return { shingles, lower }
}
