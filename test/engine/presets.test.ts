/**
 * Presets: every rule against cases worked out by hand from the published code (tensorflow_datasets
 * text/c4_utils.py, datatrove filters/c4_filters.py, DCLM mappers/modifiers.py), defects included,
 * and the whole against the recipes written out over strings.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as python from '../../src/engine/python.js'
import { kindOf } from '../../src/engine/python.js'
import { createCleaner } from '../../src/io/cleaner.js'
import { presetLimits } from '../../src/limits.js'
import { cleanBytes } from '../cleaning.js'
import { isdecimal, isdigit, isspace, isupper, isword, recipes, splitlines } from '../twin/presets.js'

const names = Object.keys(recipes)
const cleaners = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await createCleaner({ preset: name })] as const)),
)

/** Short ids of the rules that take the lines of `text`; null: stays. Blank lines that no rule takes stay. */
function taken(name: string, text: string | Uint8Array, size = 0): (string | null)[] {
  const input = Buffer.from(text)
  const rules: (string | null)[] = (input.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []).map(() => null)
  for (const { line, rule } of cleanBytes(cleaners[name] as never, input, size).removals)
    if (rule !== null) rules[line - 1] = rule.replace(`${name}#`, '')
  return rules
}

const x = (count: number): string => 'x'.repeat(count)
type Row = [preset: string, rule: string | null, line: string]

