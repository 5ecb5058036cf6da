/** Which files an operand stands for. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findFiles, sliceOf } from '../../src/io/tree.js'
import { testFolder } from '../cli/run.js'

const root = testFolder()
let cases = 0

function made(files: Record<string, string>): string {
  const folder = join(root, `case-${++cases}`)
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

async function names(
  operand: string,
  options: Partial<Parameters<typeof findFiles>[1]> = {},
): Promise<string[]> {
  const { files } = await findFiles([operand], { hidden: false, ignore: true, except: [], ...options })
  return files.map(({ name }) => name)
}

const tree = {
  'b.txt': '',
  'a.txt': '',
  '.hidden': '',
  'sub/c.txt': '',
  'sub/.git/x': '',
  '.dechaff/notes': '',
  'sub.txt': '',
}

test('a directory: sorted, without hidden files and what dechaff keeps there', async () => {
  const folder = made(tree)
  expect(await names(folder)).toEqual(['a.txt', 'b.txt', 'sub.txt', 'sub/c.txt'])
  expect(await names(folder, { hidden: true })).toEqual([
    '.hidden',
    'a.txt',
    'b.txt',
    'sub.txt',
    'sub/.git/x',
    'sub/c.txt',
  ])
  expect(await names(folder, { except: [join(folder, 'sub')] })).toEqual(['a.txt', 'b.txt', 'sub.txt'])
})

test('a pattern: names below the part that is none', async () => {
  const folder = made(tree)
  expect(await names(`${folder}/**/*.txt`)).toEqual(['a.txt', 'b.txt', 'sub.txt', 'sub/c.txt'])
  expect(await names(`${folder}/sub/*.{txt,md}`)).toEqual(['c.txt'])
  expect(await names(`${folder}/**`, { except: [join(folder, 'sub')] })).toEqual([
    'a.txt',
    'b.txt',
    'sub.txt',
  ])
})

test('hostile names are files, not patterns', async () => {
  const hostile = ['a[1].txt', 'b*.txt', '{c}.txt', 'd\ne.txt', ' f ', '\\g', '-n', '日本.txt', '"h\'.txt']
  const folder = made(Object.fromEntries(hostile.map((name) => [name, ''])))
  expect((await names(folder)).sort()).toEqual([...hostile].sort())
  for (const name of hostile) expect(await names(join(folder, name))).toEqual([name])
})

test('links: to files they count, in circles they end', async () => {
  const folder = made({ 'sub/a.txt': '' })
  symlinkSync('..', join(folder, 'sub', 'up'))
  symlinkSync('a.txt', join(folder, 'sub', 'link'))
  symlinkSync('none', join(folder, 'sub', 'dead'))
  expect(await names(folder)).toEqual(['sub/a.txt', 'sub/dead', 'sub/link'])
})

test.each<[ignore: string, left: string[]]>([
  ['', ['a.md', 'a.txt', 'sub/a.txt', 'sub/b.txt', 'sub/deep/c.txt']],
  ['*.txt', ['a.md']],
  ['/*.txt', ['a.md', 'sub/a.txt', 'sub/b.txt', 'sub/deep/c.txt']],
  ['# none\n\nsub/', ['a.md', 'a.txt']],
  ['*.txt\n!a.txt', ['a.md', 'a.txt', 'sub/a.txt']],
  ['sub/\n!sub/a.txt', ['a.md', 'a.txt']],
  ['sub/**/c.txt', ['a.md', 'a.txt', 'sub/a.txt', 'sub/b.txt']],
  ['[!a].txt', ['a.md', 'a.txt', 'sub/a.txt']],
  ['deep', ['a.md', 'a.txt', 'sub/a.txt', 'sub/b.txt']],
  ['a.?xt', ['a.md', 'sub/b.txt', 'sub/deep/c.txt']],
])('.dechaffignore %j', async (ignore, left) => {
  const folder = made({
    'a.md': '',
    'a.txt': '',
    'sub/a.txt': '',
    'sub/b.txt': '',
    'sub/deep/c.txt': '',
    '.dechaffignore': ignore,
  })
  expect(await names(folder)).toEqual(left)
  expect((await names(`${folder}/**`)).sort()).toEqual([...left].sort())
  expect(await names(folder, { ignore: false })).toHaveLength(5)
})

test('nothing found is said', async () => {
  const folder = made({})
  const options = { hidden: false, ignore: true, except: [] }
  const { files, problems } = await findFiles([folder, `${folder}/*.txt`, 'none.txt', '-'], options)
  expect(files).toEqual([
    { path: 'none.txt', name: 'none.txt' },
    { path: '-', name: 'stdin' },
  ])
  expect(problems.map(({ message }) => message)).toEqual([
    `Unexpected empty directory \`${folder}\`, expected files to clean`,
    `Unexpected \`${folder}/*.txt\`, which matches no file, expected a file or a pattern`,
  ])
})

test('slices are sorted, whole and apart', () => {
  const files = ['d', 'a', 'c', 'b', 'e'].map((path) => ({ path, name: path }))
  const slices = [0, 1, 2].map((index) => sliceOf(files, index, 3).map(({ path }) => path))
  expect(slices).toEqual([['a', 'd'], ['b', 'e'], ['c']])
})

// More than a call can have arguments; they take a while to be made.
test.runIf(process.env['DECHAFF_LONG'])(
  'a quarter of a million files',
  { timeout: 10 * 60_000 },
  async () => {
    const folder = made({})
    for (let n = 0; n < 250_000; n++) {
      const under = join(folder, `${Math.floor(n / 1000)}`)
      if (n % 1000 === 0) mkdirSync(under)
      writeFileSync(join(under, `${n}`), '')
    }
    expect(await names(folder)).toHaveLength(250_000)
  },
)
