/** A run that is killed, and the next one, which ends with the same bytes as one that was let go on. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { latin1, other, page, prose, result, run, start, testFolder } from './run.js'

const root = testFolder()
const quiet = { code: 0, signal: null, out: '', err: '' }
/** How often a run is killed; DECHAFF_LONG=1 for more. */
const KILLS = process.env['DECHAFF_LONG'] ? 120 : 20

/** A folder `in` with files that take a while. */
function made(): string {
  const cwd = mkdtempSync(join(root, 'case-'))
  mkdirSync(join(cwd, 'in/sub'), { recursive: true })
  for (let n = 0; n < 60; n++) {
    const text = (n % 2 ? page : other).repeat(n * 40)
    const name = n % 3 ? `in/${n}.txt` : `in/sub/${n}.gz`
    writeFileSync(join(cwd, name), n % 3 ? text : gzipSync(text))
  }
  return cwd
}

/** What a user sees in a folder: not the notes. */
function contents(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const names = paths
    .map((path) => path.slice(folder.length + 1))
    .filter((name) => !name.startsWith('.dechaff/'))
  return Object.fromEntries(names.sort().map((name) => [name, latin1(join(folder, name))]))
}

const args = ['in', '-o', 'out', '--audit', 'audit', '--stats=stats', '-q']
const whole = made()
const before = await run(args, { cwd: whole })
const inFolder = ['in', '-o', 'out', '--audit', 'aud/', '--stats=stats', '-q']
expect(await run([...inFolder, '-o', 'out2'], { cwd: whole })).toEqual(quiet)
const expected = {
  audits: contents(join(whole, 'aud')),
  out: contents(join(whole, 'out')),
  audit: latin1(join(whole, 'audit')),
  stats: latin1(join(whole, 'stats')),
}
afterAll(() => rmSync(whole, { recursive: true, force: true }))

test('a run that ends well leaves no notes', () => {
  expect(before).toEqual(quiet)
  expect(Object.keys(expected.out)).toHaveLength(60)
  expect(readdirSync(join(whole, 'out'))).not.toContain('.dechaff')
})

test(`killed ${KILLS} times`, { timeout: KILLS * 60_000 }, async () => {
  let seed = 7
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  let cwd = made()
  for (let kill = 0; kill < KILLS; kill++) {
    const jobs = ['-j', kill % 3 === 0 ? '1' : '2']
    // Each round of four with one audit, or with one for each input.
    const isFolder = kill % 8 > 3
    const asked = isFolder ? inFolder : args
    const child = start([...asked, ...jobs, ...(kill % 5 === 0 ? [] : ['--resume'])], { cwd })
    const ended = result(child)
    child.stdin?.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), 60 + random() * 700)
    const { signal, code } = await ended
    clearTimeout(timer)
    // A final name means a whole file, at any moment.
    for (const [name, text] of Object.entries(contents(join(cwd, 'out'))))
      expect([name, text]).toEqual([name, expected.out[name]])
    for (const [name, text] of Object.entries(contents(join(cwd, 'aud'))))
      expect([name, text]).toEqual([name, expected.audits[name]])
    if (signal === null) expect(code).toBe(0)
    if (kill % 4 !== 3) continue
    expect(await run([...asked, '--resume', ...jobs], { cwd })).toEqual(quiet)
    expect(contents(join(cwd, 'out'))).toEqual(expected.out)
    expect(latin1(join(cwd, 'stats'))).toBe(expected.stats)
    if (isFolder) expect(contents(join(cwd, 'aud'))).toEqual(expected.audits)
    else expect(latin1(join(cwd, 'audit'))).toBe(expected.audit)
    rmSync(cwd, { recursive: true, force: true })
    cwd = made()
  }
})

