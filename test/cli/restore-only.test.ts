/** `restore --rule`, `--category`, and audits that hold hashes. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { prose, run, testFolder } from './run.js'

const root = testFolder()
const quiet = { code: 0, signal: null, out: '', err: '' }
const share = 'Share this article\n'
const comments = 'No comments:\nPost a Comment\n'
const page = `${prose}\n${share}\n${comments}`
const record = (text: string): string => `{"text":${JSON.stringify(text)},"n":1.0}\n`
const only = record('No comments:\nShare this article')

/** A folder with an input, its cleaned file `c` and the audit `A`. */
async function made(input: string, name: string, more: readonly string[] = []): Promise<string> {
  const cwd = mkdtempSync(join(root, 'case-'))
  writeFileSync(join(cwd, name), input)
  expect(await run([name, ...more, '--audit', 'A', '-o', 'c', '-q'], { cwd })).toEqual(quiet)
  return cwd
}

describe('only some lines are put back', () => {
  test.each<[name: string, options: string[], input: string, restored: string, more?: string[]]>([
    ['a rule', ['--rule', 'en/share#share-this'], page, prose + share],
    ['a pack', ['--rule', 'en/share'], page, prose + share],
    ['a category', ['--category', 'comments'], page, prose + comments],
    ['both, one or the other', ['--category', 'comments', '--rule=en/share'], page, prose + share + comments],
    [
      'the last line, which has no end',
      ['--category', 'comments'],
      `${prose}Share this\nNo comments:`,
      `${prose}No comments:`,
    ],
    [
      'records',
      ['--category', 'share'],
      record(page) + record(prose) + record(page),
      record(prose + share) + record(prose) + record(prose + share),
      ['--from', 'jsonl'],
    ],
    [
      'a record that was left out, with its lines only',
      ['--category', 'comments'],
      record(prose) + only + record(page),
      record(prose) + record('No comments:\n') + record(prose + comments),
      ['--from', 'jsonl', '--drop-empty'],
    ],
    [
      'no record without such a line',
      ['--category', 'paywall,share'],
      record('') + record('No comments:') + record(page),
      record(prose + share),
      ['--from', 'jsonl', '--drop-empty'],
    ],
    [
      'no record that was put aside',
      ['--category', 'share'],
      `nothing\n${record(page)}`,
      record(prose + share),
      ['--from', 'jsonl', '--rejects', 'R'],
    ],
  ])('%s', async (_, options, input, restored, more = []) => {
    const cwd = await made(input, 'in', more)
    expect(await run(['restore', '--audit', 'A', 'c', '-q', ...options], { cwd })).toEqual({
      ...quiet,
      out: restored,
    })
  })

  test('names that are none', async () => {
    const cwd = await made(page, 'in')
    expect(await run(['restore', '--audit', 'A', 'c', '--category', 'coments'], { cwd })).toMatchObject({
      code: 2,
      err: 'clean: Unknown category `coments`; did you mean `comments`?\n',
    })
    expect(await run(['restore', '--audit', 'A', 'c', '--rule', 'en/share#share-thi'], { cwd })).toEqual({
      ...quiet,
      out: prose,
      err: 'clean: A: nothing was taken by `en/share#share-thi`; did you mean `en/share#share-this`?\n',
    })
    expect(await run(['c', '--rule', 'en/share'], { cwd })).toMatchObject({
      code: 2,
      err: 'clean: Unexpected --rule, expected it after `clean restore`\n',
    })
  })
})

describe('--audit-text hash', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

  test('says so, and tells of each line its size and its hash', async () => {
    const text = 'Ebb \\u0026 flood, and then it rained.\\nNo comments:'
    const cwd = await made(`{"text":"${text}"}\n${record('No comments:')}`, 'in', [
      ...['--from', 'jsonl', '--drop-empty', '--audit-text', 'hash'],
    ])
    const rows = readFileSync(join(cwd, 'A'), 'utf8')
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row))
    expect(rows[0]).toMatchObject({
      restores: false,
      note: 'the texts are hashed: clean restore cannot give the original back',
      options: { 'audit-text': 'hash' },
    })
    const removed = { bytes: 12, hash: hash('No comments:'), rule: 'en/comments#no-comments', how: 'line' }
    expect(rows.slice(1)).toMatchObject([
      { doc: 1, removals: 1 },
      removed,
      { doc: 2, recordHash: hash(record('No comments:')), recordBytes: record('No comments:').length },
      removed,
      { input: 'in', rows: 2 },
    ])
    expect(readFileSync(join(cwd, 'A'), 'utf8')).not.toContain('comments:')
    expect(await run(['restore', '--audit', 'A', 'c', '-o', 'r'], { cwd })).toEqual({
      ...quiet,
      code: 2,
      err: 'clean: A:1: Unexpected hashes in place of the texts, expected an audit that can restore; clean again with --audit-text full\n',
    })
  })

  test('needs an audit', async () => {
    expect(await run(['--audit-text', 'hash'])).toMatchObject({
      code: 2,
      err: 'clean: Unexpected --audit-text without --audit, expected an audit; write --audit FILE\n',
    })
  })
})
