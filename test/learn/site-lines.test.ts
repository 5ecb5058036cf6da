/** The lines of many pages at a time are read as those of single pages are. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { NAMED_UNITS } from '../../src/learn/names.js'
import { createPageReader, type PageLine } from '../../src/learn/pages.js'
import { createSiteReader } from '../../src/learn/site-lines.js'
import { madeLine, ruleset } from '../sites/made.js'

const readPage = createPageReader(ruleset.characters, ruleset.words)
const readSite = createSiteReader(ruleset.characters, ruleset.words)

/** What tells lines apart. */
const keyOf = ({ phrase, text }: PageLine): string => (phrase === '' ? text : phrase)

/** Ends that make lines with one text or one phrase of others, among them bytes that are no UTF-8. */
const ends = [
  '',
  ' ',
  '\t',
  '\u00a0',
  '\u3000',
  '\ufeff',
  '...',
  '!',
  ' 7',
  ' 12',
  '\u0301',
  '。',
  ' 3 May 2024',
]
const wrong = [[0xff], [0xc3], [0xe2, 0x82]]
/** Long beginnings: of most lines only these are read. */
const begins = [
  '',
  'The ferry to the island ',
  'the ferry to the island ',
  'Die Fähre zur Insel fährt ',
  'Паром на остров идёт ',
  'The island of May ',
  'The 16 of them go',
  'sixteen letters!',
  '渡し船は島へ行きます島へ行きます',
  'e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301',
  `${'straße '.repeat(3)}`,
]
const line = fc
  .tuple(
    fc.constantFrom(...begins),
    fc.array(madeLine, { maxLength: 2 }),
    fc.constantFrom(...ends),
    fc.option(fc.constantFrom(...wrong), { freq: 20 }),
  )
  .map(([begin, parts, end, bytes]) =>
    Buffer.concat([encodeUtf8(begin + parts.join('') + end), Uint8Array.from(bytes ?? [])]),
  )
const long = fc
  .constantFrom(' ', 'long ', '言葉')
  .map((text) => Buffer.from(`Long${text.repeat(4100)}${text.repeat(5000)}end`))
const page = fc
  .array(fc.oneof({ weight: 40, arbitrary: line }, { weight: 1, arbitrary: long }), { maxLength: 8 })
  .chain((lines) =>
    fc
      .constantFrom('\n', '\r\n', ' \n')
      .map((end) => new Uint8Array(Buffer.concat(lines.flatMap((bytes) => [bytes, Buffer.from(end)])))),
  )
const site = fc.tuple(fc.array(page, { maxLength: 6 }), fc.boolean()).map(([pages, isTwice]) => [
  ...pages,
  // A line that stands on two pages is read whole.
  ...(isTwice ? pages.slice(0, 1) : []),
])

test('all but the phrases of lines that are like no other', { timeout: 120_000 }, () => {
  const check = (pages: readonly Uint8Array[], minPages: number): void => {
    const slow = pages.map((one) => readPage(one))
    const fast = readSite(pages, minPages)
    expect(fast.pages.map((lines) => Array.from(lines, fast.textOf))).toEqual(
      slow.map((lines) => lines.map(({ text }) => text)),
    )
    const flat = slow.flat()
    const numbers = fast.pages.flatMap((lines) => [...lines])
    expect(numbers.map((number) => fast.lengths[number])).toEqual(flat.map(({ text }) => text.length))
    expect(numbers.map((number) => fast.isProse[number] === 1)).toEqual(flat.map(({ isProse }) => isProse))
    const firstOf = (keys: readonly unknown[]): number[] => keys.map((key) => keys.indexOf(key))
    expect(firstOf(numbers.map((number) => fast.same[number]))).toEqual(firstOf(flat.map(({ text }) => text)))
    expect(firstOf(numbers.map((number) => fast.ids[number]))).toEqual(firstOf(flat.map(keyOf)))
    const onPages = new Map<string, number>()
    for (const lines of slow)
      for (const key of new Set(lines.map(keyOf))) onPages.set(key, (onPages.get(key) ?? 0) + 1)
    numbers.forEach((number, at) => {
      const { phrase } = flat[at] as PageLine
      const { isProse, text } = flat[at] as PageLine
      const isUnnamed = isProse || text.length > NAMED_UNITS
      if (isUnnamed && (onPages.get(keyOf(flat[at] as PageLine)) as number) < minPages) return
      expect(fast.hasPhrase[number]).toBe(phrase === '' ? 0 : 1)
      if (phrase !== '') expect(fast.phrases[fast.ids[number] as number]).toBe(phrase)
    })
  }
  fc.assert(fc.property(site, fc.constantFrom(1, 2), check), {
    numRuns: Number(process.env['DECHAFF_RUNS'] ?? 300),
  })
})

test('of a large site after a small one', () => {
  const pages = Array.from({ length: 3 }, (_, number) =>
    encodeUtf8(Array.from({ length: 50_000 }, (_, at) => `Line ${at * 3 + (at % 2) * number}x`).join('\n')),
  )
  for (const some of [pages.slice(0, 1), pages, pages.slice(2)]) {
    const { pages: lines, textOf } = readSite(some, 2)
    some.forEach((bytes, at) => {
      expect(Array.from(lines[at] as Int32Array, textOf).join('\n')).toBe(Buffer.from(bytes).toString())
    })
  }
})
