import { expect, test } from 'vitest'
import { editDistance, nearestWord } from '../src/nearest.js'

test.each([
  ['', 'abc', 3],
  ['tial', 'tail', 1],
  ['kitten', 'sitting', 3],
  ['same', 'same', 0],
])('from %s to %s: %i edits', (a, b, distance) => expect(editDistance(a, b)).toBe(distance))

test.each([
  ['tial', ['anywhere', 'head', 'tail'], 'tail'],
  ['Coments', ['share', 'comments'], 'comments'],
  ['newsleter', ['newsletter', 'news'], 'newsletter'],
  ['x', ['n', 'any'], undefined],
  ['banana', ['head', 'tail'], undefined],
  ['a'.repeat(100_000), ['a'], undefined],
])('%s', (word, words, nearest) => expect(nearestWord(word, words)).toBe(nearest))
