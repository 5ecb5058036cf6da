/** docs/packs.md says what the schema says, and its example is a good pack. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatProblem } from '../../src/errors.js'
import { parsePack } from '../../src/packs/parse.js'
import { ruleShape } from '../../src/packs/schema.js'
import { categories } from '../../src/types.js'
import { blocksOf } from './blocks.js'

const page = 'docs/packs.md'
const examples = blocksOf(page).filter(({ language }) => language === 'yaml')

/** First and third cell of each row of the table of keys. */
const keys = readFileSync(page, 'utf8')
  .split('\n## ')[0]
  ?.split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .filter(([before, key]) => before === '' && key?.startsWith('`'))
  .map(([, key, , meaning]) => ({ key: key?.replaceAll('`', ''), meaning }))

test('there is an example', () => expect(examples.length).toBeGreaterThan(0))

test.each(examples)('the example on line $line is a good pack', ({ text, line }) => {
  const { pack, problems } = parsePack(text, `${page}, the example on line ${line}`)
  expect(problems.map(formatProblem)).toEqual([])
  expect(pack?.rules.length).toBeGreaterThan(0)
})

test('the table names every key of a rule, and no other', () => {
  expect(keys?.map(({ key }) => key).sort()).toEqual(Object.keys(ruleShape.shape).sort())
})

test('and every category', () => {
  const row = keys?.find(({ key }) => key === 'category')
  expect(row?.meaning?.split(', ')).toEqual([...categories])
})
