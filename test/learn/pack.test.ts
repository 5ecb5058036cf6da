/** What is learned, as packs: right, whatever the pages hold, by the checks that packs of people pass. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createCoreCleaner } from '../../src/core.js'
import { foldText } from '../../src/engine/fold.js'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { takersOf } from '../../src/formats/html/page.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { createLearner, type Learner } from '../../src/learn/learn.js'
import { learnDefaults } from '../../src/learn/options.js'
import { type LearnedPack, packsOf } from '../../src/learn/pack.js'
import { proven } from '../../src/learn/proof.js'
import { createSharedLearner, sharedDefaults } from '../../src/learn/shared.js'
import { sharedPackOf } from '../../src/learn/shared-pack.js'
import { packLimits } from '../../src/packs/limits.js'
import { compileParts, loadPacks, packFiles } from '../../src/packs/load.js'
import { parsePack } from '../../src/packs/parse.js'
import { checkPhrases } from '../../src/packs/phrases.js'
import { testPacks } from '../../src/packs/test.js'
import { madeLine } from '../sites/made.js'
import { page, proseOf } from './pages.js'

const ruleset = shippedRuleset()
const shipped = loadPacks(packFiles('rules'), ruleset.characters).packs

/** What `clean rules test` says. */
const folded = new Map<string, string>()
const fold = (text: string): string => {
  const known = folded.get(text) ?? foldText(ruleset.characters, text)
  folded.set(text, known)
  return known
}

function problemsOf(packs: readonly LearnedPack[]): string[] {
  const parsed = packs.map(({ name, text }) => parsePack(text, `${name}.yaml`))
  const own = parsed.flatMap(({ pack }) => pack ?? [])
  const parts = [...ruleset.parts, ...compileParts(own, ruleset)]
  return [
    ...parsed.flatMap(({ problems }) => problems),
    ...checkPhrases([...shipped, ...own], fold),
    ...testPacks(own, { ...ruleset, parts }, takersOf),
  ].map(({ message }) => message)
}

function learnedPacks(learner: Learner): readonly LearnedPack[] {
  const nameOf = (part: number): string => `learned/made-${part}`
  return proven((proof) => packsOf(learner.sites(), learner.categoryOf, nameOf, proof), ruleset)
}

function learnerOf(pages: Readonly<Record<string, readonly (readonly string[])[]>>): Learner {
  const learner = createLearner(ruleset, learnDefaults)
  for (const [host, all] of Object.entries(pages))
    for (const lines of all) learner.add(host, encodeUtf8(lines.join('\n')))
  return learner
}

describe('a pack', () => {
  const [pack] = learnedPacks(
    learnerOf({
      'a.example': [1, 2, 3].map((number) => page(number)),
      'b.example': [4, 5, 6].map((number) => page(number, ['Share this', '"Quoted": yes # no'])),
    }),
  )
  const text = pack?.text ?? ''

  test('has the rules of each site', () => {
    const { rules } = parse(text) as {
      rules: { id: string; sites: string[]; category: string; lines?: string[] }[]
    }
    expect(new Set(rules.flatMap(({ sites }) => sites))).toEqual(new Set(['a.example', 'b.example']))
    const share = rules.find(({ lines }) => lines?.includes('share this'))
    expect(share).toMatchObject({ category: 'share', sites: ['b.example'] })
    expect(rules.flatMap(({ lines = [] }) => lines)).toContain('"quoted": yes # no')
  })

  test('says on how many pages a line stands', () => {
    expect(text).toContain('- "home" # on 3 of 3 pages, before the text on 3')
  })

  test('of a sample of the pages does not depend on their order', () => {
    const pages = Array.from({ length: 40 }, (_, number) => page(number % 7, [`Line ${'x'.repeat(number)}`]))
    const [one, other] = [pages, pages.toReversed()].map((ordered) => {
      const small = createLearner(ruleset, { ...learnDefaults, maxPages: 8 })
      for (const lines of ordered) small.add('', encodeUtf8(lines.join('\n')))
      return learnedPacks(small)
    })
    expect(other).toEqual(one)
  })
})

