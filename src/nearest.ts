/** Units of a word that are compared; longer words are nobody's typing mistake. */
const wordUnits = 64

/**
 * The word that was probably meant: the one at the smallest edit distance, a swap of neighbours
 * counting as one edit. Undefined if more than a third of the letters (at least 1, for words
 * from 4 letters 2) would have to change.
 */
export function nearestWord(word: string, words: Iterable<string>): string | undefined {
  const written = word.toLowerCase()
  let nearest: string | undefined
  let least = Math.max(written.length < 4 ? 1 : 2, Math.floor(written.length / 3)) + 1
  if (written.length > wordUnits) return undefined
  for (const candidate of words) {
    if (candidate.length > wordUnits) continue
    const distance = editDistance(written, candidate.toLowerCase())
    // A word that would have to change whole is no help: `x` is not `n`.
    if (distance >= least || distance >= Math.max(written.length, candidate.length)) continue
    nearest = candidate
    least = distance
  }
  return nearest
}

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  let twoBack: number[] = []
  let back = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(at(back, j) + 1, at(row, j - 1) + 1, at(back, j - 1) + same)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) least = Math.min(least, at(twoBack, j - 2) + 1)
      row.push(least)
    }
    twoBack = back
    back = row
  }
  return at(back, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] as number
}
