/** The kernel in WebAssembly must find what the engine finds without it. DECHAFF_RUNS sets how often it is tried. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createCoreCleaner, type TextCleaner } from '../../src/core.js'
import { makeCharacters } from '../../src/engine/characters.js'
import type { Choice } from '../../src/engine/choose.js'
import { claimOf } from '../../src/engine/claims.js'
import {
  BATCH_BYTES,
  BATCH_LINES,
  LINE_BYTES,
  LINE_UNITS,
  PATTERN_UNITS,
  SLOT_ANY,
  SLOT_DATE,
  SLOT_EMAIL,
  SLOT_KINDS,
  SLOT_N,
  SLOT_NAME,
  SLOT_SITE,
  SLOT_TIME,
  SLOT_URL,
} from '../../src/engine/layout.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'
import { createMatcher } from '../../src/engine/match.js'
import type { Part, Ruleset } from '../../src/engine/ruleset.js'
import { loadRuleset } from '../../src/engine/store.js'
import { emptyTrie, slotKinds } from '../../src/engine/trie.js'
import { limits } from '../../src/limits.js'
import type { Claimer } from '../../src/types.js'
import { cleanBytes } from '../cleaning.js'
import { documents } from '../documents.js'

const runs = Number(process.env.DECHAFF_RUNS ?? 2000)
const seed = Number(process.env.DECHAFF_SEED ?? Date.now() % 2 ** 31)
console.log(`kernel: seed ${seed}, ${runs} runs each`)

const stored = readFileSync('dist/ruleset.bin')
const prose = Buffer.from('The river rose slowly in the night, and by the morning the road was gone.\n')

/** A cleaner, and characters to cut lines with, that never saw WebAssembly. */
function plainly<T>(make: () => T): T {
  vi.stubGlobal('WebAssembly', undefined)
  const made = make()
  vi.unstubAllGlobals()
  return made
}

/** More lines than are settled before a kernel is made. */
const many = Buffer.from('x\n'.repeat(1001))

const cleaner = createCoreCleaner(loadRuleset(stored))
const plain = plainly(() => {
  const made = createCoreCleaner(loadRuleset(stored))
  cleanBytes(made, many)
  return made
})
const characters = makeCharacters()
const plainCharacters = plainly(() => {
  const made = makeCharacters()
  cutLines(made, prose, prose.length, true, emptyLineTable())
  return made
})

function cutBy(by: typeof characters, bytes: Uint8Array, final = true) {
  const table = emptyLineTable()
  const next = cutLines(by, bytes, bytes.length, final, table)
  const { starts, inks, count } = table
  return { next, starts: [...starts.subarray(0, count + 1)], inks: [...inks.subarray(0, count)] }
}

/** Rules that save lines would have all that are claimed settled by the engine. */
function matcherOf(ruleset: Ruleset, saving = false): Claimer {
  const rules = ruleset.parts.flatMap((part) => part.rules)
  return createMatcher(
    ruleset,
    Uint8Array.from(rules, ({ allow }) => (allow && !saving ? 0 : 1)),
  )
}

function plainMatcherOf(ruleset: Ruleset, saving = false): Claimer {
  return plainly(() => {
    const made = matcherOf(ruleset, saving)
    claimsBy(made, many)
    return made
  })
}
const matcher = matcherOf(loadRuleset(stored))
const plainMatcher = plainMatcherOf(loadRuleset(stored))
const ruleset = loadRuleset(stored)
const plainRuleset = loadRuleset(stored)
plainMatcherOf(plainRuleset)

function claimsBy(by: Claimer, bytes: Uint8Array): number[] {
  const table = emptyLineTable()
  cutLines(characters, bytes, bytes.length, true, table)
  const claims = new Int32Array(table.count)
  by.claim({ bytes, ...table }, 0, table.count, claims)
  return [...claims]
}

function same(input: Uint8Array, one: TextCleaner = cleaner, other: TextCleaner = plain): void {
  const { kept, removals } = cleanBytes(one, input)
  const slow = cleanBytes(other, input)
  expect(Buffer.from(kept).equals(slow.kept)).toBe(true)
  expect(removals).toEqual(slow.removals)
}

