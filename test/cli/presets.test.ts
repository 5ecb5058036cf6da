/** `--preset`: in place of the shipped rules, and audited like them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCleaner } from '../../src/io/cleaner.js'
import { run, testFolder } from './run.js'

const cwd = testFolder()
const page = `The ferry

The ferry sailed at nine in the morning.
Post a Comment
It came back at ten in the evening. [1]
We use cookies to count our readers here.
Follow us on Facebook!
`
const kept = 'The ferry sailed at nine in the morning.\n'
writeFileSync(join(cwd, 'page.txt'), page)
writeFileSync(
  join(cwd, 'own.yaml'),
  `pack: en/ferry
title: The ferry's page
language: en
rules:
  - id: sailed
    category: other
    where: anywhere
    lines: ["the ferry sailed at nine in the morning"]
    why: A test.
    remove: ["The ferry sailed at nine in the morning."]
    keep: ["The ferry sailed."]
  - id: follow
    category: social
    allow: true
    lines: ["follow us on facebook!"]
    why: A test.
    remove: ["Follow us on Facebook!"]
    keep: ["Follow us."]
`,
)

describe.concurrent('clean --preset', () => {
  test('replays the recipe alone', async () => {
    expect(await run(['--preset', 'c4', 'page.txt'], { cwd })).toMatchObject({ code: 0, out: kept, err: '' })
    // The shipped rules would take the comment prompt; FineWeb's do not.
    const { out } = await run(['--preset=fineweb'], { input: page })
    expect(out).toBe(page.replace('The ferry\n\n', '').replace(/We use.*\n/, ''))
  })

  test('the library does the same', async () => {
    const cleaner = await createCleaner({ preset: 'c4' })
    expect(cleaner.clean(page).text).toBe(kept)
    await expect(createCleaner({ preset: 'c44' })).rejects.toThrow('did you mean `c4`?')
  })

  test('with rules of the user, whose `allow` saves', async () => {
    const { out } = await run(['--preset', 'c4', '-r', 'own.yaml', 'page.txt'], { cwd })
    expect(out).toBe('Follow us on Facebook!\n')
  })

  test.each([
    [['--disable', 'c4#policy'], `${kept}We use cookies to count our readers here.\n`],
    [['--disable', 'c4'], page],
    [
      ['--disable', 'c4', '--enable', 'c4#few-words'],
      page.replace('The ferry\n\n', '').replace(/Follow.*\n|Post.*\n/g, ''),
    ],
    [['--only', 'share'], page],
    [['--skip', 'other'], page],
    [['--lang', 'en'], kept],
    [['--max-removed', '0.1', '--no-default-rules'], kept],
  ])('%j', async (switches, out) => {
    expect(await run(['--preset', 'c4', ...switches, 'page.txt'], { cwd })).toMatchObject({ code: 0, out })
  })

  test('no guard, unless it is asked for', async () => {
    const input = 'Menu\n'.repeat(20)
    expect(await run(['--preset', 'c4'], { input })).toMatchObject({ code: 0, out: '', err: '' })
    const { out } = await run(['--preset', 'c4', '--max-removed', '0.9', '-q'], { input })
    expect(out).toBe(input)
  })

  test('audit, restore, statistics', async () => {
    const given = ['--preset', 'c4', '--audit', 'a.jsonl', '--stats=s.json', '-o', 'o.txt', 'page.txt']
    expect(await run(given, { cwd })).toMatchObject({ code: 0, err: '' })
    const [head, , ...rows] = readFileSync(join(cwd, 'a.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row))
    expect(head.options).toEqual({ preset: 'c4' })
    expect(rows.map(({ line, rule, how, category }) => [line, rule, how, category])).toEqual([
      [1, 'c4#no-end-mark', 'line', 'other'],
      [2, 'c4#no-end-mark', 'line', 'other'],
      [4, 'c4#no-end-mark', 'line', 'other'],
      [5, 'c4#no-end-mark', 'line', 'other'],
      [6, 'c4#policy', 'line', 'other'],
      [7, 'c4#few-words', 'line', 'other'],
    ])
    expect(JSON.parse(readFileSync(join(cwd, 's.json'), 'utf8')).byRule).toEqual({
      'c4#no-end-mark': 4,
      'c4#policy': 1,
      'c4#few-words': 1,
    })
    const restored = await run(['restore', '--audit', 'a.jsonl', 'o.txt'], { cwd })
    expect(restored).toMatchObject({ code: 0, out: page })
  })

  test('explain', async () => {
    const { out } = await run(['explain', '--preset', 'c4', 'page.txt'], { cwd })
    expect(out).toBe(`line     c4#no-end-mark  The ferry
line     c4#no-end-mark
keep                     The ferry sailed at nine in the morning.
line     c4#no-end-mark  Post a Comment
line     c4#no-end-mark  It came back at ten in the evening. [1]
line     c4#policy       We use cookies to count our readers here.
line     c4#few-words    Follow us on Facebook!
`)
  })

  test.each([
    [['--preset', 'finweb'], 'Unknown preset `finweb`; did you mean `fineweb`?'],
    [['--preset', 'gopher'], 'Unknown preset `gopher`; write one of c4-datatrove, c4, dclm, fineweb'],
    [['rules', 'list', '--preset', 'c44'], 'Unknown preset `c44`; did you mean `c4`?'],
    [['rules', 'show', 'c4#no-endmark'], 'Unknown rule `c4#no-endmark`; did you mean `c4#no-end-mark`?'],
    [
      ['--preset', 'c4', '--disable', 'c4#polcy'],
      'Unknown rule or pack `c4#polcy`; did you mean `c4#policy`?',
    ],
    [['--preset', 'c4', '--disable', 'en/share'], 'Unknown rule or pack `en/share`'],
    [['--preset', 'c4', '--lang', 'de'], 'Unknown language `de`; write one of en'],
    [['--preset'], 'Unexpected end after `--preset`, expected NAME'],
  ])('%j', async (given, message) => {
    const { code, out, err } = await run(given, { cwd, input: page })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })
})

describe.concurrent('rules', () => {
  test('list', async () => {
    const { out } = await run(['rules', 'list', '--preset', 'c4', '-r', 'own.yaml'], { cwd })
    expect(out.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'c4#long-word',
      'c4#no-end-mark',
      'c4#few-words',
      'c4#javascript',
      'c4#policy',
      'en/ferry#sailed',
      'en/ferry#follow',
      '',
    ])
    expect((await run(['rules', 'list'])).out).not.toContain('c4#')
  })

  test('show', async () => {
    const one = await run(['rules', 'show', 'c4#no-end-mark'])
    expect(one.out).toContain('id: c4#no-end-mark\n')
    expect(one.out).toContain('  lacks-end-mark:\n    marks:\n      - .\n')
    const all = await run(['rules', 'show', 'dclm', '--preset', 'dclm'])
    expect(all.out).toMatch(/^preset: dclm\n/)
    expect(all.out).toContain('word_removal_ratio_filter')
    expect(all.out.match(/^id: /gm)).toHaveLength(7)
  })

  test('lint and test', async () => {
    const broken = `${readFileSync('rules/presets/fineweb.yaml', 'utf8')}`
      .replace('words: 3', 'words: 0')
      .replace('fineweb', 'broken')
    writeFileSync(join(cwd, 'broken.yaml'), broken)
    const { code, out } = await run(['rules', 'lint', 'broken.yaml', 'own.yaml'], { cwd })
    expect(code).toBe(1)
    expect(out).toMatch(/^broken\.yaml:\d+:\d+: Unexpected `0` for `words`, expected a whole number of words/)
    writeFileSync(join(cwd, 'wrong.yaml'), broken.replace('words: 0', 'words: 2').replace('broken', 'wrong'))
    const wrong = await run(['rules', 'test', 'wrong.yaml'], { cwd })
    expect(wrong.code).toBe(1)
    expect(wrong.out).toContain(
      'Unexpected example `Sailed twice.`, claimed by no rule, expected wrong#few-words',
    )
  })
})