const c4: Row[] = [
  ['c4', null, 'The ferry sailed at nine.'],
  // _MAX_WORD_LENGTH = 1000: code points, and 1,000 of them are none too many
  ['c4', 'long-word', `The key is called ${x(1001)}.`],
  ['c4', 'long-word', `The key is called ${x(1000)}.`],
  ['c4', null, `The key is called ${x(999)}.`],
  ['c4', null, `The keys are ${'é'.repeat(1000)} and others.`],
  ['c4', 'long-word', `The keys are ${'é'.repeat(1001)} and others.`],
  ['c4', null, `The keys are ${'🎉'.repeat(1000)} and others.`],
  ['c4', 'long-word', `The keys are ${'🎉'.repeat(1001)} and others.`],
  // … before citations are cut out
  ['c4', 'long-word', `The ferry sailed at nine.${'[1]'.repeat(333)}`],
  ['c4', 'long-word', `${x(1001)}`],
  // no-break spaces part words, zero-width ones do not
  ['c4', null, `The keys are ${x(600)}\u00a0${x(600)} and others.`],
  ['c4', 'long-word', `The keys are ${x(600)}\u200b${x(600)} and others.`],
  // _END_MARKS, _ELLIPSIS
  ['c4', null, 'Did the ferry sail at nine?'],
  ['c4', null, 'The ferry sailed at nine!'],
  ['c4', null, 'He said: "It sailed at nine"'],
  ['c4', null, 'He said: "It sailed at nine..."'],
  ['c4', 'no-end-mark', "He said: 'It sailed at nine'"],
  ['c4', 'no-end-mark', 'The ferry sailed at nine...'],
  ['c4', null, 'The ferry sailed at nine..'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine…'],
  ['c4', 'no-end-mark', 'He said: “It sailed at nine.”'],
  ['c4', 'no-end-mark', 'The ferry sailed (at nine.)'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine.\u200b'],
  ['c4', 'no-end-mark', '渡し船は 朝 九時に 港を 出ました。'],
  ['c4', 'no-end-mark', 'फेरी सुबह नौ बजे रवाना हुई।'],
  ['c4', 'no-end-mark', ''],
  ['c4', 'no-end-mark', ' \t\u3000'],
  // strip() before, none after the citation is cut out
  ['c4', null, '\u3000The ferry sailed at nine.\u00a0 '],
  ['c4', null, 'The ferry sailed at nine.[1]'],
  ['c4', null, 'The ferry sailed at nine[12].[][٣][edit][citation needed]'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine. [1]'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine.[a]'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine.[Edit]'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine.[²]'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine.[[1]]1]'],
  ['c4', 'no-end-mark', 'The ferry sailed at nine..[1].'],
  // _MIN_WORDS_PER_LINE = 5, counted without citations
  ['c4', 'few-words', 'The ferry sailed twice.'],
  ['c4', 'few-words', '[1] The [2] ferry [3] sailed.'],
  ['c4', 'few-words', 'The\u200bferry sailed at nine.'],
  ['c4', null, 'The\u3000ferry\u2003sailed\u00a0at\x1fnine.'],
  ['c4', null, '- - - - .'],
  // in lower()
  ['c4', 'javascript', 'Please do switch on JAVASCRIPT now.'],
  ['c4', 'javascript', 'The javascripts of the island are old.'],
  ['c4', 'javascript', 'Please do switch on Java[1]Script now.'],
  ['c4', null, 'Please do switch on JavaScrİpt now.'],
  ['c4', null, 'Please do switch on javaſcript now.'],
  ['c4', null, 'Please do switch on Java Script now.'],
  ['c4', 'policy', 'Here you find our Terms of Use.'],
  ['c4', 'policy', 'A PRIVACY POLICY was adopted in Paris.'],
  ['c4', 'policy', 'This is our cookie policy, read it.'],
  ['c4', 'policy', 'This house uses cookies as a bribe.'],
  ['c4', 'policy', 'He forbade the use of cookies there.'],
  ['c4', 'policy', 'Houses cookies are baked in use cookies.'],
  ['c4', 'policy', 'The houses cookies are baked in burn.'],
  ['c4', 'policy', 'They say we use coo\u212aies as bribes.'],
  ['c4', null, 'Here you find our terms  of  use.'],
  ['c4', null, 'Here you find our terms\u00a0of\u00a0use.'],
  ['c4', null, 'The cookies use up all of us.'],
  // the order of the tests
  ['c4', 'no-end-mark', 'Privacy policy'],
  ['c4', 'few-words', 'Read our privacy policy.'],
  ['c4', 'javascript', 'JavaScript is in our privacy policy.'],
  // what drops a page there takes no line
  ['c4', null, 'Lorem ipsum dolor sit amet { here.'],
]

const datatrove: Row[] = [
  ['c4-datatrove', null, 'It sailed twice.'],
  ['c4-datatrove', 'long-word', `It ate ${x(1001)}.`],
  ['c4-datatrove', null, `It ate ${x(999)}.`],
  ['c4-datatrove', null, "'It sailed twice'"],
  ['c4-datatrove', 'no-end-mark', 'It sailed twice’'],
  ['c4-datatrove', 'no-end-mark', 'It sailed twice...'],
  ['c4-datatrove', 'no-end-mark', 'It sailed twice. [1]'],
  ['c4-datatrove', 'no-end-mark', ''],
  ['c4-datatrove', 'few-words', 'It sailed.'],
  // counted with the citations, which C4 cuts out first
  ['c4-datatrove', null, '[1] It sailed.'],
  ['c4-datatrove', 'few-words', '[1]It sailed.'],
  ['c4-datatrove', 'javascript', 'Switch on JavaScript.'],
  ['c4-datatrove', 'policy', 'Our privacy policy.'],
  ['fineweb', null, 'Menu and contact'],
  ['fineweb', null, 'Share this article'],
  ['fineweb', null, 'It sailed twice. [1]'],
  ['fineweb', 'long-word', `It ate ${x(1001)}`],
  ['fineweb', 'few-words', 'No comments'],
  ['fineweb', 'few-words', ''],
  ['fineweb', 'few-words', '渡し船は朝九時に港を出ました。'],
  ['fineweb', null, '[1] No comments'],
  ['fineweb', 'javascript', 'Switch on Java[edit]Script'],
  ['fineweb', 'policy', 'Our privacy policy'],
  ['fineweb', 'few-words', 'privacy policy'],
]

const dclm: Row[] = [
  ['dclm', null, 'The ferry sailed twice'],
  // isupper / len > 0.5: half is not above, and spaces and the CR count
  ['dclm', 'uppercase', 'AB C'],
  ['dclm', null, 'ABC de'],
  ['dclm', null, 'AB 12 '],
  ['dclm', null, 'ABC d\u0301'],
  ['dclm', 'uppercase', 'ÄÖÜ é'],
  ['dclm', 'uppercase', 'ⒶⒷⒸ ⓒ'],
  ['dclm', null, 'ǅǅ ǅ'],
  ['dclm', 'uppercase', '𝐀𝐁 𝐂'],
  ['dclm', 'uppercase', 'A'],
  ['dclm', 'one-word', 'A\r'],
  ['dclm', 'uppercase', 'NASA\r'],
  // isdigit / len > 0.999999
  ['dclm', 'numeric', '1945'],
  ['dclm', 'one-word', '1945\r'],
  ['dclm', 'one-word', '1945.'],
  ['dclm', 'numeric', '٣²①🄀'],
  ['dclm', 'one-word', '½'],
  ['dclm', 'one-word', '一'],
  ['dclm', null, '1945 1946'],
  ['dclm', 'one-word', ' 1945'],
  // the counter
  ['dclm', 'counter', '3 likes'],
  ['dclm', 'counter', '  — 1.2K views —'],
  ['dclm', 'counter', '12,345,  Followers:'],
  ['dclm', 'counter', '٣\u00a0Shares\r'],
  ['dclm', 'counter', '3m\t\tdownloads'],
  ['dclm', 'counter', '🎉3 reposts🎉'],
  ['dclm', null, '3 k likes'],
  ['dclm', 'one-word', '3likes'],
  ['dclm', null, '1 comment'],
  ['dclm', null, 'No comments'],
  ['dclm', null, 'comments (3)'],
  ['dclm', null, '3 likes, 4 shares'],
  ['dclm', null, '_3 likes'],
  ['dclm', null, '3 likes_'],
  ['dclm', null, '² likes'],
  ['dclm', null, '3 replies here'],
  // len(split()) < 2, the empty line aside
  ['dclm', 'one-word', 'Introduction'],
  ['dclm', 'one-word', '渡し船は朝九時に港を出ました。'],
  ['dclm', 'one-word', 'no\u200bspace'],
  ['dclm', null, 'a\u00a0space'],
  ['dclm', 'one-word', '\r'],
  ['dclm', 'one-word', '  '],
  ['dclm', null, ''],
  // lines of at most 10 words of which a cut leaves nothing
  ['dclm', 'items-in-cart', 'Items in cart'],
  ['dclm', 'items-in-cart', '  items in cart  ITEMS in cart\titems in cart '],
  ['dclm', 'items-in-cart', 'İtems ın cart'],
  ['dclm', null, `${'items in cart '.repeat(4)}`],
  ['dclm', null, '3 items in cart'],
  ['dclm', 'items-in-cart', 'itemſ in cart'],
  ['dclm', 'read-more', 'Read more...'],
  ['dclm', 'read-more', 'read more by'],
  ['dclm', 'read-more', 'read more123'],
  ['dclm', null, 'read more'],
  ['dclm', null, 'Read more…'],
  ['dclm', null, 'Read more »'],
  ['dclm', 'read-more', 'Read more »»'],
  ['dclm', null, 'Read more....'],
  ['dclm', null, 'She asked him to read more by'],
  ['dclm', 'read-more', 'items in cart Read more...'],
  ['dclm', 'one-word', 'Sign-in'],
  ['dclm', 'sign-in', 'Sign-in items in cart'],
  ['dclm', 'sign-in', 'SIGN-in read more...'],
  ['dclm', null, ' sign-in items in cart'],
  ['dclm', null, 'sign-in sign-in items in cart'],
  ['dclm', null, 'Sign in'],
]

describe.each([...c4, ...datatrove, ...dclm])('%s, %s: %j', (name, rule, line) => {
  test('by itself', () => expect(taken(name, `${line}\n`)[0]).toBe(rule))
  test('between others', () => {
    const others = 'The lighthouse keeper bakes the bread.\n'
    expect(taken(name, `${others}${line}\n${others}`)).toEqual([null, rule, null])
  })
  test('and the twin says so', () => expect(recipes[name]?.(`${line}\n`)).toBe(rule))
})

describe('lines that are several to Python', () => {
  const [yes, no] = ['The ferry sailed at nine.', 'Menu']
  test.each<[string, (string | null)[]]>([
    [`${yes}\r\n`, [null]],
    [`${no}\r\n`, ['no-end-mark']],
    [`${yes}\r${yes}\n`, [null]],
    [`${no}\r${no}\n`, ['no-end-mark']],
    [`${no}\u2028${yes}\n`, [null]],
    [`${yes}\u0085${no}\n`, [null]],
    [`Read our policy.\f${no}\n`, ['few-words']],
    // The line behind the break is empty, and stays or goes with all.
    [`${no}\v\n`, ['no-end-mark']],
    [`${yes}\x1d\n`, [null]],
    [`${no}\x1c`, ['no-end-mark']],
    [`\x1e${no}`, ['no-end-mark']],
    // U+001F is white space to split(), and no break.
    [`The ferry\x1fsailed at nine.\x1f`, [null]],
    // With another break in between they are not one.
    [`${no}\r\u2029\n${yes}`, ['no-end-mark', null]],
  ])('%j', (text, rules) => expect(taken('c4', text)).toEqual(rules))

  test('are one to DCLM', () => {
    expect(taken('dclm', `Two words\rMenu\u2028\f\n`)).toEqual([null])
    expect(taken('dclm', 'Menu\u2028\n')).toEqual(['one-word'])
  })
})

test('bytes that are not UTF-8 count as one character for each maximal part', () => {
  const broken = (hex: string): Buffer => Buffer.from(hex, 'hex')
  const line = (hex: string, times: number): Buffer =>
    Buffer.concat([
      Buffer.from('These are the keys '),
      ...Array.from({ length: times }, () => broken(hex)),
      Buffer.from(' here.\n'),
    ])
  for (const [hex, each] of [
    ['ff', 1],
    ['c3', 1],
    ['e282', 1],
    ['f09f98', 1],
    ['eda080', 3],
    ['c080', 2],
    ['f5808080', 4],
  ] as const) {
    expect([hex, taken('c4', line(hex, Math.floor(1000 / each)))]).toEqual([hex, [null]])
    expect([hex, taken('c4', line(hex, Math.floor(1000 / each) + 1))]).toEqual([hex, ['long-word']])
  }
})

test('neither guard nor neighbours: all may go, and what stands between stays', () => {
  const menu = 'Menu\n'.repeat(40)
  expect(taken('c4', menu)).toEqual(Array.from({ length: 40 }, () => 'no-end-mark'))
  const page = `The ferry sailed at nine.\n${'Menu\nIt was a quiet day.\n'.repeat(30)}`
  expect(taken('c4', page).filter((rule) => rule === null)).toHaveLength(31)
})

test('a line beyond `lineBytes` is content, whole or as it flows', () => {
  const { lineBytes } = presetLimits
  const text = `${x(lineBytes - 1)}\n${x(lineBytes)}\n${x(lineBytes * 2)}\nMenu\n`
  expect(taken('c4', text)).toEqual(['long-word', null, null, 'no-end-mark'])
  const streaming = { ...cleaners['c4'], limits: { ...cleaners['c4']?.limits, documentBytes: 0 } } as never
  for (const size of [0, 65_536]) {
    for (const lineBuffered of [false, true]) {
      const { kept } = cleanBytes(streaming, Buffer.from(text), size, { lineBuffered })
      expect(Buffer.from(kept).toString()).toBe(`${x(lineBytes)}\n${x(lineBytes * 2)}\n`)
    }
  }
})

describe('characters', () => {
  /** As CPython 3.11 says: isspace, isupper, isdigit, \d, \w, a break of splitlines. */
  test.each([
    ['\t', 's.....'],
    ['\n', 's....b'],
    ['\v', 's....b'],
    ['\r', 's....b'],
    ['\x1c', 's....b'],
    ['\x1e', 's....b'],
    ['\x1f', 's.....'],
    ['\x85', 's....b'],
    ['\xa0', 's.....'],
    ['\u180e', '......'],
    ['\u200b', '......'],
    ['\u2007', 's.....'],
    ['\u2028', 's....b'],
    ['\u2029', 's....b'],
    ['\u3000', 's.....'],
    ['\ufeff', '......'],
    ['A', '.u..w.'],
    ['a', '....w.'],
    ['_', '....w.'],
    ['-', '......'],
    ['É', '.u..w.'],
    ['\u0301', '......'],
    ['ǅ', '....w.'],
    ['Ⅷ', '.u..w.'],
    ['Ⓐ', '.u....'],
    ['ª', '....w.'],
    ['7', '..ddw.'],
    ['٣', '..ddw.'],
    ['²', '..d.w.'],
    ['①', '..d.w.'],
    ['⑩', '....w.'],
    ['½', '....w.'],
    ['፩', '..d.w.'],
    ['一', '....w.'],
    ['𝟛', '..ddw.'],
    ['𐩀', '..d.w.'],
    ['🄀', '..d.w.'],
    ['🎉', '......'],
    ['\ufffd', '......'],
    ['\x00', '......'],
  ])('%j', (character, expected) => {
    const kind = kindOf(character.codePointAt(0) as number)
    const bits = [python.SPACE, python.UPPER, python.DIGIT, python.DECIMAL, python.WORD, python.BREAK]
    expect(bits.map((bit, at) => (kind & bit ? 'suddwb'[at] : '.')).join('')).toBe(expected)
    const twin = [
      isspace,
      isupper,
      isdigit,
      isdecimal,
      isword,
      (one: string) => splitlines(`${one}x`).length > 1,
    ]
    expect(twin.map((is, at) => (is(character) ? 'suddwb'[at] : '.')).join('')).toBe(expected)
  })
})

const runs = Number(process.env.DECHAFF_RUNS ?? 2000)
const seed = Number(process.env.DECHAFF_SEED ?? Date.now() % 2 ** 31)
console.log(`presets: seed ${seed}, ${runs} runs each`)

const pieces = [
  ...['.', '?', '!', '"', "'", '...', '…', '”', ':', ',', '-', '_', '[', '[1]', '[]', '[٣]', '[edit]', '{'],
  ...['[citation needed]', 'javascript', 'JavaScript', 'JAVASCRİPT', 'java', 'script', 'terms of use'],
  ...[
    'Privacy Policy',
    'use coo\u212aies',
    'uses cookies',
    'cookie',
    'policy',
    'items in cart',
    'İtems ın cart',
  ],
  ...[
    'read more',
    'Read more...',
    'sign-in',
    'Sign-İn',
    'likes',
    'views',
    'Comments',
    '3',
    '1.2K',
    '٣',
    '²',
    '½',
  ],
  ...['The', 'ferry', 'sailed', 'at', 'nine', 'A', 'NASA', 'É', 'ǅ', 'Ⓐ', '漢字', '🎉', '𝐀', 'ß', '\u0301'],
  ...[x(999), x(1000), x(1001), 'é'.repeat(1000), '\ufeff', '\u200b', '\0'],
]
const gaps = [' ', ' ', ' ', ' ', '', '', '  ', '\t', '\u00a0', '\u3000', '\x1f']
const breaks = ['\r', '\v', '\f', '\x1c', '\u0085', '\u2028']
const line = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(...pieces),
        fc.oneof(
          { weight: 40, arbitrary: fc.constantFrom(...gaps) },
          { weight: 1, arbitrary: fc.constantFrom(...breaks) },
        ),
      ),
      { maxLength: 12 },
    ),
    fc.constantFrom('', '', ' ', '\u3000'),
    fc.constantFrom('', '.', '!', '?', '"', "'", '...', '. '),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\r\n', ' \n'),
  )
  .map(([words, before, mark, ending]) => before + words.flat().join('') + mark + ending)
