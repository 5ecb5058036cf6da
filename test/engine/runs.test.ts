/** Menus and link lists: what a rule with `run` claims. */
import { expect, test } from 'vitest'
import { makeCharacters } from '../../src/engine/characters.js'
import { createCleanerOf } from '../../src/engine/cleaner.js'
import { cleanText } from '../../src/engine/strings.js'
import { limits } from '../../src/limits.js'
import type { Claimer, Rule, Run } from '../../src/types.js'

const characters = makeCharacters()
const prose = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const rule: Rule = {
  id: 'a/b#c',
  category: 'navigation',
  language: 'und',
  where: 'anywhere',
  weak: true,
  then: 'line',
  max: 0,
  allow: false,
  post: false,
  sites: [],
  why: '',
}

/** Lines that a run takes; "Home" is claimed weakly, "Sign" by a rule of category `other`. */
function taken(
  lines: readonly string[],
  run: Partial<Run>,
  where: Rule['where'] = 'anywhere',
  site?: string,
): string[] {
  const rules: Rule[] = [
    rule,
    { ...rule, id: 'a/b#other', category: 'other' },
    { ...rule, id: 'a/b#run', where, weak: false, sites: site === undefined ? [] : ['example.org'] },
  ]
  const claimer: Claimer = {
    rules,
    claim({ bytes, starts }, from, to, claims) {
      for (let line = from; line < to; line++) {
        const text = new TextDecoder().decode(bytes.subarray(starts[line], starts[line + 1]))
        claims[line] = text.includes('Home') ? 0 : text.includes('Sign') ? 1 : -1
      }
    },
  }
  const cleaner = createCleanerOf({
    claimers: [claimer],
    runs: [
      {
        items: false,
        words: 4,
        lines: 3,
        claimed: 1,
        share: 0,
        ...run,
        where,
        sites: rules[2]?.sites ?? [],
        rule: 2,
      },
    ],
    characters,
    limits,
    hash: '',
  })
  const { removals } = cleanText(cleaner, lines.map((line) => `${line}\n`).join(''), site)
  return removals.filter((removal) => removal.rule?.id === 'a/b#run').map(({ text }) => text.trim())
}

const items = ['* Home', '* Boats', '* Tides']

test.each<[string, readonly string[], Partial<Run>, readonly string[], Rule['where']?]>([
  ['list items', [prose, ...items, prose], { items: true }, ['* Boats', '* Tides']],
  [
    'blank lines lie between',
    [prose, '* Home', '', '* Boats', '', '* Tides'],
    { items: true },
    ['* Boats', '* Tides'],
  ],
  ['of a text browser', [prose, 'o Home', 'o Boats', 'o Tides'], { items: true }, ['o Boats', 'o Tides']],
  ['too few lines', [prose, '* Home', '* Boats', prose], { items: true }, []],
  ['a line without a mark ends it', [prose, '* Home', '* Boats', 'Tides', prose], { items: true }, []],
  ['no claim', [prose, '* Boats', '* Tides', '* Seals', prose], { items: true }, []],
  ['a claim of no category', [prose, '* Sign', '* Tides', '* Seals', prose], { items: true }, []],
  ['too small a share', [prose, ...items, '* Seals', prose], { items: true, share: 0.3 }, []],
  [
    'a long line ends it',
    [prose, '* Home', '* Boats', '* The boats that lie here', '* Tides', prose],
    { items: true },
    [],
  ],
  ['prose ends it', [prose, '* Home', '* Boats', prose, '* Tides', prose], { items: true }, []],
  ['before the text', [...items, prose], { items: true }, ['* Boats', '* Tides'], 'head'],
  ['not before the text', [prose, ...items, prose], { items: true }, [], 'head'],
  ['behind the text', [prose, ...items], { items: true }, ['* Boats', '* Tides'], 'tail'],
  ['not behind the text', [prose, ...items, prose], { items: true }, [], 'tail'],
  [
    'short lines, from claim to claim',
    [prose, 'A title', 'Home', 'Boats', 'Home', 'A title', prose],
    {},
    ['Boats'],
  ],
  ['their count is from claim to claim', [prose, 'A title', 'Home', 'Boats', prose], {}, []],
  [
    'characters where there are no spaces',
    [prose, '* Home', '* 船', '* 潮汐時刻表', prose],
    { items: true },
    ['* 船', '* 潮汐時刻表'],
  ],
  ['too many of them', [prose, '* Home', '* 船', '* 島々を結ぶ船の時刻表', prose], { items: true }, []],
  ['a document without prose', ['* Home', '* Boats', '* Tides'], { items: true }, []],
])('%s', (_, lines, run, expected, where) => expect(taken(lines, run, where)).toEqual(expected))

test('only on its sites', () => {
  expect(taken([prose, ...items], { items: true }, 'anywhere', 'example.org')).toEqual(['* Boats', '* Tides'])
  expect(taken([prose, ...items], { items: true }, 'anywhere', 'example.net')).toEqual([])
})
