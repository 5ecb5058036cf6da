import { expect, test } from 'vitest'
import { type Goal, isMet } from './goals.js'
import { wilson } from './rules.js'
import { goalCells } from './tables.js'

test.each([
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson interval of %i in %i', (hits, all, low, high) => {
  expect(wilson(hits, all).map((bound) => Number(bound.toFixed(4)))).toEqual([low, high])
})

test('nothing observed, nothing known', () => expect(wilson(0, 0)).toEqual([0, 1]))

const goal: Goal = { text: 'lost', bound: 'under', wanted: 0.1, measured: 0.1, unit: '%' }

test.each([
  ['under', 0.1, false],
  ['at most', 0.1, true],
  ['at least', 0.1, true],
  ['above', 0.1, false],
  ['above', undefined, undefined],
] as const)('%s, at the bound %s: %s', (bound, measured, met) => {
  expect(isMet({ ...goal, bound, measured })).toBe(met)
})

test.each([
  [goal, '**missed**'],
  [{ ...goal, apart: 0.09 }, '**missed**, met without labels'],
  [{ ...goal, bound: 'at least', measured: 0.3, aim: 0.2 }, 'met, and the aim'],
  [{ ...goal, measured: undefined }, 'not measured'],
] as [Goal, string][])('verdict %#', (one, verdict) => expect(goalCells(one).at(-1)).toBe(verdict))
