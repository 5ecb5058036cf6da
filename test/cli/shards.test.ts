/** Archives, trees, many cores: what comes out is the same, and where it belongs. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { latin1, other, otherKept, page, prose, run, shell, testFolder } from './run.js'

const root = testFolder()
const hasZstd = spawnSync('zstd', ['--version']).status === 0
const zstd = (text: string): Buffer => spawnSync('zstd', ['-cq'], { input: text }).stdout
const quiet = { code: 0, signal: null, out: '', err: '' }

function made(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(root, 'case-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** All files under a folder, hidden ones too, and what they hold. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    names
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), latin1(path)]),
  )
}

const unzipped = (path: string): string => gunzipSync(readFileSync(path)).toString()

describe('archives', () => {
  test('gzip stays gzip, in a pipe, in place, in a directory', async () => {
    const cwd = made({ 'a.gz': gzipSync(page), noname: gzipSync(page), 'out/x': '' })
    const { code, err } = await shell(
      'clean < a.gz | gunzip > piped; clean -i a.gz; clean noname -o out',
      [],
      cwd,
    )
    expect([code, err]).toEqual([0, ''])
    expect(latin1(join(cwd, 'piped'))).toBe(prose)
    expect(unzipped(join(cwd, 'a.gz'))).toBe(prose)
    expect(unzipped(join(cwd, 'out/noname'))).toBe(prose)
  })

  test.each<[args: string[], file: string, packed: boolean]>([
    [['a.txt.gz', '-o', 'b.txt'], 'b.txt', false],
    [['a.txt.gz', '-o', 'b.txt.gz'], 'b.txt.gz', true],
    [['a.txt', '-o', 'b.txt.gz'], 'b.txt.gz', true],
    [['noname', '-o', 'b'], 'b', true],
    [['noname', '-o', 'b', '--compress', 'none'], 'b', false],
    [['a.txt', '-o', 'b', '--compress', 'gzip', '--level', '9'], 'b', true],
  ])('%j', async (args, file, packed) => {
    const cwd = made({ 'a.txt': page, 'a.txt.gz': gzipSync(page), noname: gzipSync(page) })
    expect(await run(args, { cwd })).toEqual(quiet)
    expect(packed ? unzipped(join(cwd, file)) : latin1(join(cwd, file))).toBe(prose)
  })

  test.runIf(hasZstd)('Zstandard stays Zstandard', async () => {
    const cwd = made({ 'a.zst': Buffer.concat([zstd(page.slice(0, 80)), zstd(page.slice(80))]) })
    const { code, err, out } = await shell(
      'clean -i a.zst; zstd -dcq < a.zst; clean - < a.zst | zstd -dcq',
      [],
      cwd,
    )
    expect([code, err, out]).toEqual([0, '', prose + prose])
  })

  test('Zstandard where nobody can write it: an error before anything is lost', async () => {
    if ('createZstdCompress' in (await import('node:zlib')) || !hasZstd) return
    const cwd = made({ 'a.zst': zstd(page), 'b.txt': page })
    const env = { PATH: '' }
    expect(await run(['-i', 'a.zst', 'b.txt'], { cwd, env })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^clean: Unexpected Zstandard output without a writer, [^\n]+\n$/),
    })
    expect(contents(cwd)['b.txt']).toBe(prose)
    expect(await run(['a.zst', '--compress', 'none'], { cwd, env })).toMatchObject({ code: 0, out: prose })
  })

  test('cut off: what could be read is cleaned, and does not get the name', async () => {
    const long = Array.from(
      { length: 9000 },
      (_, n) => `Boat ${n} came in at ${n * n}, and its crew went home.\n`,
    ).join('')
    const cwd = made({
      'in/a.gz': gzipSync(long).subarray(0, 30_000),
      'in/b.txt': page,
      'one.gz': gzipSync(page).subarray(0, -5),
    })
    const { code, err } = await run(['in', '-o', 'out'], { cwd })
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(
        /^clean: in\/a\.gz: Unexpected end of the gzip archive after \d+ unpacked bytes, [^\n]+; what could be read is in out\/a\.gz\.partial\n$/,
      ),
    ])
    expect(Object.keys(contents(join(cwd, 'out'))).filter((name) => !name.startsWith('.dechaff'))).toEqual([
      'a.gz.partial',
      'b.txt',
    ])
    const read = unzipped(join(cwd, 'out/a.gz.partial'))
    expect(read.length).toBeGreaterThan(50_000)
    expect(long.startsWith(read)).toBe(true)
    expect(await run(['one.gz', '--compress', 'none'], { cwd })).toMatchObject({ code: 2, out: prose })
    const before = latin1(join(cwd, 'one.gz'))
    expect(await run(['-i', 'one.gz'], { cwd })).toMatchObject({ code: 2, out: '' })
    expect(latin1(join(cwd, 'one.gz'))).toBe(before)
  })
})

describe('trees', () => {
  const files = {
    'in/a.txt': page,
    'in/sub/b.txt': other,
    'in/sub/deep/c.gz': gzipSync(page),
    'in/.git/x': page,
    'in/no.md': page,
    'in/.dechaffignore': '*.md',
  }

  test('a directory is mirrored', async () => {
    const cwd = made(files)
    expect(await run(['in', '-o', 'out'], { cwd })).toEqual(quiet)
    expect(Object.keys(contents(join(cwd, 'out')))).toEqual(['a.txt', 'sub/b.txt', 'sub/deep/c.gz'])
    expect(await run(['in/**/*.txt', '-o', 'two/'], { cwd })).toEqual(quiet)
    expect(contents(join(cwd, 'two'))).toEqual({ 'a.txt': prose, 'sub/b.txt': otherKept })
    expect(await run(['--hidden', '--no-ignore', 'in', '-o', 'all'], { cwd })).toEqual(quiet)
    expect(Object.keys(contents(join(cwd, 'all')))).toEqual([
      '.dechaffignore',
      '.git/x',
      'a.txt',
      'no.md',
      'sub/b.txt',
      'sub/deep/c.gz',
    ])
  })

  test('in place, and to a directory inside the one that is read', async () => {
    const cwd = made(files)
    expect(await run(['.', '-o', 'out'], { cwd })).toEqual(quiet)
    expect(await run(['.', '-o', 'out'], { cwd })).toEqual(quiet)
    expect(Object.keys(contents(join(cwd, 'out')))).toEqual(['in/a.txt', 'in/sub/b.txt', 'in/sub/deep/c.gz'])
    expect(await run(['-i', 'in'], { cwd })).toEqual(quiet)
    expect(contents(join(cwd, 'in'))).toMatchObject({
      'a.txt': prose,
      'sub/b.txt': otherKept,
      '.git/x': page,
    })
  })

  test('two results of one name are refused', async () => {
    const cwd = made({ 'in/a.txt': page, 'a.txt': page })
    expect(await run(['in', 'a.txt', '-o', 'out/'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('second input named `a.txt`'),
    })
  })

  test('hostile names', async () => {
    const names = [
      'a[1].txt',
      'b*.txt',
      'd\ne.txt',
      ' f ',
      '-n',
      '\x1b[2J',
      '日本.txt',
      '"h\'.txt',
      'x'.repeat(255),
    ]
    const cwd = made(Object.fromEntries(names.map((name) => [`in/${name}`, page])))
    expect(await run(['in', '-o', 'out', '-j', '2', '--audit', 'audit', '--resume'], { cwd })).toEqual(quiet)
    for (const name of names) expect(latin1(join(cwd, 'out', name))).toBe(prose)
    expect((await run(['in', '-l'], { cwd })).out.split('\n')).toHaveLength(names.length + 2)
  })
})

