/** The matcher against its twin, and the two ways of folding against each other, over bent phrases. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { emptyFolded, fold, foldDecoded, foldText } from '../../src/engine/fold.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'
import { createMatcher } from '../../src/engine/match.js'
import { decodeUtf8, encodeUtf8 } from '../../src/engine/utf8.js'
import { limits } from '../../src/limits.js'
import type { WordLists } from '../../src/packs/compile.js'
import { compilePacks, compileShipped } from '../../src/packs/load.js'
import type { Pack } from '../../src/packs/pack.js'
import { createMatchSlowly } from '../twin/matcher.js'

const { ruleset, packs } = compileShipped('rules')
const { characters } = ruleset
const lists = parse(readFileSync('rules/slots.yaml', 'utf8')) as WordLists
const rules = packs.flatMap((pack) => pack.rules)
const matcher = createMatcher(ruleset, new Uint8Array(rules.length).fill(1))
const matchSlowly = createMatchSlowly(packs, ruleset, lists)
const table = emptyLineTable()
const claims = new Int32Array(4)

function match(text: string): string | undefined {
  const bytes = encodeUtf8(text)
  cutLines(characters, bytes, bytes.length, true, table)
  matcher.claim({ bytes, ...table }, 0, table.count, claims.fill(-1))
  return rules[claims[0] as number]?.rule.id
}

const runs = Number(process.env.DECHAFF_RUNS ?? 2000)
const seed = Number(process.env.DECHAFF_SEED ?? Date.now() % 2 ** 31)
console.log(`matcher: seed ${seed}, ${runs} runs each`)

const fillings: Record<string, readonly string[]> = {
  n: [
    '12',
    '1,234',
    '1.2K',
    '٣',
    '१२',
    'one',
    'drei',
    '100+',
    '%d',
    '{{ count }}',
    '3 тыс.',
    '12万',
    '1 234',
  ],
  name: ['Ana María de la Cruz', 'J. Doe', 'Mary Low', '山田太郎', 'Иван Петров', 'lowercase name'],
  date: [
    'September 4, 2025',
    '04.09.2025',
    '2025年9月4日',
    '4 septembre 2025',
    'Sept. 4',
    '12. März 2024',
    'May 5, 2020 at 3:27 pm',
  ],
  time: ['10:54 AM', '23:15', '3 pm', '14:30:00 UTC', '9h30'],
  site: ['Facebook', 'WhatsApp', 'ВКонтакте', '微信', 'Twitter'],
  url: ['https://example.org/a?b=c', 'www.example.org'],
  email: ['mail@example.org'],
  any: ['x', 'The long road', '«Дорога»', 'a : b', '山の道'],
}

const phrase = fc.constantFrom(...rules.flatMap((rule) => rule.phrases.map(({ text }) => text)))
const filled = fc.tuple(phrase, fc.infiniteStream(fc.nat())).map(([text, choices]) =>
  text.replace(/\{([a-z]+)\}/g, (whole, slot: string) => {
    const all = fillings[slot]
    return all ? (all[Number(choices.next().value) % all.length] as string) : whole
  }),
)
const bends: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `  ${text} : `,
  (text) => `» ${text}…`,
  (text) => `— ${text} »`,
  (text) => `• ${text} (`,
  (text) => text.replaceAll(' ', ' \u00a0'),
  (text) => text.replaceAll("'", '’').replaceAll('"', '“'),
  (text) => `📣 ${text} 📣`,
  (text) => text.normalize('NFD'),
  (text) => `${text}x`,
  (text) => text.slice(1),
  (text) => text.slice(0, -1),
  (text) => `${text} ${text}`,
  (text) => text.replace(' ', '  \u200b'),
  (text) => `- ${text}!!`,
  (text) => `-${text}`,
  (text) => `1. ${text}`,
]
const lines = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(filled, fc.constantFrom(...bends)).map(([text, bend]) => bend(text)) },
  {
    weight: 2,
    arbitrary: filled
      .chain((text) =>
        fc.tuple(fc.constant(text), fc.nat(text.length), fc.string({ unit: 'binary', maxLength: 2 })),
      )
      .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
)
const oneLine = lines.map((text) => text.replaceAll('\n', ' '))

test('the matcher claims what its twin claims', () => {
  fc.assert(
    fc.property(oneLine, (text) => {
      const wanted = matchSlowly(decodeUtf8(encodeUtf8(text), 0, encodeUtf8(text).length))
      const found = match(text)
      if (wanted.size === 0) expect([text, found]).toEqual([text, undefined])
      else expect([text, [...wanted]]).toEqual([text, expect.arrayContaining([found])])
    }),
    { numRuns: runs, seed },
  )
})

test.each(['in a part of their own', 'beside the others'])(
  'rules that save lines come first, %s',
  (where) => {
    const saving: Pack[] = packs.map((pack) => ({
      ...pack,
      rules: pack.rules
        .filter((_, index) => index % 5 === 0)
        .map((source) => ({ ...source, rule: { ...source.rule, id: `${source.rule.id}!`, allow: true } })),
    }))
    const words = { characters, words: ruleset.words, numbers: ruleset.numbers }
    const parts =
      where === 'beside the others'
        ? [compilePacks([...packs, ...saving], words)]
        : [...ruleset.parts, compilePacks(saving, words)]
    const all = parts.flatMap((part) => part.rules)
    const saver = createMatcher({ ...ruleset, parts }, new Uint8Array(all.length).fill(1))
    const savesSlowly = createMatchSlowly(saving, ruleset, lists)
    fc.assert(
      fc.property(oneLine, (text) => {
        const bytes = encodeUtf8(text)
        cutLines(characters, bytes, bytes.length, true, table)
        saver.claim({ bytes, ...table }, 0, table.count, claims.fill(-1))
        const found = all[claims[0] as number]?.id
        const wanted = savesSlowly(decodeUtf8(bytes, 0, bytes.length))
        if (wanted.size > 0) expect([text, [...wanted]]).toEqual([text, expect.arrayContaining([found])])
        else expect([text, found?.endsWith('!') ?? false]).toEqual([text, false])
      }),
      { numRuns: runs, seed },
    )
  },
)

test('folding bytes = folding text', () => {
  const fast = emptyFolded(limits.lineUnits)
  const slow = emptyFolded(limits.lineUnits)
  fc.assert(
    fc.property(fc.oneof(oneLine.map(encodeUtf8), fc.uint8Array({ maxLength: 40 })), (bytes) => {
      const fits = fold(characters, bytes, 0, bytes.length, fast)
      expect(foldDecoded(characters, decodeUtf8(bytes, 0, bytes.length), slow)).toBe(fits)
      if (!fits) return
      expect([...fast.units.subarray(0, fast.length)]).toEqual([...slow.units.subarray(0, slow.length)])
    }),
    { numRuns: runs * 5, seed },
  )
})

test.each([
  ['accents of another name', 'I\u0340', '\u00ec'],
  ['case', 'NO COMMENTS', 'no comments'],
  ['sharp s', 'Straße', 'strasse'],
  ['final sigma', 'ΣΧΟΛΙΟΣ', 'σχολιοσ'],
  ['Turkish i', 'İLK Iı', 'ilk ii'],
  ['width', 'ＲＳＳ　１２', 'rss 12'],
  ['digits', '٣ १२ ๔', '3 12 4'],
  ['spaces', ' a \u00a0\u2003 b ', 'a b'],
  ['invisible marks', 'a\u200d\u00ad\u200eb', 'ab'],
  ['quotes', '“a” ‘b’ «c»', `"a" 'b' "c`],
  ['dashes and dots', 'a–b … c...d', 'a-b . c.d'],
  ['bullets', '» • ★ Share', 'share'],
  ['a sign is no bullet', '-5 degrees', '-5 degrees'],
  ['closing marks', 'Share : … » → * |', 'share'],
  ['a question stays', 'Helpful?', 'helpful?'],
  ['icons', '📣 Share 👍🏽', 'share'],
  ['composed', 'Cafe\u0301', 'café'],
])('folds %s', (_, text, folded) => expect(foldText(characters, text)).toBe(folded))