const odd = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `${text.replaceAll('\n', '')}\n`)
const lines = fc.array(fc.oneof({ weight: 5, arbitrary: line }, { weight: 1, arbitrary: odd }), {
  maxLength: 20,
})

describe.each(names)('%s = the recipe', (name) => {
  const recipe = recipes[name] as (line: string) => string | null

  test('line by line, whatever stands around them', () => {
    fc.assert(
      fc.property(lines, (texts) => {
        expect(taken(name, texts.join(''))).toEqual(texts.map(recipe))
      }),
      { numRuns: runs, seed },
    )
  })

  test.each([1, 7, 1000])('as it flows, pieces of %i bytes', (size) => {
    const whole = cleaners[name] as Awaited<ReturnType<typeof createCleaner>>
    const streaming = { ...whole, limits: { ...whole.limits, documentBytes: 0 } }
    fc.assert(
      fc.property(lines, (texts) => {
        const input = Buffer.from(texts.join(''))
        const { removals } = cleanBytes(streaming, input, size, { lineBuffered: true })
        const gone = removals.filter(({ rule }) => rule !== null).map((removal) => removal.line)
        expect(gone).toEqual(texts.flatMap((text, at) => (recipe(text) === null ? [] : [at + 1])))
      }),
      { numRuns: runs / 10, seed },
    )
  })
})
