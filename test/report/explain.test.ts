import { expect, test } from 'vitest'
import { createExplain } from '../../src/report/explain.js'
import { batchOf, type Made, rules } from './made.js'

function explain(lines: readonly Made[], options: { color?: boolean; columns?: number } = {}): string[] {
  let text = ''
  const { color = false, columns = 80 } = options
  const write = (more: string): void => {
    text += more
  }
  createExplain(rules, { color, columns, write }).batch(batchOf(lines))
  return text.split('\n').slice(0, -1)
}

test('columns are aligned', () =>
  expect(
    explain([
      ['It rained.\n'],
      ['Share\r\n', undefined, 0],
      ['No comments', 'line', 1],
      ['u\n', 'context', 1],
      ['\n', 'blank'],
    ]),
  ).toEqual([
    'keep                  It rained.',
    '(keep)   en/a#one     Share',
    'line     de/b#second  No comments',
    'context               u',
    'blank',
  ]))

test.each<[string, Made, string]>([
  ['escapes', ['\x1b[2J\tx\n'], 'keep       \\x1b[2J x'],
  ['shows a lone CR', ['a\rb\n'], 'keep       a\\x0db'],
  ['shows bytes that are not UTF-8', ['a\xff\n'], 'keep       a\ufffd'],
  ['cuts', [`${'x'.repeat(30)}\n`], `keep       ${'x'.repeat(28)}…`],
  [
    'cuts a line of wide characters',
    [Buffer.from('🌧'.repeat(300)).toString('latin1')],
    `keep       ${'🌧'.repeat(28)}…`,
  ],
])('%s', (_, line, shown) => expect(explain([line], { columns: 40 })).toEqual([shown]))

test('colours', () =>
  expect(explain([['P\n'], ['a\n', 'line', 0], ['b\n', undefined, 0]], { color: true })).toEqual([
    'keep               P',
    '\x1b[31mline     en/a#one  a\x1b[39m',
    '\x1b[33m(keep)   en/a#one  b\x1b[39m',
  ]))