describe('passes its own tests', () => {
  const line = fc.oneof(
    madeLine,
    fc.constantFrom(
      ...['<< Harbour news >>', '<b>Menu</b>', '“Quoted” and (bracketed)', '[1] [2] [3]', '12.05.2013', '7'],
      ...['Related posts', 'Comments', 'Read more', '1 2 3 4 5 6 7 8', '10:30', 'May 4, 2024', '- -', "''"],
    ),
  )
  const runs = Number(process.env['DECHAFF_RUNS'] ?? 15)
  test.each([
    ['of a site', 'a.example'],
    ['of pages without a host', ''],
  ])('%s', { timeout: 600_000 }, (_, host) => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.array(line, { maxLength: 8 }),
        fc.array(fc.array(line, { maxLength: 3 }), { minLength: 4, maxLength: 4 }),
        (before, after, own) => {
          const pages = own.map((some, at) => [
            ...before,
            'Harbour home',
            ...(some.length > 1 ? [] : some),
            proseOf(at),
            '© 2011 Harbour Media, all rights reserved.',
            proseOf(at, 1),
            ...after,
            ...some,
            `More by ${['Ada Berg', 'Tom Holm', 'Eva', 'Ola Lie'][at]}`,
          ])
          const packs = learnedPacks(learnerOf({ [host]: pages }))
          expect(problemsOf(packs)).toEqual([])
          expect(packs.map(({ text }) => text).join()).toContain('"harbour home"')
        },
      ),
      { numRuns: runs },
    )
  })

  test('where shipped rules know all', () => {
    const pages = [1, 2, 3].map((number) => ['Home', proseOf(number), proseOf(number, 1), 'Share this'])
    const packs = learnedPacks(learnerOf({ '': pages }))
    expect(packs.map(({ text }) => text)).toEqual([expect.stringContaining('rules: []')])
    expect(problemsOf(packs)).toEqual([])
  })

  test('of a host and one below it, which goes before', () => {
    const pages = [1, 2, 3].map((number) => page(number, ['Tide tables']))
    const others = [4, 5, 6].map((number) => page(number, ['Tide tables', 'Ferries']))
    const packs = learnedPacks(learnerOf({ 'example.org': others, 'news.example.org': pages }))
    expect(problemsOf(packs)).toEqual([])
    const own = packs.flatMap(({ text, name }) => parsePack(text, name).pack ?? [])
    const parts = compileParts(own.toReversed(), ruleset)
    const cleaner = createCoreCleaner({ ...ruleset, parts }, { ownParts: parts.length })
    const [removal] = cleaner.clean(`${proseOf(1)}\nTide tables\n`, 'news.example.org').removals
    expect(removal?.rule?.sites).toEqual(['news.example.org'])
  })

  test('where dates are numbers to another rule', () => {
    const dates = ['02.04.2013', '03.05.2014', '4 June 2015']
    const packs = learnedPacks(
      learnerOf({ 'a.example': dates.map((date, at) => page(at, ['12', date, `${at}`])) }),
    )
    expect(problemsOf(packs)).toEqual([])
    expect(packs[0]?.text).toContain('"{date}"')
  })

  test('and so do proposals across sites', () => {
    const learner = createSharedLearner(ruleset, { ...sharedDefaults, minHosts: 2 })
    for (const host of ['a.example', 'b.example', 'c.example'])
      for (const number of [1, 2])
        learner.add(
          host,
          encodeUtf8(
            page(number, ['<< Bell rung 12 times', 'Wharf', 'Tide tables', '02.04.2013 tides']).join('\n'),
          ),
        )
    const [proposals, prose] = [learner.proposals(), learner.prose()]
    const packs = proven((proof) => {
      const text = sharedPackOf('learned/shared', proposals, prose, proof)
      return [{ name: 'learned/shared', text }]
    }, ruleset)
    expect(problemsOf(packs)).toEqual([])
    expect(packs[0]?.text).toContain('tide tables')
  })
})

test('rules that are more than one pack holds are several', () => {
  const letters = (number: number): string =>
    [26 ** 2, 26, 1].map((by) => String.fromCharCode(97 + (Math.floor(number / by) % 26))).join('')
  const menu = Array.from({ length: 5000 }, (_, number) => `Harbour entry ${letters(number)} of all`)
  const notice = `${'The island keeps what it is given, and gives what it keeps. '.repeat(60)}End`
  const notices = Array.from({ length: 20 }, (_, number) => `${notice} ${letters(number)}.`)
  const pages = [1, 2, 3].map((number) => [...menu, ...page(number), ...notices])
  const packs = learnedPacks(learnerOf({ 'a.example': pages }))
  expect(packs.length).toBeGreaterThan(1)
  expect(new Set(packs.map(({ name }) => name)).size).toBe(packs.length)
  for (const { text } of packs) expect(text.length).toBeLessThanOrEqual(packLimits.packUnits)
  const phrases = packs.flatMap(({ name, text }) =>
    (parsePack(text, name).pack?.rules ?? []).flatMap((rule) => rule.phrases.map((phrase) => phrase.text)),
  )
  expect(phrases).toEqual(expect.arrayContaining(menu.map((line) => line.toLowerCase())))
  expect(problemsOf(packs)).toEqual([])
}, 120_000)
