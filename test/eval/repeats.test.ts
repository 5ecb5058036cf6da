import { expect, test } from 'vitest'
import type { Rule } from '../../src/types.js'
import type { Fate } from './fates.js'
import { repeatedCharacters } from './repeats.js'

const kept: Fate = { how: undefined, rule: undefined }
const gone: Fate = { how: 'line', rule: { id: 'learned/site#menus', category: 'navigation' } as Rule }
const title = 'The harbour road was lost in the night'

test.each([
  ['a title that stays above the text', [title, `* 9:30 ${title}`], [kept, gone], 45],
  ['one whose only copy went', [title, 'It rained.'], [gone, kept], 0],
  [
    'half of a line is another line',
    [title, `${title}, say those who live by the other bank`],
    [kept, gone],
    0,
  ],
  ['a line of three words', ['* By the river', 'They lived by the river.'], [gone, kept], 14],
  ['a line without words', ['***', 'They lived by the river.'], [gone, kept], 0],
  ['a word is no part of a longer one', ['* Brain', 'They brainstormed.'], [gone, kept], 0],
] as const)('%s', (_, lines, fates, characters) =>
  expect(
    repeatedCharacters({ lines, fates, labels: lines.map(() => 'content' as const), changed: true }),
  ).toBe(characters),
)

test('junk is not asked for', () => {
  expect(
    repeatedCharacters({
      lines: [title, title],
      fates: [kept, gone],
      labels: ['content', 'junk'],
      changed: true,
    }),
  ).toBe(0)
})