test('slots stand in the order of their numbers', () => {
  const numbers = {
    n: SLOT_N,
    time: SLOT_TIME,
    date: SLOT_DATE,
    site: SLOT_SITE,
    url: SLOT_URL,
    email: SLOT_EMAIL,
    name: SLOT_NAME,
    any: SLOT_ANY,
  }
  expect(
    Object.entries(numbers)
      .sort(([, a], [, b]) => a - b)
      .map(([kind]) => kind),
  ).toEqual([...slotKinds])
  expect(SLOT_KINDS).toBe(slotKinds.length)
})

test('the limits are those of limits.ts', () => {
  expect([LINE_BYTES, LINE_UNITS, PATTERN_UNITS]).toEqual([
    limits.lineBytes,
    limits.lineUnits,
    limits.patternUnits,
  ])
})

test('lines and where their text begins', () => {
  const pieces = fc.constantFrom(
    '\n',
    '\r\n',
    ' ',
    '\t',
    '\u00a0',
    '\u200b',
    '\u3000',
    'a',
    'é',
    '👍',
    '\0',
    '\ufeff',
  )
  const bytes = fc.oneof(
    fc.array(pieces, { maxLength: 200 }).map((all) => Buffer.from(all.join(''))),
    fc.uint8Array({ maxLength: 200 }),
  )
  fc.assert(
    fc.property(bytes, fc.boolean(), (input, final) => {
      expect(cutBy(characters, input, final)).toEqual(cutBy(plainCharacters, input, final))
    }),
    { numRuns: runs, seed },
  )
})

test.each([
  ['only line feeds', Buffer.alloc(3 * BATCH_LINES + 5, '\n')],
  ['no line feed', Buffer.alloc(2 * BATCH_LINES + 1, 'x')],
  [
    'spaces over the end of a piece',
    Buffer.from(`${' '.repeat(BATCH_LINES + 7)}x\n${' '.repeat(BATCH_LINES)}\n`),
  ],
  ['a line feed last in a piece', Buffer.from(`${'x'.repeat(BATCH_LINES - 1)}\n y\n`)],
])('lines of many pieces: %s', (_, input) => {
  for (const final of [true, false])
    expect(cutBy(characters, input, final)).toEqual(cutBy(plainCharacters, input, final))
})

test('claims', () => {
  fc.assert(
    fc.property(documents, (input) => same(input)),
    { numRuns: runs, seed },
  )
})

test('claims of single lines, made of what slots look for', () => {
  const words = fc.constantFrom(
    ...[
      '12',
      '1,234',
      '5.3k',
      '1 234',
      '100+',
      '%d',
      '{{ n }}',
      '3',
      'March',
      'Mon',
      '2021',
      '03/04/2021',
      '9h30',
    ],
    ...[
      '10:15',
      'am',
      'pm',
      'UTC',
      '年',
      '3月',
      '日',
      'st',
      'one',
      'zwei',
      'Ann',
      'McRae',
      'van',
      'J.',
      "O'Neill",
    ],
    ...[
      'Facebook',
      'WhatsApp',
      'https://example.org/a',
      'a@example.org',
      'comments',
      'Comments:',
      'Share on',
      'by',
    ],
    ...[
      'Posted by',
      'says:',
      'min read',
      'Read more',
      '»',
      '•',
      '-',
      '*',
      '|',
      '…',
      'İ',
      'ﬁ',
      'e\u0301',
      '👍',
      '٣',
    ],
  )
  const lines = fc
    .array(fc.tuple(words, fc.constantFrom(' ', '', '  ', '\u00a0', ', ', '. ')), {
      minLength: 1,
      maxLength: 7,
    })
    .map((parts) => parts.flat().join(''))
  const names = fc.constantFrom(
    'Ann',
    'Ann McRae',
    "Maria de la Cruz O'Neill Low Park",
    'J. R. Low',
    'van Dyk',
    'ann',
  )
  const dates = fc.constantFrom(
    '03/04/2021',
    '2021-03-04',
    '3. März 2021',
    'March 3rd, 2021 10:15',
    '2021年3月4日',
    '3/4',
  )
  const numbers = fc.constantFrom(
    '12',
    '1,234',
    '1 234 567',
    '5.3k',
    '100+',
    '%d',
    '{{ count }}',
    '٣٤',
    'three',
  )
  const filled = fc.oneof(
    fc.tuple(names, dates).map(([name, date]) => `Posted by ${name} on ${date}`),
    fc
      .tuple(fc.constantFrom('Posted on', 'Updated', 'Published:', '', '•'), dates)
      .map((parts) => parts.join(' ')),
    fc
      .tuple(numbers, fc.constantFrom('comments', 'Kommentare:', 'min read', 'likes »', ''))
      .map((parts) => parts.join(' ')),
    fc.tuple(names, fc.constantFrom('says:', 'said…', 'wrote on', 'replied')).map((parts) => parts.join(' ')),
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(lines, filled), { minLength: 1, maxLength: 12 }), (all) => {
      const bytes = Buffer.from(`${all.join('\n')}\n`)
      expect([all, claimsBy(matcher, bytes)]).toEqual([all, claimsBy(plainMatcher, bytes)])
    }),
    { numRuns: runs, seed },
  )
})

