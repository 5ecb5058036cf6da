import { expect, test } from 'vitest'
import type { Rule } from '../../src/types.js'
import type { Fate } from './fates.js'
import { countLosses, lostLines, matchLines } from './losses.js'

const kept: Fate = { how: undefined, rule: undefined }
const by = (category: string): Fate => ({ how: 'line', rule: { id: category, category } as Rule })

test.each([
  ['a line is matched to the next equal one', ['a', 'b', 'a'], ['b', 'a'], [false, true, true]],
  ['of equal lines the first counts as kept', ['a', 'b', 'a'], ['a'], [true, false, false]],
  ['a line that was never there is passed over', ['a', 'b'], ['x', 'b'], [false, true]],
])('%s', (_, lines, after, expected) => expect(matchLines(lines, after)).toEqual(expected))

test('a line that only seems to be gone has the fate of its equal', () => {
  const fates = [by('share'), kept, kept]
  expect(lostLines({ lines: ['Share', 'It rained.', 'Share'], fates, changed: true })).toEqual([
    { line: 0, fate: by('share') },
  ])
  const swapped = [by('share'), kept, by('tags'), kept]
  expect(lostLines({ lines: ['x', 'x', 'y', 'y'], fates: swapped, changed: true })).toEqual([
    { line: 1, fate: by('share') },
    { line: 3, fate: by('tags') },
  ])
})

test('characters by label, bylines and short lines apart, the tail after the last content', () => {
  const losses = countLosses({
    lines: ['Home', 'It rained all day long.', 'By A. Person of the paper', 'Harbour', 'Share', 'Home'],
    labels: ['junk', 'content', 'content', 'content', 'junk', 'junk'],
    fates: [kept, by('share'), by('byline'), by('share'), by('share'), kept],
    changed: true,
  })
  expect(losses).toEqual({
    junk: 13,
    junkGone: 5,
    content: 55,
    contentGone: 55,
    labelsGone: 32,
    tail: 9,
    tailGone: 5,
    pagesLosing: 1,
    pagesWithTail: 1,
    pagesWithTailLeft: 1,
  })
})

test('a page without main content has no tail', () => {
  const losses = countLosses({ lines: ['Home'], labels: ['junk'], fates: [kept], changed: false })
  expect([losses.junk, losses.tail, losses.pagesWithTail]).toEqual([4, 0, 0])
})
