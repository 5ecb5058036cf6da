/** What counts as the site's, on made-up pages. */
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { type LearnOptions, learnDefaults } from '../../src/learn/options.js'
import { rulesOf } from '../../src/learn/rules.js'
import { learnSite } from '../../src/learn/site.js'
import { createSiteReader, type SiteLines } from '../../src/learn/site-lines.js'
import { page, proseOf } from './pages.js'

const { characters, words } = shippedRuleset()
const read = createSiteReader(characters, words)
const siteOf = (pages: readonly (readonly string[])[], minPages = learnDefaults.minPages): SiteLines =>
  read(
    pages.map((lines) => encodeUtf8(lines.join('\n'))),
    minPages,
  )

function learn(pages: readonly (readonly string[])[], options: Partial<LearnOptions> = {}): string[] {
  const site = learnSite(siteOf(pages, options.minPages), { ...learnDefaults, ...options })
  return site.lines.map(({ phrase }) => phrase).sort()
}

describe('learned are', () => {
  test('lines before and after the text, numbers as slots', () => {
    expect(learn([page(1), page(2), page(3)])).toEqual([
      'all rights are with the island',
      'home',
      'issue {n}',
    ])
  })

  const dates = ['May 4, 2024', 'June 12, 2025', '1 July 2023']

  test('dates and times as slots, behind the text', () => {
    const pages = dates.map((date, at) => page(at, [`Printed ${date}`, `${at + 7}:30`]))
    expect(learn(pages)).toEqual(expect.arrayContaining(['printed {date}', '{time}']))
  })

  test('but not before it, where dates are content to some', () => {
    const pages = dates.map((date, at) => [`Printed ${date}`, ...page(at)])
    expect(learn(pages)).not.toContain('printed {date}')
  })

  test('the title of a page that others list, for what stands behind the text', () => {
    const pages = [1, 2, 3].map((number) => [...page(number), 'A goat on the pier', 'Weather'])
    const own = ['Home', 'A goat on the pier', proseOf(4), proseOf(4, 1), 'Weather']
    const site = learnSite(siteOf([...pages, own]), learnDefaults)
    const title = site.lines.find(({ phrase }) => phrase === 'a goat on the pier')
    expect(title).toMatchObject({ isTitle: true, pages: 4, before: 1, after: 3 })
    const rule = rulesOf(site, () => undefined).find(({ id }) => id === 'navigation-titles')
    expect(rule).toMatchObject({ isTitle: true, max: 0, lines: [title] })
  })

  test('headings of lists that change, with what follows', () => {
    const pages = [1, 2, 3, 4].map((number) =>
      page(number, ['Read next', `A goat ${'abcd'[number]}`, `A lamp ${'efgh'[number]}`]),
    )
    const site = learnSite(siteOf(pages), learnDefaults)
    expect(site.lines.find(({ phrase }) => phrase === 'read next')).toMatchObject({
      block: 2,
      pages: 4,
      after: 4,
    })
  })

  test('what differs in a name, behind the text', () => {
    const names = ['Ada Berg', 'Tom Holm', 'Eva', 'Ola Nord-Lie']
    const pages = names.map((name, at) => page(at, [`» More by ${name} »`, `* See all ${name} stories`]))
    expect(learn(pages)).toEqual(expect.arrayContaining(['more by {name}', 'see all {name} stories']))
    expect(learn(pages, { minNames: 5 }).join()).not.toContain('{name}')
    const site = learnSite(siteOf(pages), learnDefaults)
    const counts = { pages: 4, before: 0, after: 4, inside: 0, text: '» More by Ada Berg »' }
    expect(site.lines.find(({ phrase }) => phrase === 'more by {name}')).toMatchObject(counts)
  })

  test('of places for a name the one on the most pages, then the one with the most words beside it', () => {
    const names = ['Ada Berg', 'Ada Holm', 'Ada Lie']
    expect(learn(names.map((name, at) => page(at, [`More by ${name}`])))).toContain('more by ada {name}')
    const other = page(9, ['More by Eva Nord'])
    expect(learn([...names.map((name, at) => page(at, [`More by ${name}`])), other])).toEqual([
      'all rights are with the island',
      'home',
      'issue {n}',
      'more by {name}',
    ])
  })

  test('the same whatever the order of the pages', () => {
    const pages = [page(1), page(2, ['Share']), page(3), page(4, ['Share'])]
    expect(learn(pages.toReversed())).toEqual(learn(pages))
  })
})

