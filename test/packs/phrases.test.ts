import { expect, test } from 'vitest'
import { parsePack } from '../../src/packs/parse.js'
import { checkPhrases } from '../../src/packs/phrases.js'
import { changed, fold, goodPack } from './made.js'

function packOf(text: string, file: string) {
  const { pack, problems } = parsePack(text, file)
  expect(problems).toEqual([])
  return pack ? [pack] : []
}

function check(phrase: string, weak = false) {
  const text = changed('"no comments"', JSON.stringify(phrase))
  return checkPhrases(packOf(weak ? `${text}    weak: true\n` : text, 'a.yaml'), fold)
}

test.each([
  ['unknown slot', 'by {nmae}', 13, 'PACK_SLOT', ['`{nmae}`', 'write `{name}`']],
  ['unknown slot, nothing near', 'see {wherever}', 14, 'PACK_SLOT', ['`{n}`, `{name}`', 'one of them']],
  ['open brace', 'see {n comments', 14, 'PACK_SLOT', ['`{` alone']],
  ['five slots', 'a {n} {n} {n} {n} {n}', 28, 'PACK_SLOT', ['5 slots', 'at most 4']],
  ['three loose slots', 'a {any} b {name} c {any}', 29, 'PACK_SLOT', ['at most 2']],
  ['adjacent slots', 'by {name} {any}', 20, 'PACK_SLOT', ['`{any}` next to `{name}`']],
  ['slots alone', '{n} {any}', 10, 'PACK_PHRASE', ['slots alone']],
  ['folds to nothing', '***', 10, 'PACK_PHRASE', ['folds to nothing']],
  ['no letter', '{date} / {n}', 10, 'PACK_PHRASE', ['without a letter', 'weak: true']],
  ['too long', 'x'.repeat(4097), 10, 'PACK_PHRASE', ['4097', '4096']],
])('%s', (_, phrase, column, code, words) => {
  const problems = check(phrase)
  expect(problems).toEqual([expect.objectContaining({ file: 'a.yaml', line: 9, column, code })])
  for (const word of words) expect(problems[0]?.message).toContain(word)
})

test.each([
  ['{date}', true],
  ['{n} / {n}', true],
  ['by {name}, {any}', false],
  ['{ {n} comments }', false],
  ['評論', false],
])('takes %s', (phrase, weak) => expect(check(phrase, weak)).toEqual([]))

test('no slots alone on weak rules either', () => {
  expect(check('{n}', true)).toEqual([expect.objectContaining({ code: 'PACK_PHRASE' })])
})

test('a phrase stands once in all packs; both places are named', () => {
  const other = goodPack
    .replace('en/comments', 'de/comments')
    .replace('"comments ({n})"', '"kommentare ({n})"')
    .replace('"no comments"', '"» No Comments:"')
  const problems = checkPhrases([...packOf(goodPack, 'a.yaml'), ...packOf(other, 'b.yaml')], fold)
  expect(problems).toEqual([
    expect.objectContaining({ code: 'PACK_DUPLICATE', file: 'b.yaml', line: 9, column: 10 }),
  ])
  expect(problems[0]?.message).toContain('a.yaml:9:10, en/comments#no-comments')
})

test('but a rule that saves lines has the phrases of others', () => {
  const saving = goodPack
    .replace('en/comments', 'en/own')
    .replace(/where: tail\n/, 'allow: true\n')
    .replace(/^ +(then|max|confirm|mark):.*\n/gm, '')
  const [pack] = packOf(saving, 'own.yaml')
  expect(pack?.rules.some(({ rule }) => rule.allow)).toBe(true)
  const onlySaving = { ...pack, rules: pack?.rules.filter(({ rule }) => rule.allow) ?? [] } as NonNullable<
    typeof pack
  >
  expect(checkPhrases([...packOf(goodPack, 'a.yaml'), onlySaving], fold)).toEqual([])
})
