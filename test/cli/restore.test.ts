/** An audit and what was cleaned give back the original bytes. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { harmful, latin1, other, page, prose, run, testFolder } from './run.js'

const root = testFolder()
const odd = `\xff\xfe${page.replaceAll('\n', '\r\n')}\r\nNo comments:\xff`

function made(): string {
  const folder = mkdtempSync(join(root, 'case-'))
  mkdirSync(join(folder, 'sub'))
  for (const [name, text] of [
    ['a.txt', page],
    ['b.txt', other],
    ['odd.txt', odd],
    ['same.txt', prose],
    ['empty.txt', ''],
    ['sub/a.txt', other],
  ] as const)
    writeFileSync(join(folder, name), text, 'latin1')
  return folder
}

const quiet = { code: 0, signal: null, out: '', err: '' }

describe.concurrent('round trips', () => {
  test.each<[files: string[], more?: string[]]>([
    [['a.txt']],
    [['odd.txt']],
    [['same.txt']],
    [['empty.txt']],
    [['a.txt', 'b.txt', 'same.txt', 'odd.txt']],
    [['same.txt', 'empty.txt', 'a.txt', 'a.txt']],
    [['a.txt', 'odd.txt'], ['--line-buffered']],
    [
      ['a.txt', 'b.txt'],
      ['--guard', 'drop', '--max-removed', '0'],
    ],
  ])('%j to one output, %j', async (files, more = []) => {
    const cwd = made()
    expect(await run([...files, ...more, '--audit', 'A', '-o', 'c'], { cwd })).toMatchObject({
      code: 0,
      out: '',
    })
    expect(await run(['restore', '--audit', 'A', 'c', '-o', 'r'], { cwd })).toEqual(quiet)
    expect(latin1(join(cwd, 'r'))).toBe(files.map((file) => latin1(join(cwd, file))).join(''))
  })

  test.each([`${page}\0${other}\0${prose}\0`, `\0\0${odd}\0${page}`, `${page}\0\0`])(
    'NUL between documents %#',
    async (text) => {
      const cwd = made()
      const input = Buffer.from(text, 'latin1')
      const { out } = await run(['-z', '--audit', 'A'], { cwd, input })
      const restored = await run(['restore', '--audit', 'A'], { cwd, input: Buffer.from(out, 'latin1') })
      expect(restored).toEqual({ ...quiet, out: text })
    },
  )

  test('in place, each file for itself', async () => {
    const cwd = made()
    const files = ['a.txt', 'b.txt', 'odd.txt', 'same.txt', 'sub/a.txt']
    const before = files.map((file) => latin1(join(cwd, file)))
    expect(await run(['-i', ...files, '--audit', 'A'], { cwd })).toEqual(quiet)
    for (const file of files)
      expect(await run(['restore', '--audit', 'A', file, '-o', file], { cwd })).toEqual(quiet)
    expect(files.map((file) => latin1(join(cwd, file)))).toEqual(before)
  })

  test('in place with NUL between documents', async () => {
    const cwd = made()
    writeFileSync(join(cwd, 'z'), `${page}\0${other}\0${prose}`)
    expect(await run(['-z', '-i', 'a.txt', 'z', '--audit', 'A'], { cwd })).toEqual(quiet)
    expect(await run(['restore', '--audit', 'A', 'z'], { cwd })).toEqual({
      ...quiet,
      out: `${page}\0${other}\0${prose}`,
    })
  })

  test('a folder of results: by base name', async () => {
    const cwd = made()
    mkdirSync(join(cwd, 'out'))
    expect(await run(['-o', 'out', 'sub/a.txt', 'b.txt', '--audit', 'A'], { cwd })).toEqual(quiet)
    expect(await run(['restore', '--audit', 'A', 'out/a.txt'], { cwd })).toEqual({ ...quiet, out: other })
    expect(
      await run(['restore', '--audit', 'A', '--stdin-filename', 'b.txt'], {
        cwd,
        input: readFileSync(join(cwd, 'out/b.txt')),
      }),
    ).toEqual({ ...quiet, out: other })
  })

  test('documents longer than documentBytes, each for itself', async () => {
    const cwd = made()
    const long = (prose.repeat(20) + page).repeat(3000)
    writeFileSync(join(cwd, 'long.txt'), long)
    expect(await run(['-i', 'a.txt', 'long.txt', 'b.txt', '--audit', 'A'], { cwd })).toEqual(quiet)
    for (const [file, text] of [
      ['long.txt', long],
      ['b.txt', other],
    ] as const) {
      expect(await run(['restore', '--audit', 'A', file, '-o', 'r'], { cwd })).toEqual(quiet)
      expect(latin1(join(cwd, 'r')) === text).toBe(true)
    }
  })
})

describe.concurrent('what does not fit', () => {
  test('names, where every file had its own result', async () => {
    const cwd = made()
    await run(['-i', 'a.txt', 'sub/a.txt', 'b.txt', '--audit', 'A'], { cwd })
    copyFileSync(join(cwd, 'a.txt'), join(cwd, 'b.tx'))
    mkdirSync(join(cwd, 'c'))
    copyFileSync(join(cwd, 'a.txt'), join(cwd, 'c/a.txt'))
    const says = async (args: string[], message: string): Promise<void> =>
      expect(await run(['restore', '--audit', 'A', ...args, '-o', 'r'], { cwd })).toEqual({
        ...quiet,
        code: 2,
        err: `clean: ${message}\n`,
      })
    await says(
      ['b.tx'],
      'Unexpected `b.tx`, expected a file of A (a.txt, sub/a.txt, b.txt); did you mean `b.txt`?',
    )
    await says(
      ['c/a.txt'],
      'Unexpected `c/a.txt`, which may be a.txt or sub/a.txt; write --stdin-filename a.txt < c/a.txt',
    )
    await says(
      [],
      "Unexpected standard input, expected the name of one of the audit's files (a.txt, sub/a.txt, b.txt); write it behind --stdin-filename",
    )
  })

  test.each<[name: string, audit: (lines: string[]) => string, cleaned: string, message: RegExp]>([
    ['no JSON', () => 'nothing\n', prose, /^A:1: Unexpected text that is not JSON/],
    ['empty', () => '', prose, /^A:1: Unexpected an empty file/],
    [
      'cut',
      (lines) => lines.slice(0, -1).join('\n').concat('\n'),
      prose,
      /^A:\d+: Unexpected 2 removals of a document, expected 3/,
    ],
    [
      'a huge `at`',
      (lines) =>
        lines
          .join('\n')
          .concat('\n')
          .replace(/"at":\d+/, '"at":9007199254740991'),
      prose,
      /^A:3: Unexpected /,
    ],
    [
      'a negative `offset`',
      (lines) =>
        lines
          .join('\n')
          .concat('\n')
          .replace(/"offset":\d+/, '"offset":-1'),
      prose,
      /^A:3: Unexpected -1 for `offset`/,
    ],
    [
      'control characters',
      (lines) =>
        lines
          .join('\n')
          .concat('\n')
          .replace(/"how":"\w+"/, '"how":"\\u001b[31m\\u202e"'),
      prose,
      /^A:3: Unexpected "\\u001b\[31m\\u202e" for `how`/,
    ],
    [
      'another file',
      (lines) => lines.join('\n').concat('\n'),
      other,
      /^c: The audit does not fit this file: /,
    ],
    [
      'more bytes',
      (lines) => lines.join('\n').concat('\n'),
      prose + prose,
      /^c: The audit does not fit this file: found more bytes/,
    ],
    ['fewer bytes', (lines) => lines.join('\n').concat('\n'), '', /^c: The audit does not fit this file: /],
  ])('%s', async (_, audit, cleaned, message) => {
    const cwd = made()
    await run(['a.txt', '--audit', 'A', '-o', 'c'], { cwd })
    writeFileSync(join(cwd, 'A'), audit(readFileSync(join(cwd, 'A'), 'utf8').trimEnd().split('\n')))
    writeFileSync(join(cwd, 'c'), cleaned)
    writeFileSync(join(cwd, 'r'), 'stays')
    const { code, out, err } = await run(['restore', '--audit', 'A', 'c', '-o', 'r'], { cwd })
    expect([code, out, latin1(join(cwd, 'r'))]).toEqual([2, '', 'stays'])
    expect([harmful(err), err]).toEqual([[], expect.stringMatching(/^clean: [^\n]+\n$/)])
    expect(err.slice('clean: '.length)).toMatch(message)
  })
})