describe('not learned are', () => {
  test('lines of one page', () => expect(learn([page(1), page(2)])).not.toContain(proseOf(1).toLowerCase()))

  test('paragraphs that copies of one page share', () => {
    const copy = page(1, [proseOf(1, 2), proseOf(1, 3)])
    const other = [...copy.slice(0, -1), 'A correction was made.', ...copy.slice(-1)]
    expect(learn([copy, other, copy, page(2), page(3)])).toEqual([
      'all rights are with the island',
      'home',
      'issue {n}',
    ])
  })

  test('lines inside the text of the pages that have them', () => {
    const pages = [1, 2, 3].map((number) => [
      'Home',
      proseOf(number),
      'What we saw',
      proseOf(number, 1),
      'End',
    ])
    expect(learn(pages)).toEqual(['end', 'home'])
  })

  test('the title of a page that others list before their text', () => {
    const pages = [1, 2, 3].map((number) => [
      'A goat on the pier',
      ...'Weather Harbour Chapel Ferry Bread Rope Tides'.split(' '),
      ...page(number),
    ])
    const own = ['Home', 'A goat on the pier', proseOf(4), proseOf(4, 1)]
    expect(learn([...pages, own])).not.toContain('a goat on the pier')
  })

  test.each([
    ['where the text begins', ['Ada Berg', 'Tom Holm', 'Eva Lie'].map((name) => [`Told by ${name}`]), []],
    ['with one word beside it', [], ['Ada Berg', 'Tom Holm', 'Eva Lie'].map((name) => [`By ${name}`])],
    ['two names', [], ['Ada Berg', 'Tom Holm', 'Ada Berg'].map((name, at) => [`More by ${name}`, `x${at}`])],
    ['small letters', [], ['ada', 'tom', 'eva'].map((name) => [`More by ${name}`])],
  ])('names: %s', (_, before, after) => {
    const pages = [0, 1, 2].map((at) => {
      const [home, issue, ...rest] = page(at, after[at])
      return [home as string, issue as string, ...(before[at] ?? []), ...rest]
    })
    expect(learn(pages).join()).not.toContain('{name}')
  })

  test('names inside the text', () => {
    const pages = ['Ada Berg', 'Tom Holm', 'Eva Lie'].map((name, at) =>
      page(at, [`More by ${name}`, proseOf(at, 2), proseOf(at, 3)]),
    )
    expect(learn(pages).join()).not.toContain('{name}')
  })

  test('sentences that say another number on each page', () => {
    const pages = [1, 2, 3, 4].map((number) =>
      page(number, [`The tide stood at ${number + 3} feet when the keeper looked on day ${number}.`]),
    )
    expect(learn(pages).join()).not.toContain('the tide stood')
    const same = [1, 2, 3].map((number) =>
      page(number, ['The tide tables are printed by the island since 1901.']),
    )
    expect(learn(same)).toContain('the tide tables are printed by the island since 1901')
  })

  test('sentences on fewer pages than asked for', () => {
    const pages = [page(1, ['The ferry is late today, the captain says.']), page(2), page(3)]
    expect(learn([...pages, page(4, ['The ferry is late today, the captain says.'])])).not.toContain(
      'the ferry is late today, the captain says',
    )
  })

  test('lines with braces, which are for slots', () => {
    expect(learn([page(1, ['{{ menu }}']), page(2, ['{{ menu }}'])]).join()).not.toContain('menu')
  })
})
