/** `clean stats merge`: counts of several runs as one. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSum } from '../../src/report/counts.js'
import { latin1, page, prose, run, testFolder } from './run.js'

const root = testFolder()
const quiet = { code: 0, signal: null, out: '', err: '' }
const record = (text: string, url: string): string => `${JSON.stringify({ text, url })}\n`
const read = (file: string): object => JSON.parse(readFileSync(file, 'utf8')) as object

test('is what one run over all counts', async () => {
  const cwd = mkdtempSync(join(root, 'case-'))
  writeFileSync(
    join(cwd, 'a.jsonl'),
    record(page, 'https://a.example/1') + record(prose, 'https://b.example/'),
  )
  writeFileSync(
    join(cwd, 'b.jsonl'),
    `no\n${record('No comments:', 'https://b.example/2')}${record(page, '//other/')}`,
  )
  const args = ['-q', '--url-field', 'url', '-o', 'out/']
  for (const name of ['a', 'b']) await run([...args, `${name}.jsonl`, `--stats=${name}`], { cwd })
  await run([...args, 'a.jsonl', 'b.jsonl', '--stats=both'], { cwd })
  expect(await run(['stats', 'merge', 'a', 'b', '-o', 'sum'], { cwd })).toEqual(quiet)
  expect(latin1(join(cwd, 'sum'))).toBe(latin1(join(cwd, 'both')))
  expect(read(join(cwd, 'sum'))).toMatchObject({
    documents: 4,
    changed: 3,
    emptied: 1,
    rejected: 1,
    byPack: { 'en/comment-form': 2, 'en/comments': 3 },
    byHost: {
      'a.example': { documents: 1 },
      'b.example': { documents: 2, changed: 1 },
      other: { documents: 1 },
    },
    hostsExact: false,
  })
  expect(await run(['stats', 'merge', '-'], { cwd, input: latin1(join(cwd, 'a')) })).toEqual({
    ...quiet,
    out: latin1(join(cwd, 'a')),
  })
})

test('hosts: exact until a list that was cut meets another', () => {
  const counts = (n: number) => ({ documents: n, changed: 0, removedBytes: 0 })
  const list = (from: number, count: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`h${from + n}`, counts(from + n + 1)]))
  const sum = createSum()
  sum.add({ version: '1', byHost: list(0, 3), hostsExact: true })
  sum.add({ version: '1', byHost: list(1, 3), hostsExact: true })
  expect(sum.toJSON()).toMatchObject({
    byHost: { h0: counts(1), h1: counts(4), h3: counts(4) },
    hostsExact: true,
  })
  sum.add({ byHost: list(10, 10_000) })
  expect(sum.toJSON()).toMatchObject({ byHost: { other: counts(1 + 4 + 6 + 4 - 0) }, hostsExact: true })
  const again = createSum()
  again.add(sum.toJSON())
  expect(again.toJSON()).toEqual(sum.toJSON())
  again.add({ byHost: list(0, 1) })
  expect(again.toJSON()).toMatchObject({ hostsExact: false })
})

test('pages whose elements were left are counted', async () => {
  const line = prose.trim().repeat(3)
  const html = `<html><p>${line}</p>${`<aside>${line}</aside>`.repeat(9)}`
  const { err } = await run(['--from', 'html', '--stats', '-q'], { input: html })
  expect(JSON.parse(err)).toMatchObject({ documents: 1, undone: 1 })
})

const good = { version: '1', rules: 'r', options: {}, documents: 1 }
test.each<[text: string, message: string]>([
  [
    '{"version":\n "1",]',
    'b:2:6: Unexpected text that is not JSON, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    '[]',
    'b: Unexpected value that is no object, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    '{}',
    'b: Unexpected counts without `version`, `rules` and `options`, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    JSON.stringify({ ...good, documents: -1 }),
    'b: Unexpected -1 for `documents`, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    JSON.stringify({ ...good, byRule: { '\u001b[31m': 'x' } }),
    'b: Unexpected "x" for `byRule.\\x1b[31m`, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    JSON.stringify({ ...good, lines: 3 }),
    'b: Unexpected 3 for `lines`, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    JSON.stringify({ ...good, byHost: { a: { documents: 1 } } }),
    'b: Unexpected {"documents":1} for `byHost.a`, expected counts that `clean --stats` wrote; name another file',
  ],
  [
    JSON.stringify({ ...good, rules: 's' }),
    'b: Unexpected rules "s", expected rules "r" as in a; merge counts of one kind of run',
  ],
])('not counts: %j', async (text, message) => {
  const cwd = mkdtempSync(join(root, 'case-'))
  writeFileSync(join(cwd, 'a'), JSON.stringify(good))
  writeFileSync(join(cwd, 'b'), text)
  expect(await run(['stats', 'merge', 'a', 'b'], { cwd })).toEqual({
    ...quiet,
    code: 2,
    err: `clean: ${message}\n`,
  })
})

test.each<[args: string[], message: string]>([
  [['stats'], 'Unexpected end after `stats`, expected `merge`'],
  [['stats', 'marge', 'a'], 'Unexpected `marge` after `stats`, expected `merge`; did you mean `merge`?'],
  [['stats', 'merge'], 'Unexpected end after `stats merge`, expected files that `clean --stats` wrote'],
  [['stats', 'merge', 'none'], 'none: no such file or directory'],
])('%j', async (args, message) => {
  expect(await run(args, { cwd: root })).toEqual({ ...quiet, code: 2, err: `clean: ${message}\n` })
})
