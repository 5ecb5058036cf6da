/** The decider against docs/deciding.md: its worked examples, and a twin written from its words alone. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits as defaults, type Limits } from '../../src/limits.js'
import { decideFlowing, decideSlowly } from '../twin/decider.js'
import { decideByEngine, flowByEngine, letters, readRow, toTokens } from '../twin/letters.js'

const document = readFileSync('docs/deciding.md', 'utf8')
const examples = [
  ...document.slice(document.indexOf('## Worked examples')).matchAll(/^\| `([^`]+)` \| (.*) \|$/gm),
].map((match) => [match[1] as string, match[2] as string] as const)

const show = (row: readonly string[], fates: readonly unknown[]): string =>
  row.map((letter, line) => (fates[line] === null ? letter : `[${letter}]`)).join(' ')

test('the page has its examples', () => expect(examples.length).toBeGreaterThan(40))

test.each(examples)('%s: %s', (row) => {
  const { letters: read } = readRow(row)
  expect(show(read, decideByEngine(read, defaults))).toBe(row)
})

test.each(examples)('the twin: %s: %s', (row) => {
  const { letters: read } = readRow(row)
  expect(show(read, decideSlowly(toTokens(read), defaults))).toBe(row)
})

const runs = Number(process.env.DECHAFF_RUNS ?? 2000)
const seed = Number(process.env.DECHAFF_SEED ?? Date.now() % 2 ** 31)
console.log(`decider: seed ${seed}, ${runs} runs each`)

const small: Limits = { ...defaults, heldLines: 6, heldBytes: 600, guardLines: 1000 }
const often = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...letters) },
  { weight: 2, arbitrary: fc.constantFrom('u', 'u', '_', 'W', 'T', 'P', 'B', 'O') },
)
const rows = fc.array(often, { maxLength: 40, size: 'max' })
const check = (numRuns: number, property: (row: string[]) => void): void =>
  fc.assert(fc.property(rows, property), { numRuns, seed })

test.each([
  ['the usual limits', { ...defaults, guardLines: 1000 }],
  ['small limits', small],
  ['the guard', { ...defaults, maxRemoved: 0.5, guardLines: 3 }],
])('decider = twin, %s', (_, limits) => {
  check(runs, (row) => {
    expect([row.join(' '), decideByEngine(row, limits)]).toEqual([
      row.join(' '),
      decideSlowly(toTokens(row), limits),
    ])
  })
})

test.each([1, 13, 100_000])('as it flows, pieces of %i bytes', (size) => {
  // The twin asks everything anew after each line.
  check(runs / 10, (drawn) => {
    const row = drawn.filter((letter) => letter !== 't')
    expect([row.join(' '), flowByEngine(row, small, size)]).toEqual([
      row.join(' '),
      decideFlowing(toTokens(row), small),
    ])
  })
})
