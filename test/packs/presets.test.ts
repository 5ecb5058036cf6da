/** Presets as data: what is wrong with one has its place, and the shipped ones are right. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatProblem } from '../../src/errors.js'
import { compileShipped, packFiles } from '../../src/packs/load.js'
import { parsePack } from '../../src/packs/parse.js'
import { isPresetFile, loadPresets, presetData } from '../../src/packs/preset-load.js'
import { parsePreset } from '../../src/packs/preset-parse.js'
import { conditionShapes, presetRuleShape } from '../../src/packs/preset-schema.js'
import { testPreset } from '../../src/packs/test.js'

const good = `preset: ferry
title: The ferry's own recipe
language: en
source: ferry/recipes, lines.py
cuts: newline
omits: ["It drops pages."]
defects: ["It drops headings."]
rules:
  - id: few-words
    category: other
    when:
      words-below: { words: 3 }
    why: ferry/recipes, lines.py.
    remove: ["Two words"]
    keep: ["These three words"]
`
const changed = (from: string, to: string): string => {
  if (good.split(from).length !== 2) throw new Error(`not once in the preset: ${from}`)
  return good.replace(from, () => to)
}
const when = (text: string): string => changed('words-below: { words: 3 }', text)

test('a good one has no problems', () => {
  const { preset, problems } = parsePreset(good, 'ferry.yaml')
  expect(problems).toEqual([])
  expect(preset && presetData(preset)).toMatchObject({
    name: 'ferry',
    cuts: 'newline',
    strip: false,
    conditions: [{ is: 'words-below', words: 3 }],
    rules: [{ id: 'ferry#few-words', where: 'anywhere', alone: true }],
  })
})

test.each<[name: string, text: string, line: number, column: number, words: string[]]>([
  ['unknown key', changed('cuts:', 'cutz: newline\ncuts:'), 5, 1, ['`cutz`', 'write `cuts`']],
  ['unknown cuts', changed('cuts: newline', 'cuts: newlines'), 5, 7, ['`newline` or', 'write `newline`']],
  ['no cuts', changed('cuts: newline\n', ''), 1, 1, ['Missing `cuts`']],
  ['no strip', changed('cuts:', 'strip: false\ncuts:'), 5, 8, ['leave the key out']],
  ['name of another', changed('preset: ferry', 'preset: ship'), 1, 9, ['`ship`', 'write `ferry`']],
  ['name of no form', changed('preset: ferry', 'preset: en/ferry'), 1, 9, ['`en/ferry`', 'as in']],
  ['nothing omitted', changed('["It drops pages."]', '[]'), 6, 8, ['at least one entry']],
  ['a category', changed('category: other', 'category: share'), 10, 15, ['expected `other`']],
  [
    'where',
    changed('category: other', 'category: other\n    where: tail'),
    11,
    5,
    ['`where`', 'expected `id`'],
  ],
  ['phrases', changed('when:', 'lines: [x]\n    when:'), 11, 5, ['Unexpected key `lines`']],
  [
    'no condition',
    changed('when:\n      words-below: { words: 3 }', 'when: {}'),
    11,
    11,
    ['expected one of'],
  ],
  ['no when', changed('    when:\n      words-below: { words: 3 }\n', ''), 9, 5, ['Missing `when`']],
  ['unknown condition', when('word-below: { words: 3 }'), 12, 7, ['`word-below`', 'write `words-below`']],
  [
    'two conditions',
    when('words-below: { words: 3 }\n      digit-share-above: { share: 1 }'),
    13,
    7,
    ['second condition `digit-share-above`', 'two rules'],
  ],
  ['unknown parameter', when('words-below: { word: 3, words: 3 }'), 12, 22, ['`word`', 'write `words`']],
  ['missing parameter', when('words-below: {}'), 12, 20, ['Missing `words`', 'a whole number of words']],
  ['nought', when('words-below: { words: 0 }'), 12, 29, ['`0`', 'a whole number of words from 1 to 1000']],
  ['half a word', when('words-below: { words: 1.5 }'), 12, 29, ['`1.5`', 'a whole number of words']],
  ['words as text', when('words-below: { words: "3" }'), 12, 29, ['`3`', 'a whole number of words']],
  ['a share of 50', when('uppercase-share-above: { share: 50 }'), 12, 39, ['a share from 0 to 1']],
  ['capitals', when('contains: { texts: [Privacy] }'), 12, 27, ['without capitals']],
  ['no texts', when('contains: { texts: [] }'), 12, 26, ['at least one entry']],
  ['outer spaces', when('contains: { texts: [" x"] }'), 12, 27, ['trimmed']],
  ['no place', when('emptied-by-cutting: { words: 9, cuts: [{ text: x }] }'), 12, 46, ['Missing `at`']],
  [
    'a wrong place',
    when('emptied-by-cutting: { words: 9, cuts: [{ text: x, at: begin }] }'),
    12,
    61,
    ['`anywhere`, `start` or `end`'],
  ],
  [
    'a pattern to cut',
    when('emptied-by-cutting: { words: 9, cuts: [{ text: "x*", at: end }] }'),
    12,
    54,
    ['letters, digits, spaces, hyphens and dots'],
  ],
  ['a pattern for a noun', when('counter: { units: [k], nouns: ["a|b"] }'), 12, 38, ['small letters']],
  ['citations', when('words-below: { words: 3, citations: keep }'), 12, 43, ['expected `cut`']],
  ['a second id', `${good}${good.slice(good.indexOf('  - id'))}`, 16, 9, ['second rule `few-words`']],
  ['no text at all', '', 1, 1, ['preset file', 'begin with `preset: …`']],
])('%s', (_, text, line, column, words) => {
  const { preset, problems } = parsePreset(text, 'presets/ferry.yaml')
  expect(preset).toBeUndefined()
  const [first] = problems.map(formatProblem)
  expect(problems.length, problems.map(formatProblem).join('\n')).toBe(1)
  expect(first).toContain(`presets/ferry.yaml:${line}:${column}: `)
  for (const word of words) expect(first).toContain(word)
})

test('a preset is no pack', () => {
  const { problems } = parsePack(good, 'ferry.yaml')
  expect(problems.map(formatProblem)).toEqual([
    'ferry.yaml:1:9: Unexpected preset, expected a pack; presets are named, as in `--preset c4`',
  ])
})

test('a rule has the conditions there are', () => {
  expect(Object.keys(presetRuleShape.shape.when.shape)).toEqual(Object.keys(conditionShapes))
})

const folder = 'rules/presets'
const { presets, problems } = loadPresets(folder)

test('the shipped presets have no problems', () => expect(problems.map(formatProblem)).toEqual([]))

test('there are four of them', () => {
  expect(presets.map(({ name }) => name)).toEqual(['c4-datatrove', 'c4', 'dclm', 'fineweb'])
  expect(readdirSync(folder).sort()).toEqual(['c4-datatrove.yaml', 'c4.yaml', 'dclm.yaml', 'fineweb.yaml'])
  expect(readdirSync(folder).every((file) => isPresetFile(`${folder}/${file}`))).toBe(true)
})

test('and they are no packs', () => {
  expect(packFiles('rules').filter((file) => file.includes('presets'))).toEqual([])
  expect(packFiles('rules').some(isPresetFile)).toBe(false)
})

test.each(presets)('$name does what its examples say', (preset) => {
  expect(testPreset(preset, compileShipped('rules').ruleset).map(formatProblem)).toEqual([])
})

test.each(presets)('each rule of $name cites project and path', ({ rules }) => {
  for (const { rule } of rules)
    expect(rule.why).toMatch(
      /^(?:tensorflow\/datasets|huggingface\/datatrove|mlfoundations\/dclm), \S+\.py, /,
    )
})

test('what is built is what is written', () => {
  expect(JSON.parse(readFileSync('dist/presets.json', 'utf8'))).toEqual(presets.map(presetData))
})
