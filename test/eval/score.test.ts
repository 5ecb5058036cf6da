import { expect, test } from 'vitest'
import { createPageScorer, meanScore } from './score.js'
import { readLines, selectLines } from './text.js'
import { createDictionary } from './words.js'

function score(gold: string, text: string) {
  const dictionary = createDictionary()
  const read = (of: string) => readLines(dictionary, of.split('\n'))
  return createPageScorer(dictionary, read(gold))(read(text))
}

test.each([
  // abcd, bcde wanted; abcd, bcdx got
  ['one of two shingles', 'a b c d e', 'a b c d x', [1 / 3, 1 / 3, 1 / 3], 0.8],
  ['a shingle counts as often as it stands', 'a a a a a', 'a a a a', [1 / 2, 0, 1 / 2], 8 / 9],
  ['a short text is one shingle', 'a b', 'a b', [1, 0, 0], 1],
  ['a short text is no part of a longer one', 'a b c d', 'a b', [0, 1 / 2, 1 / 2], 2 / 3],
  ['shingles know capitals, words do not', 'A b c d', 'a b c d', [0, 1 / 2, 1 / 2], 1],
  ['both empty', '', '', [0, 0, 0], 1],
  ['empty gold', '', 'a', [0, 1, 0], 0],
  ['a shingle reaches over lines', 'a b\nc d', 'a b c d', [1, 0, 0], 1],
  ['words of any script', 'дом, 家 ४२ é_x', 'дом 家 ४२ é_x', [1, 0, 0], 1],
])('%s', (_, gold, text, shares, wordF1) => {
  const page = score(gold, text)
  expect([page.truePositive, page.falsePositive, page.falseNegative]).toEqual(shares)
  expect(page.wordF1).toBeCloseTo(wordF1, 12)
})

test('F1 is of the means; a page without shingles does not count', () => {
  const pages = [score('a b c d', 'a b c d'), score('a b c d', 'x y z w'), score('', '')]
  expect(meanScore(pages)).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, wordF1: 2 / 3 })
})

test('a selection of lines is the text of them', () => {
  const lines = ['one two', 'three four five six seven', '', 'eight', 'nine Ten eleven']
  for (let mask = 0; mask < 2 ** lines.length; mask++) {
    const dictionary = createDictionary()
    const read = readLines(dictionary, lines)
    const stays = (line: number) => (mask & (1 << line)) !== 0
    const { shingles, lower } = readLines(
      dictionary,
      lines.filter((_, line) => stays(line)),
    )
    expect(selectLines(dictionary, read, stays)).toEqual({ shingles, lower })
  }
})
