/** `clean learn` for a whole crawl: samples on disk, learned sets, one site of them as a pack. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Ran, result, run, start, testFolder } from './run.js'

const root = testFolder()
const hosts = ['alder.example', 'birch.example', 'cedar.example', 'news.birch.example']
const words = 'ferry harbour lamp goat meadow bridge kettle orchard lantern gravel'.split(' ')

/** Pages whose text nobody else has, between what their site prints. */
const pages = Array.from({ length: 48 }, (_, page) => {
  const host = hosts[page % hosts.length] as string
  const prose = (part: number): string =>
    `The ${words[(page + part) % 10]} of page ${page}x${part} was painted on a ${words[(page * 3 + part) % 10]} morning, and nobody saw it before noon.`
  const text = [
    'Home',
    `About ${host}`,
    `Issue ${page} of 2024`,
    `Printed ${1 + (page % 28)} May 2024`,
    prose(0),
    prose(1),
    'Read next',
    `A ${words[page % 10]} for ${page}`,
    `${page} comments`,
    `- ${host} * | *`,
    'All rights are with the island.',
  ].join('\n')
  return JSON.stringify({ url: `https://www.${host}/${page}`, text })
})

const url = ['--url-field', 'url']
const file = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'latin1')

function withPages(files: Readonly<Record<string, readonly string[]>> = { 'pages.jsonl': pages }): string {
  const cwd = mkdtempSync(join(root, 'crawl-'))
  for (const [name, records] of Object.entries(files))
    writeFileSync(join(cwd, name), `${records.join('\n')}\n`)
  return cwd
}

async function done(args: readonly string[], cwd: string): Promise<Ran> {
  const ran = await run(args, { cwd })
  expect(ran).toMatchObject({ code: 0, err: '' })
  return ran
}

describe.concurrent('a learned set', () => {
  test('takes what packs take', async () => {
    const cwd = withPages()
    await done(['learn', ...url, 'pages.jsonl', '-o', 'crawl.sites'], cwd)
    expect(existsSync(join(cwd, 'crawl.sites.sample'))).toBe(false)
    const { out } = await done(['--learn', ...url, '--audit', 'packs.audit', 'pages.jsonl'], cwd)
    const set = ['-r', 'crawl.sites', '--max-removed', '1', ...url, '--audit', 'set.audit', 'pages.jsonl']
    expect((await done(set, cwd)).out).toBe(out)
    const [ofSet, ofPacks] = ['set.audit', 'packs.audit'].map((name) =>
      file(cwd, name)
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/"rule":"[^"]*"/, '"rule":""')),
    )
    expect(ofSet).toEqual(ofPacks)
    expect(file(cwd, 'set.audit')).toContain('"rule":"learned/crawl/alder.example#')
  })

  test('is the same whatever the order and the shards', async () => {
    const cwd = withPages({
      'all.jsonl': pages,
      'turned.jsonl': pages.toReversed(),
      'a.jsonl': pages.slice(0, 7),
      'b.jsonl': pages.slice(5, 30),
      'c.jsonl': pages.slice(30),
    })
    const few = [...url, '--max-pages', '5']
    await done(['learn', ...few, 'all.jsonl', '-o', 'all.sites'], cwd)
    await done(['learn', ...few, 'turned.jsonl', '-o', 'turned.sites'], cwd)
    for (const slice of ['0/2', '1/2'])
      await done(['learn', ...few, '--sample', 'one', '--shard', slice, 'a.jsonl', 'b.jsonl'], cwd)
    await done(['learn', ...few, '--sample', 'two', 'c.jsonl'], cwd)
    await done(['learn', '--max-pages', '5', '--merge', 'two', 'one', '-o', 'merged.sites'], cwd)
    expect(file(cwd, 'turned.sites')).toBe(file(cwd, 'all.sites'))
    expect(file(cwd, 'merged.sites')).toBe(file(cwd, 'all.sites'))
  })

  test('gives one site as a pack', async () => {
    const cwd = withPages()
    await done(['learn', ...url, 'pages.jsonl', '-o', 'crawl.sites'], cwd)
    await done(['learn', '--export', 'birch.example', 'crawl.sites', '-o', 'birch.yaml'], cwd)
    await done(['rules', 'test', 'birch.yaml'], cwd)
    writeFileSync(
      join(cwd, 'birch.jsonl'),
      `${pages.filter((page) => page.includes('www.birch')).join('\n')}\n`,
    )
    await done(['learn', ...url, 'birch.jsonl', '-o', 'own.yaml'], cwd)
    const lines = (name: string): string[] =>
      file(cwd, name)
        .split('\n')
        .filter((line) => / # on /.test(line))
    expect(lines('birch.yaml')).toEqual(lines('own.yaml'))
  })
})

test('what others keep in the folders beside a set stays', async () => {
  const cwd = withPages()
  for (const name of ['crawl.sites.parts', 'crawl.sites.sample']) {
    mkdirSync(join(cwd, name))
    writeFileSync(join(cwd, name, 'mine.txt'), name)
  }
  await done(['learn', ...url, 'pages.jsonl', '-o', 'crawl.sites'], cwd)
  await done(['learn', ...url, 'pages.jsonl', '-o', 'other.sites'], cwd)
  expect(file(cwd, 'crawl.sites')).toBe(file(cwd, 'other.sites'))
  for (const name of ['crawl.sites.parts', 'crawl.sites.sample']) {
    expect(file(cwd, join(name, 'mine.txt'))).toBe(name)
    expect(existsSync(join(cwd, name.replace('crawl', 'other')))).toBe(false)
  }
})

