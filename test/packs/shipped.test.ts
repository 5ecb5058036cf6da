/** The shipped packs: right, true to their examples, and safe to run on the lines of strangers. */
import { checkSync } from 'recheck'
import { beforeAll, expect, test } from 'vitest'
import { takersOf } from '../../src/formats/html/page.js'
import { compileShipped } from '../../src/packs/load.js'
import { testPacks } from '../../src/packs/test.js'

const { packs, problems, ruleset } = compileShipped('rules')
const patterns = packs.flatMap(({ rules }) =>
  rules.flatMap(({ rule, patterns: own }) => own.map(({ source }) => [rule.id, source] as const)),
)

beforeAll(() => {
  // The other backends are programs of their own.
  process.env.RECHECK_BACKEND = 'pure'
})

test('have no problems', () => expect(problems).toEqual([]))

test('do what their examples say', () => expect(testPacks(packs, ruleset, takersOf)).toEqual([]))

test.each(patterns)('recheck finds no way to make %s slow: %s', (_, source) => {
  const { status } = checkSync(`^(?:${source})$`, 'u', { timeout: 5000 })
  expect(status).not.toBe('vulnerable')
})

test('there are patterns to judge', () => expect(patterns.length).toBeGreaterThan(10))

test('no phrase makes every short line be folded: one that begins with a name or anything ends in a word', () => {
  for (const { gate } of ruleset.parts) expect(gate.ends.some((bits) => bits === 0)).toBe(true)
})

test('no pattern makes every short line be folded: one that begins anyhow is for sites only', () => {
  const everywhere = ruleset.parts.flatMap(({ rules, patterns: own, loose }) =>
    loose.flatMap((number) => {
      const rule = rules[own[number]?.rule as number]
      return rule && rule.sites.length > 0 ? [] : [rule?.id]
    }),
  )
  expect(everywhere).toEqual([])
})
