import { expect, test } from 'vitest'
import { type Label, labelLines } from './labels.js'
import { readLines } from './text.js'
import { createDictionary } from './words.js'

const marks: Readonly<Record<string, Label>> = { c: 'content', j: 'junk', '-': undefined }

const gold = 'Harbour\nthe boats came home late at night\nthey had caught nothing at all'

test.each([
  ['at least half of the words', ['boats came home late', 'boats came home late or so they say'], 'cc'],
  ['fewer than half', ['boats came home late or so they always say'], 'j'],
  ['capitals do not count', ['THE BOATS CAME HOME'], 'c'],
  ['shingles of the gold text reach over its lines', ['late at night they had'], 'c'],
  ['no word, nothing to judge', ['', '***', '…'], '---'],
  ['a short line that is a line of the gold text', ['harbour:', 'the boats came home late at night'], 'cc'],
  [
    'a short line of its words: only between content',
    ['the boats', 'the boats came home late', 'the boats', 'they had caught nothing', 'the boats'],
    'jcccj',
  ],
  ['a short line of its words on a page without longer content', ['the boats', 'boats the'], 'cj'],
  ['words, not parts of them', ['he boats'], 'j'],
])('%s', (_, lines, labels) => {
  const dictionary = createDictionary()
  expect(labelLines(dictionary, lines, readLines(dictionary, lines), gold)).toEqual(
    [...labels].map((mark) => marks[mark]),
  )
})

test('of a page without main content every line is junk', () => {
  const dictionary = createDictionary()
  const lines = ['Home', 'sign up for our newsletter']
  expect(labelLines(dictionary, lines, readLines(dictionary, lines), '')).toEqual(['junk', 'junk'])
})
