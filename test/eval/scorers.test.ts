/** The scorers here and those of ../shared/eval, on some pages; over all: `npm run eval -- --check-scorers`. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createCoreCleaner } from '../../src/core.js'
import { compileShipped } from '../../src/packs/load.js'
import { compareScorers, differences } from './check-scorers.js'
import { findSets, readPages, setsNamed } from './data.js'
import { createSetTally } from './figures.js'
import { cleanPage, labelPage } from './pages.js'

const data = '../shared/data'
const isThere = existsSync(data) && existsSync('../shared/eval')
const pagesPerSet = 12
const cleaner = createCoreCleaner(compileShipped('rules').ruleset)

test.skipIf(!isThere).each(['wcxb-dev/rs-trafilatura', 'multi/magic.text', 'multi/trafilatura.text'])(
  isThere ? '%s' : `%s skipped: there is no ${data}`,
  (name) => {
    const [set] = setsNamed(findSets(data), name)
    if (!set) throw new Error(`${name}: no such set`)
    const all = readPages(set)
    const pages = all
      .filter((_, i) => i % Math.floor(all.length / pagesPerSet) === 0)
      .map((page) => labelPage(cleanPage(cleaner, page)))
    expect(pages.length).toBeGreaterThanOrEqual(pagesPerSet)
    const tally = createSetTally(set)
    for (const page of pages) tally.add(page)
    expect(compareScorers(pages, tally.figures())).toEqual([])
  },
)

test('a difference in the fourth digit is one', () => {
  expect(differences('set', { f1: 0.71354, pages: 3 }, { f1: 0.7135, pages: 3, more: 1 })).toEqual([])
  expect(differences('set', { f1: 0.7136, pages: 3 }, { f1: 0.7135 })).toHaveLength(2)
})
