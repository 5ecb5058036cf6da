import { expect, test } from 'vitest'
import type { Gold } from './data.js'
import { countSegments, labelBySnippets } from './segments.js'

const gold: Gold = {
  id: '1',
  lang: 'en',
  type: '-',
  url: '',
  text: '',
  isWhole: false,
  with: ['It rained.', 'never there', '  '],
  without: ['Share this'],
  comments: ['Nice  post', 'so true'],
}

test('white space and invisible marks do not count', () => {
  const before = 'It\u00ad rai\u200bned.\nShare\n this\nNice post\nso true'
  expect(countSegments(gold, before, 'It rained.\nso true')).toEqual({
    pages: 1,
    with: { all: 2, before: 1, after: 1 },
    without: { all: 1, before: 1, after: 0 },
    comments: { all: 2, before: 2, after: 1 },
  })
})

test.each([
  ['It rained. Then it did not.', 'content'],
  ['» Share this', 'junk'],
  ['so true, so true', 'junk'],
  ['Home', undefined],
])('%s: %s', (line, label) => expect(labelBySnippets(gold, line)).toBe(label))