test.each([
  [
    'more bytes than a batch',
    `${'x'.repeat(4000)}\nNo comments:\n`.repeat(Math.ceil((3 * BATCH_BYTES) / 4000)),
  ],
  ['more lines than a batch', 'a\nReply\n'.repeat(BATCH_LINES)],
  ['the longest line that is looked at', `12 Comments${' '.repeat(limits.lineBytes - 12)}\nShare\n`],
  ['a longer one', `12 Comments${' '.repeat(limits.lineBytes - 11)}\nShare\n`],
  ['a line longer than a batch', `${'x'.repeat(BATCH_BYTES + 1)}\nNo comments:\n`],
  [
    'long lines that begin like phrases',
    `Posted by ${'Ann Low '.repeat(60)}\nShare ${'this '.repeat(100)}\n`,
  ],
])('claims: %s', (_, text) => {
  same(Buffer.concat([prose, Buffer.from(text)]))
})

test('rules that are off', () => {
  const choices: Choice[] = [{ only: ['comments'] }, { skip: ['share'] }, { languages: ['de'] }]
  for (const choice of choices) {
    const other = createCoreCleaner(plainRuleset, choice)
    const one = createCoreCleaner(ruleset, choice)
    fc.assert(
      fc.property(documents, (input) => same(input, one, other)),
      { numRuns: Math.ceil(runs / 20), seed },
    )
  }
})

const hollow = { phrases: emptyTrie, allowed: emptyTrie, patterns: [], groups: [[], []], loose: [] }
test.each<readonly [string, (ruleset: Ruleset) => Ruleset, boolean]>([
  ['rules that save lines', (made) => made, true],
  ['patterns that begin anyhow', ({ parts, ...rest }) => ({ ...rest, parts: parts.map(loosened) }), false],
  [
    'a part of elements alone',
    ({ parts, ...rest }) => ({ ...rest, parts: parts.flatMap((part) => [part, { ...part, ...hollow }]) }),
    false,
  ],
  ['no rules', (made) => ({ ...made, parts: [] }), false],
])('claims with %s', (_, change, saving) => {
  const by = matcherOf(change(loadRuleset(stored)), saving)
  const other = plainMatcherOf(change(loadRuleset(stored)), saving)
  fc.assert(
    fc.property(documents, (input) => {
      expect(claimsBy(by, input)).toEqual(claimsBy(other, input))
    }),
    { numRuns: Math.ceil(runs / 5), seed },
  )
})

function loosened(part: Part): Part {
  return { ...part, loose: [...part.patterns.keys()].slice(0, 20) }
}

test('cleaners of one ruleset share a kernel, and each asks with its own rules', () => {
  const one = loadRuleset(stored)
  expect(claimOf(one)).toBe(claimOf(one))
  const all = [createCoreCleaner(one), createCoreCleaner(one, { only: ['share'] }), createCoreCleaner(one)]
  const input = Buffer.concat([prose, Buffer.from('No comments:\nShare this article\n')])
  const kept = all.map((each) => cleanBytes(each, input).kept.toString())
  expect(kept).toEqual([prose.toString(), `${prose}No comments:\n`, prose.toString()])
})
