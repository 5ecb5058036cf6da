/** A whole evaluation of a data directory of two pages, made up. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCoreCleaner, type TextCleaner } from '../../src/core.js'
import { compileShipped } from '../../src/packs/load.js'
import { compare, readEarlier } from './against.js'
import { dataHash, type EvalSet, findSets, setsNamed } from './data.js'
import { evaluate } from './evaluate.js'
import { formatHistory, parseHistory, writeHistory } from './history.js'
import { listLeft, listLost, listRule } from './listings.js'
import { page } from './page.js'
import { type PageRemovals, removalsOf, saveRun } from './removals.js'

const rain = 'The river rose slowly in the night, and the road to the harbour was lost.'
const boats = 'By the morning the boats lay in the fields behind the church.'
const pages = [
  { id: 'one.example', type: 'article', url: 'https://one.example/', text: `${rain}\n${boats}` },
  { id: 'two.example', type: 'forum', url: '', text: `${boats}\nNo comments:` },
]
const texts = [
  { id: 'one.example', text: `${rain}\n${boats}\nNo comments:\nPost a Comment\nHarbour radio 7\n` },
  { id: 'two.example', text: `${boats}\nNo comments:\n` },
]

const { ruleset } = compileShipped('rules')
const cleaner = createCoreCleaner(ruleset)

let folder: string
let sets: EvalSet[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dechaff-eval-test-'))
  mkdirSync(join(folder, 'made'))
  const write = (name: string, rows: readonly unknown[]) =>
    writeFileSync(
      join(folder, 'made', `${name}.jsonl.gz`),
      gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    )
  write('gold', pages)
  write('trafilatura', texts)
  sets = findSets(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(own: TextCleaner) {
  const removals: PageRemovals[] = []
  const evaluation = evaluate('ours', own, sets, (set, one) => void removals.push(removalsOf(set, one)))
  return {
    history: { version: 1, data: dataHash(sets), evaluations: [evaluation] },
    pages: removals,
  } as const
}

const noComments = 'en/comments#no-comments'

test('sets are found by their files', () => {
  expect(sets.map(({ name }) => name)).toEqual(['made/gold', 'made/trafilatura'])
  expect(setsNamed(sets, 'trafilatura')).toEqual([sets[1]])
  expect(() => setsNamed(sets, 'inscriptis')).toThrow('inscriptis: no such set, expected one of made/gold')
})

test('figures of sets, types and rules', () => {
  const { sets: figures, rules } = run(cleaner).history.evaluations[0]
  const [gold, extracted] = figures
  expect(gold?.all.losses).toMatchObject({ contentGone: 12, labelsGone: 12, pagesLosing: 1 })
  expect(extracted?.all.losses).toMatchObject({
    contentGone: 12,
    junkGone: 26,
    junk: 41,
    tail: 41,
    tailGone: 26,
  })
  expect(Object.keys(extracted?.types ?? {})).toEqual(['article', 'forum'])
  expect(extracted?.types['article']?.losses.contentGone).toBe(0)
  expect(rules[noComments]).toMatchObject({
    lines: 2,
    pages: 2,
    junk: 1,
    content: 1,
    within: 1,
    after: 1,
    gold: 1,
  })
})

test('a history holds the figures, but no text, host or id of a page', () => {
  const { history } = run(cleaner)
  const text = formatHistory(history)
  expect(text).not.toMatch(/one\.example|river|No comments/)
  const [before] = history.evaluations
  const [again] = parseHistory(text, 'a.json').evaluations
  expect(again?.rules).toEqual(before.rules)
  expect(again?.sets[1]?.all.losses).toEqual(before.sets[1]?.all.losses)
  expect(() => parseHistory(text.replace('"version": 1', '"version": 7'), 'a.json')).toThrow(
    'a.json: version 7',
  )
  const shown = page(history.evaluations, history.data)
  expect(shown).toContain(`| ${noComments} |`)
  expect(shown).not.toMatch(/one\.example|river|No comments/)
})

test('another rule set stands beside ours, set by set', () => {
  const ours = evaluate('ours', cleaner, sets)
  const other = evaluate('other', createCoreCleaner(ruleset, { only: ['tags'] }), sets)
  const rows = page([ours, other], 'data').split('\n')
  // Shingles: 24 of 32 right before and 24 of 27 after on one page, 11 of 11 found before and 9 after on the other.
  const own = rows.filter((row) => row.startsWith('| made/trafilatura |'))
  expect(own.slice(0, 2).map((row) => row.split(' | ').slice(0, 4))).toEqual([
    ['| made/trafilatura', 'ours', '.9333', '.9264'],
    ['| made/trafilatura', 'other', '.9333', '.9333'],
  ])
})

test('a change of the rules is shown with its lines', () => {
  const saved = join(folder, 'run.jsonl.gz')
  saveRun(saved, run(createCoreCleaner(ruleset, { skip: ['comments'] })))
  const lines = compare(readEarlier(saved), run(cleaner), 10)
  expect(lines).toContain(`  ${noComments}: junk 0 -> 1, content 0 -> 1, gold 0 -> 1`)
  expect(lines).toContain('CONTENT THAT GOES NOW (2 lines)')
  expect(lines).toContain(`  1\t${noComments}\tline\tNo comments:\tmade/trafilatura\tone.example`)
  const history = join(folder, 'history.json')
  writeHistory(history, run(cleaner).history)
  const same = compare(readEarlier(history), run(cleaner), 10)
  expect(same).toMatch(/goals: no change\nrules: no change\nlines: the removals of that run are not kept/)
})

test('listings', () => {
  const scope = { cleaner, sets: setsNamed(sets, 'trafilatura') }
  expect([...listLost(scope)].slice(1)).toEqual([
    `${noComments}\tline\t12\tNo comments:\tmade/trafilatura\ttwo.example`,
  ])
  expect([...listLeft(scope, true, 5)].slice(1)).toEqual(['1\t1\tharbour radio #\tHarbour radio 7\t'])
  expect([...listRule(scope, 'en/comments')].filter((row) => row.includes('one.example'))).toContain(
    `${noComments}\tline\tjunk\tafter\t${boats}\tNo comments:\tPost a Comment\tmade/trafilatura\tone.example`,
  )
})