describe('jobs', () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `in/${n}.${n % 3 === 0 ? 'gz' : 'txt'}`,
      n % 3 === 0
        ? gzipSync(page.repeat(n + 1))
        : n % 7 === 0
          ? 'No comments:\n'.repeat(30)
          : (n % 2 ? page : other).repeat(n),
    ]),
  )
  const cwd = made({ ...files, 'in/8.txt': gzipSync(page).subarray(0, 40) })
  const rest = ['in', 'none.txt', '--compress', 'none']

  test.each<[name: string, args: string[]]>([
    ['to standard output', [...rest, '-v', '--audit', 'audit', '--stats=stats']],
    ['to one file', [...rest, '-o', 'file', '--audit', 'audit', '--stats=stats']],
    ['to a directory', [...rest, '-o', 'out/', '--audit', 'audit', '--stats=stats', '-v']],
    ['with everything on standard output', [...rest, '-o', 'file', '--audit', '-', '--stats=-']],
    ['diffs', [...rest, '--diff']],
    ['names', [...rest, '-l', '--check']],
  ])('%s: the same for every number', async (_, args) => {
    const outcomes = []
    for (const jobs of ['1', '2', '4']) {
      const own = made(contentsOf(cwd))
      const ran = await run([...args, '-j', jobs], { cwd: own })
      const all = contents(own)
      // Of a run that failed notes are left, with the times of files.
      outcomes.push({
        ...ran,
        files: Object.fromEntries(Object.entries(all).filter(([name]) => !name.includes('.dechaff'))),
      })
    }
    expect(outcomes[0]).toMatchObject({ code: 2, err: expect.stringContaining('in/8.txt: Unexpected end') })
    expect(outcomes[1]).toEqual(outcomes[0])
    expect(outcomes[2]).toEqual(outcomes[0])
  })

  test('a reader that goes away, and a full disk', async () => {
    const { code, err } = await shell(
      'set -o pipefail; clean -q in in/*.txt -j 2 --compress none | head -c 100 > /dev/null',
      [],
      cwd,
    )
    expect([code, err]).toEqual([0, ''])
    expect(await shell('clean in -j 2 > /dev/full', [], cwd)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/clean: standard output: no space left on device\n$/),
    })
    expect(await run(['in', '-j', '2', '-o', '/dev/full'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/clean: \/dev\/full: no space left on device\n$/),
    })
    expect(await run(['in', '-j', '2', '--audit', '/dev/full'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('clean: /dev/full: no space left on device\n'),
    })
  })
})

/** The files of a folder, to make another like it. */
function contentsOf(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.keys(contents(folder)).map((name) => [name, readFileSync(join(folder, name))]),
  )
}

test.each([
  [['--jobs', '0', 'a.txt'], 'Unexpected `0` for --jobs, expected a number of cores from 1'],
  [['--shard', '2/2', 'a.txt'], 'Unexpected `2/2` for --shard, expected I/N with I from 0 to N - 1, as 0/32'],
  [['--level', 'x', 'a.txt'], 'Unexpected `x` for --level, expected a whole number from 1'],
  [
    ['--level', '10', 'a.txt', '--compress', 'gzip'],
    'Unexpected `10` for --level, expected a whole number from 1 to 9 with gzip',
  ],
  [['--resume', 'a.txt'], 'Unexpected --resume without a directory for the results, expected --output DIR'],
])('wrong use: %j', async (args, message) => {
  expect(await run(args, { cwd: made({ 'a.txt': page }) })).toEqual({
    ...quiet,
    code: 2,
    err: `clean: ${message}\n`,
  })
})