describe('--resume', () => {
  test('skips what is done, and does again what changed', async () => {
    const cwd = mkdtempSync(join(root, 'case-'))
    for (const name of ['a', 'b', 'c']) writeFileSync(join(cwd, name), page)
    const again = ['a', 'b', 'c', '-o', 'out', '--resume', '-v', '--stats=stats']
    const cleaned = (name: string): string => `clean: ${name}: text, 3 lines removed\n`
    const skipped = (name: string): string => `clean: ${name}: done before, skipped\n`
    expect((await run(again, { cwd })).err).toBe(['a', 'b', 'c'].map(cleaned).join(''))
    const stats = latin1(join(cwd, 'stats'))
    expect((await run(again, { cwd })).err).toBe(['a', 'b', 'c'].map(skipped).join(''))
    expect(latin1(join(cwd, 'stats'))).toBe(stats)
    utimesSync(join(cwd, 'a'), 1, 1)
    rmSync(join(cwd, 'out', 'b'))
    expect((await run(again, { cwd })).err).toBe([skipped('c'), cleaned('a'), cleaned('b')].join(''))
    expect(latin1(join(cwd, 'stats'))).toBe(stats)
    // Without it all is done anew.
    expect(
      (
        await run(
          again.filter((arg) => arg !== '--resume'),
          { cwd },
        )
      ).err,
    ).toBe(['a', 'b', 'c'].map(cleaned).join(''))
  })

  test('says which options differ', async () => {
    const cwd = mkdtempSync(join(root, 'case-'))
    writeFileSync(join(cwd, 'a'), page)
    expect(await run(['a', '-o', 'out', '--resume'], { cwd })).toEqual(quiet)
    const { code, err } = await run(['a', '-o', 'out', '--resume', '--skip', 'comments', '--level', '2'], {
      cwd,
    })
    expect(code).toBe(2)
    expect(err).toMatch(
      /^clean: Unexpected rules "[^"]+", options \{"skip":\["comments"\]\}, level "2", expected rules "[^"]+", options \{\}, level "default" as in the run to go on with; give the same options, or begin anew without --resume\n$/,
    )
  })

  test('what failed is done again, the rest is not', async () => {
    const cwd = mkdtempSync(join(root, 'case-'))
    writeFileSync(join(cwd, 'a'), page)
    writeFileSync(join(cwd, 'b.gz'), gzipSync(page).subarray(0, -9))
    expect(await run(['a', 'b.gz', '-o', 'out', '--resume', '-q'], { cwd })).toMatchObject({ code: 2 })
    writeFileSync(join(cwd, 'b.gz'), gzipSync(page))
    expect((await run(['a', 'b.gz', '-o', 'out', '--resume', '-v'], { cwd })).err).toBe(
      'clean: a: done before, skipped\nclean: b.gz: text, 3 lines removed\n',
    )
  })
})

describe('slices', () => {
  test('together they do all, and their counts are merged', async () => {
    const cwd = made()
    const parts = await Promise.all(
      [0, 1, 2].map((index) => run(['in', '-o', 'out', '--shard', `${index}/3`, '-q'], { cwd })),
    )
    expect(parts).toEqual([quiet, quiet, quiet])
    expect(contents(join(cwd, 'out'))).toEqual(expected.out)
    const [id] = readdirSync(join(cwd, 'out/.dechaff'))
    const notes = join(cwd, 'out/.dechaff', id as string)
    expect(readdirSync(join(notes, 'completions'))).toEqual(['00000', '00001', '00002'])
    expect(readdirSync(join(notes, 'stats'))).toEqual(['00000.json', '00001.json', '00002.json'])
    expect(JSON.parse(readFileSync(join(notes, 'stats.json'), 'utf8'))).toEqual(JSON.parse(expected.stats))
    expect(await run(['in', '-o', 'out', '--shard', '0/4', '-q'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Unexpected slices 4, expected slices 3'),
    })
  })

  test('more slices than files', async () => {
    const cwd = mkdtempSync(join(root, 'case-'))
    writeFileSync(join(cwd, 'a'), page)
    expect(await run(['a', '-o', 'out', '--shard', '1/2'], { cwd })).toEqual(quiet)
    expect(await run(['a', '-o', 'out', '--shard', '0/2'], { cwd })).toEqual(quiet)
    expect(contents(join(cwd, 'out'))).toEqual({ a: prose })
  })
})

test('two runs from the same inputs into one directory: the second is refused', async () => {
  const cwd = made()
  const child = start(['in', '-', '-o', 'out'], { cwd })
  const ended = result(child)
  // It waits for its standard input, and has the lock.
  await expect.poll(() => contents(join(cwd, 'out')), { timeout: 50_000 }).toHaveProperty('sub/9.gz')
  const second = await run(['in', '-', '-o', 'out', '--resume'], { cwd })
  expect(second).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /^clean: Unexpected run of process \d+ from the same inputs into out, expected one at a time; wait for it\n$/,
    ),
  })
  // One from other inputs is told apart.
  expect(await run(['in/1.txt', '-o', 'out'], { cwd })).toEqual(quiet)
  child.stdin?.end(page)
  expect(await ended).toMatchObject({ code: 0 })
  expect(contents(join(cwd, 'out'))).toMatchObject({ ...expected.out, stdin: prose })
})
