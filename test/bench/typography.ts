/**
 * Typographic quotes and accents for Latin text, exactly as many as asked for: the share of
 * characters outside ASCII decides whether a scan can take its fast way.
 */

/** Characters written so far, and those of them outside ASCII. */
export interface Tally {
  characters: number
  others: number
}

const accents: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'ï', o: 'ö', u: 'ü' }

function dressed(word: string, turn: number): string {
  if (turn % 4 === 0) return `“${word}”`
  if (turn % 4 === 2 && /[a-z]$/.test(word)) return `${word}’s`
  return word.replace(/[aeiou]/, (vowel) => accents[vowel] ?? vowel)
}

const others = (text: string): number => [...text].filter((sign) => sign > '~').length

/** Dresses words of the line, evenly spread, until `share` of all that was tallied is not ASCII. */
export function withTypography(line: string, tally: Tally, share: number): string {
  const owed = Math.round(share * (tally.characters + line.length) - tally.others)
  const words = line.split(' ')
  const step = Math.max(1, words.length / Math.max(1, owed))
  let paid = 0
  for (let place = step / 2; paid < owed && place < words.length; place += step) {
    const word = words[Math.floor(place)] as string
    const dress = dressed(word, tally.others + paid)
    words[Math.floor(place)] = dress
    paid += others(dress)
  }
  const text = words.join(' ')
  tally.characters += text.length
  tally.others += paid
  return text
}