test('a run that was killed goes on', { timeout: 180_000 }, async () => {
  const cwd = withPages()
  mkdirSync(join(cwd, 'in'))
  // The same pages again and again: to read them takes a while, to learn from them none.
  for (let number = 0; number < 24; number++)
    writeFileSync(join(cwd, `in/${number}.jsonl`), `${pages.join('\n')}\n`.repeat(40 + number))
  await done(['learn', ...url, 'pages.jsonl', '-o', 'once.sites'], cwd)
  const args = ['learn', ...url, 'in', '-o', 'crawl.sites', '--resume', '-v']
  let skipped = 0
  let isKilled = true
  for (let wait = 250; isKilled; wait += 150) {
    const child = start(args, { cwd })
    const timer = setTimeout(() => child.kill('SIGKILL'), wait)
    const { signal, code, err } = await result(child)
    clearTimeout(timer)
    skipped = Math.max(skipped, err.split('done before').length - 1)
    isKilled = signal === 'SIGKILL'
    if (!isKilled) expect(code).toBe(0)
    // A kill may come between the file's name and the end of the program: what has the name is whole.
    if (!isKilled || existsSync(join(cwd, 'crawl.sites')))
      expect(file(cwd, 'crawl.sites')).toBe(file(cwd, 'once.sites'))
  }
  expect(skipped).toBeGreaterThan(0)
  expect(readdirSync(cwd).filter((name) => /\.(sample|parts)$/.test(name))).toEqual([])
})

test('a merge that was killed goes on', { timeout: 180_000 }, async () => {
  // Enough sites that there is time for kills.
  const many = Array.from({ length: 6000 }, (_, number) =>
    (pages[number % pages.length] as string).replaceAll(
      /(alder|birch|cedar)/g,
      `$1${Math.floor(number / 48)}`,
    ),
  )
  const cwd = withPages({ 'pages.jsonl': many })
  await done(['learn', ...url, 'pages.jsonl', '--sample', 'sample', '-o', 'once.sites'], cwd)
  let known = 0
  let isKilled = true
  for (let wait = 200; isKilled; wait += 100) {
    const child = start(['learn', '--merge', 'sample', '-o', 'crawl.sites', '--resume', '-v'], { cwd })
    const timer = setTimeout(() => child.kill('SIGKILL'), wait)
    const { signal, code, err } = await result(child)
    clearTimeout(timer)
    known = Math.max(known, err.split('learned before').length - 1)
    isKilled = signal === 'SIGKILL'
    if (!isKilled) expect(code).toBe(0)
  }
  expect(known).toBeGreaterThan(0)
  expect(file(cwd, 'crawl.sites')).toBe(file(cwd, 'once.sites'))
  expect(existsSync(join(cwd, 'crawl.sites.parts'))).toBe(false)
})

describe.concurrent('is told:', () => {
  test.each([
    [['learn', '--merge', 'nowhere', '-o', 'x.sites'], 'nowhere'],
    [['learn', '--merge', 'sample'], '-o crawl.sites'],
    [['learn', '--merge', 'sample', '--max-pages', '9', '-o', 'x.sites'], 'at most 5'],
    [['learn', '--export', 'nobody.example', 'crawl.sites'], 'nobody.example'],
    [['learn', '--export', 'alder.example', 'pages.jsonl'], 'learned set'],
    [['learn', '--sample', 'other', 'pages.jsonl', '-o', 'x.yaml'], 'crawl.sites'],
    [['--merge', 'pages.jsonl'], '--learn'],
    [['rules', 'test', 'crawl.sites'], '--export HOST'],
    [['-r', 'cut.sites', 'pages.jsonl'], 'cut.sites: Unexpected'],
  ])('%j', async (args, words) => {
    const cwd = withPages()
    await done(
      ['learn', ...url, '--max-pages', '5', '--sample', 'sample', 'pages.jsonl', '-o', 'crawl.sites'],
      cwd,
    )
    writeFileSync(join(cwd, 'cut.sites'), readFileSync(join(cwd, 'crawl.sites')).subarray(0, 300))
    const { code, err } = await run(args, { cwd })
    expect(code).toBe(2)
    expect(err).toContain(words)
  })
})

test.each(['{', 'null', '{"slices":1}', '{"slices":"1","maxPages":9}'])(
  'a sample with the notes %s is refused',
  async (notes) => {
    const cwd = withPages()
    await run(['learn', ...url, 'pages.jsonl', '--sample', 'sample'], { cwd })
    const [one] = readdirSync(join(cwd, 'sample/.dechaff'))
    const path = `sample/.dechaff/${one}/run.json`
    writeFileSync(join(cwd, path), notes)
    const ran = await run(['learn', '--merge', 'sample', '-o', 'crawl.sites'], { cwd })
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`${path}: Unexpected notes`) })
    expect(existsSync(join(cwd, 'crawl.sites'))).toBe(false)
  },
)
