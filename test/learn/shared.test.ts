/** `clean learn --shared`: lines of many hosts, as proposals for packs. */
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { createSharedLearner, type SharedOptions, sharedDefaults } from '../../src/learn/shared.js'
import { sharedPackOf } from '../../src/learn/shared-pack.js'
import { parsePack } from '../../src/packs/parse.js'

const proseOf = (page: number): string =>
  `It rained on the harbour for ${page} days, and the boats stayed where they were until the wind had turned.`

const page = (number: number, more: readonly string[] = []): string =>
  ['Gull menu', proseOf(number), 'What we saw', proseOf(number + 50), ...more].join('\n')

/** Pages by host; what is proposed. */
function learnerOf(pages: readonly (readonly [string, string])[], options: Partial<SharedOptions> = {}) {
  const learner = createSharedLearner(shippedRuleset(), { ...sharedDefaults, minHosts: 3, ...options })
  for (const [host, text] of pages) learner.add(host, encodeUtf8(text))
  return learner
}
const proposed = (...given: Parameters<typeof learnerOf>): string[] =>
  learnerOf(...given)
    .proposals()
    .map(({ phrase }) => phrase)

const hosts = ['a.example', 'b.example', 'c.example', 'd.example']
const ofEach = (more: readonly string[]): [string, string][] =>
  hosts.map((host, number) => [host, page(number, more)])

describe('proposed are', () => {
  test('lines of many hosts, those of the most first, with their counts', () => {
    const pages: [string, string][] = [
      ...ofEach(['Ring the bell twice']),
      ['e.example', page(9, ['Ring the bell twice'])],
    ]
    expect(learnerOf(pages).proposals()).toEqual([
      { phrase: 'gull menu', text: 'Gull menu', hosts: 5, pages: 5, before: 5, after: 0, inside: 0 },
      {
        ...{ phrase: 'ring the bell twice', text: 'Ring the bell twice' },
        ...{ hosts: 5, pages: 5, before: 0, after: 5, inside: 0 },
      },
    ])
  })

  test('numbers as slots', () => {
    const pages = hosts.map((host, at): [string, string] => [host, page(at, [`Bell rung ${at + 3} times`])])
    expect(proposed(pages)).toContain('bell rung {n} times')
  })

  test.each([
    [
      'lines of few hosts',
      [
        ['a.example', page(1)],
        ['a.example', page(2)],
        ['b.example', page(3)],
      ],
      'gull menu',
    ],
    ['lines inside the text', ofEach([]), 'what we saw'],
    [
      'sentences',
      ofEach(['The ferry is late today, the captain says.']),
      'the ferry is late today, the captain says',
    ],
    ['what shipped rules claim', ofEach(['Post a Comment']), 'post a comment'],
    ['numbers alone', ofEach(['17']), '{n}'],
    ['a week of a calendar', ofEach(['22 23 24 25 26 27 28']), '22 23 24 25 26 27 28'],
  ] as const)('but not %s', (_, pages, phrase) => expect(proposed(pages)).not.toContain(phrase))

  /** 60 hosts with lines of their own and of each other, pages of a host far apart, and more prose than is kept. */
  const crawl = Array.from({ length: 240 }, (_, number): [string, string] => {
    const host = number % 60
    const own = Array.from(
      { length: host % 7 },
      (_, at) => `Own bell ${'x'.repeat(host)} of ${'y'.repeat(at + 1)}`,
    )
    const texts = Array.from({ length: 12 }, (_, at) => proseOf(number * 12 + at))
    const shared = [`Ring ${number % 2 ? 'The' : 'the'} bell`, `Gulls ${'z'.repeat(host % 4)}`]
    return [`h${host}.example`, ['Gull menu', ...texts, ...shared, ...own].join('\n')]
  })
  const packOf = (learner: ReturnType<typeof learnerOf>): string =>
    sharedPackOf('learned/shared', learner.proposals(), learner.prose())

  test.each([1_000_000, 150, 77, 10])('the same in any order, where %i pairs are remembered', (maxPairs) => {
    const expected = learnerOf(crawl, { maxPairs })
    const text = packOf(expected)
    const half = crawl.length / 2
    const orders = [
      crawl.toReversed(),
      crawl.toSorted(([a], [b]) => (a < b ? -1 : 1)),
      [...crawl.slice(half), ...crawl.slice(0, half)],
      crawl.toSorted(([, a], [, b]) => (a < b ? -1 : 1)),
    ]
    for (const order of orders) expect(packOf(learnerOf(order, { maxPairs }))).toBe(text)
    expect(expected.prose()).toHaveLength(2000)
  })

  test.each([
    [1_000_000, 60],
    [150, undefined],
    [3, 0],
  ])('of no more hosts than %i pairs have', (maxPairs, hosts) => {
    const found = learnerOf(crawl, { maxPairs, minHosts: 1 }).proposals()
    const pairs = found.reduce((sum, line) => sum + line.hosts, 0)
    expect(pairs).toBeLessThanOrEqual(maxPairs)
    if (hosts !== undefined) expect(found[0]?.hosts ?? 0).toBe(hosts)
    else expect(found[0]?.hosts).toBeGreaterThan(10)
  })
})

test('the pack is right, without sites, and says on how many hosts a line stands', () => {
  const learner = learnerOf(ofEach(['Ring the bell twice', 'Bell']))
  const text = sharedPackOf('learned/shared', learner.proposals(), learner.prose())
  const { pack, problems } = parsePack(text, 'shared.yaml')
  expect(problems).toEqual([])
  expect(pack?.rules.map(({ rule: { where, weak, sites } }) => ({ where, weak, sites }))).toEqual([
    { where: 'tail', weak: true, sites: [] },
    { where: 'head', weak: false, sites: [] },
    { where: 'tail', weak: false, sites: [] },
  ])
  expect(text).toContain('- "ring the bell twice" # 4 hosts, 4 pages: before 0, after 4, inside 0')
})
