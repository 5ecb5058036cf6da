import { expect, test } from 'vitest'
import { createStats } from '../../src/report/stats.js'
import { batchOf, header, reportOf, rules } from './made.js'

test('counts by rule, category, language and how', () => {
  const stats = createStats({ ...header, options: { skip: ['toc'] } }, rules)
  stats.batch(
    batchOf([
      ['P\n'],
      ['claimed\n', undefined, 0],
      ['a\n', 'line', 0],
      ['b\n', 'rest', 1],
      ['c\n', 'line', 1],
      ['d\n', 'context', 1],
      ['\n', 'blank', 0],
    ]),
  )
  stats.document(reportOf({ lines: 7, removedLines: 5, bytes: 21, keptBytes: 10 }))
  stats.document(reportOf({ lines: 2, bytes: 4, keptBytes: 4, streamed: true }))
  stats.document(reportOf({ lines: 1, removedLines: 1, bytes: 3, keptBytes: 0 }))
  stats.document(reportOf({ lines: 10, bytes: 50, keptBytes: 50, guarded: true }))
  stats.document(reportOf({ lines: 20, bytes: 60, keptBytes: 0, guarded: true }))
  stats.document(reportOf({}))
  expect(JSON.stringify(stats)).toBe(
    JSON.stringify({
      version: '1.2.3',
      rules: 'abc',
      options: { skip: ['toc'] },
      documents: 6,
      changed: 3,
      emptied: 1,
      guarded: 1,
      dropped: 1,
      streamed: 1,
      rejected: 0,
      undone: 0,
      lines: { in: 40, out: 14 },
      bytes: { in: 138, out: 64 },
      byRule: { 'de/b#second': 2, 'en/a#one': 1 },
      byPack: { 'de/b': 2, 'en/a': 1 },
      byCategory: { comments: 2, share: 1 },
      byLanguage: { de: 2, en: 1 },
      byHow: { blank: 1, context: 1, line: 2, rest: 1 },
    }),
  )
})
