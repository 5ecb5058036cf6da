import { expect, test } from 'vitest'
import { packLimits } from '../../src/packs/limits.js'
import { parsePack } from '../../src/packs/parse.js'
import { goodPack } from './made.js'

const nines = Array.from({ length: 9 }, () => '*a').join(', ')
const deep = Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')

test.each([
  ['10 MB', 'x'.repeat(10_000_000), 'PACK_SIZE', 1, 1],
  ['flow depth', `pack: ${'['.repeat(100_000)}`, 'PACK_DEPTH', 1, 23],
  ['map depth', '{a: '.repeat(50_000), 'PACK_DEPTH', 1, 65],
  ['sequence depth', '- '.repeat(100_000), 'PACK_DEPTH', 1, 33],
  ['depth by indentation', deep, 'PACK_DEPTH', 18, 18],
  ['alias', 'a: &a x\nb: *a', 'PACK_ALIAS', 2, 4],
  ['alias bomb', `a: &a [x]\nb: &b [${nines}]\nc: [*b, *b]`, 'PACK_ALIAS', 2, 7],
  ['alias in itself', 'a: &a [*a]', 'PACK_ALIAS', 1, 7],
  ['anchor', 'pack: &x en/a', 'PACK_ALIAS', 1, 10],
  ['merge key', 'base: {a: 1}\n<<: {a: 1}', 'PACK_KEY', 2, 1],
  ['tag', 'pack: !!binary aGk=', 'PACK_TAG', 1, 16],
  ['list as key', '? [a]\n: b', 'PACK_SYNTAX', 1, 3],
  ['second document', `${goodPack}---\n${goodPack}`, 'PACK_SYNTAX', 14, 1],
  ['directive', `%YAML 1.1\n---\n${goodPack}`, 'PACK_SYNTAX', 1, 1],
  ['tab', 'a:\n\tb: 1', 'PACK_SYNTAX', 2, 1],
  ['open quote', 'a: "x', 'PACK_SYNTAX', 1, 6],
  ['unquoted brace', 'lines:\n  - {n} comments', 'PACK_SYNTAX', 2, 9],
  ['unquoted star', 'lines:\n  - * comments', 'PACK_SYNTAX', 2, 5],
  ['unquoted colon', 'a: b: c', 'PACK_SYNTAX', 1, 4],
  ['escape in double quotes', 'a: "\\d+"', 'PACK_SYNTAX', 1, 5],
  ['first line of a block stays', 'a:\n  - |\n      P\n    - T\n', 'PACK_SYNTAX', 4, 5],
  ['NUL', 'pack: a\0b', 'PACK_CHARACTER', 1, 8],
  ['not UTF-8', 'pack: en/a\ntitle: \ufffd', 'PACK_CHARACTER', 2, 8],
  ['empty', '', 'PACK_TYPE', 1, 1],
  ['only a comment', '# hi\n', 'PACK_TYPE', 1, 1],
  ['a list', '- a', 'PACK_TYPE', 1, 1],
])('%s', (_, text, code, line, column) => {
  const { pack, problems } = parsePack(text, 'x.yaml')
  expect(pack).toBeUndefined()
  expect(problems).toContainEqual(expect.objectContaining({ code, line, column }))
})

test('many problems are cut', () => {
  const { problems } = parsePack('k: 1\n'.repeat(5000), 'x.yaml')
  expect(problems).toHaveLength(packLimits.problems + 1)
  expect(problems.at(-1)?.code).toBe('PACK_PROBLEMS')
})

test('messages hold nothing that a terminal obeys', () => {
  const { problems } = parsePack('"\\e[31mred\\u202e": 1', 'x.yaml')
  const message = problems.find(({ code }) => code === 'PACK_KEY')?.message
  expect(message).toContain('`\\u{1b}[31mred\\u{202e}`')
})
