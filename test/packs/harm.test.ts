/**
 * Every phrase of every pack, all together, against main text in every language. What a rule may claim
 * there stands in harm.yaml; a rule that is new there must be looked at: `npm run eval -- --rule ID`
 * shows what it takes on real pages, and `npm run eval -- --harm` prints what is measured now.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { compileShipped } from '../../src/packs/load.js'
import { findSets } from '../eval/data.js'
import { type Exception, mainTexts, measureHarm, unexpectedHarm } from '../eval/harm.js'

const data = '../shared/data'
const isThere = existsSync(data)
const { ruleset } = compileShipped('rules')
const exceptions = parse(readFileSync('test/packs/harm.yaml', 'utf8')) as Exception[]

test.skipIf(!isThere)(
  isThere ? 'no rule claims more main text than harm.yaml permits' : `skipped: there is no ${data}`,
  () =>
    expect(unexpectedHarm(measureHarm(ruleset, mainTexts(findSets(data))), exceptions).join('\n')).toBe(''),
)

test('every exception is of a rule that there is', () => {
  const ids = new Set(ruleset.parts.flatMap(({ rules }) => rules.map(({ id }) => id)))
  expect(exceptions.filter(({ rule }) => !ids.has(rule))).toEqual([])
})

test('every exception stands once, in order, with a reason', () => {
  const ids = exceptions.map(({ rule }) => rule)
  expect(ids).toEqual([...new Set(ids)].sort())
  expect(exceptions.filter(({ lines, why }) => !(lines > 0) || !why)).toEqual([])
})

test('a rule is named with the languages and the lines', () => {
  const texts = [
    { language: 'de', text: 'Es regnete am Abend.\nNo comments:\n' },
    { language: 'fr', text: 'Il pleuvait le soir.\nNo comments\n' },
  ]
  const harms = measureHarm(ruleset, texts)
  const id = 'en/comments#no-comments'
  expect(harms.map(({ rule, lines }) => [rule, lines])).toEqual([[id, 2]])
  expect(unexpectedHarm(harms, [{ rule: id, lines: 2, why: 'a test' }])).toEqual([])
  expect(unexpectedHarm(harms, [{ rule: id, lines: 1, why: 'a test' }])).toEqual([
    `${id} claims 2 lines of main text (de 1, fr 1), it may claim 1:\n    1× No comments:\n    1× No comments`,
  ])
})
