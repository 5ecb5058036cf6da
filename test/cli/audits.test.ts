/** `--audit DIR`: an audit for each input, and all of them back. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { latin1, other, page, prose, run, testFolder } from './run.js'

const root = testFolder()
const quiet = { code: 0, signal: null, out: '', err: '' }
const record = (text: string, id: number): string => `{"text":${JSON.stringify(text)},"id":${id}}\n`
const records = Array.from({ length: 50 }, (_, n) => record(n % 3 ? page : other, n)).join('')
const mixed = `nothing\n${record(page, 1)}\n${record(prose, 2)}{"text":1}\n${record('No comments:', 3)}`

const inputs: Record<string, Uint8Array> = {
  'a.jsonl': Buffer.from(records),
  'b.jsonl.gz': gzipSync(records),
  'sub/a.jsonl': Buffer.from(mixed),
  'sub/empty.jsonl': Buffer.from(''),
  'p.txt': Buffer.from(`\xff${page}`, 'latin1'),
  'same.txt.gz': gzipSync(prose),
}

function made(): string {
  const cwd = mkdtempSync(join(root, 'case-'))
  mkdirSync(join(cwd, 'in/sub'), { recursive: true })
  for (const [name, bytes] of Object.entries(inputs)) writeFileSync(join(cwd, 'in', name), bytes)
  return cwd
}

/** The files of a folder, unpacked. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort()
  return Object.fromEntries(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name))
      return [name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')]
    }),
  )
}

const names = Object.keys(inputs).sort()

describe.concurrent('a tree', () => {
  test.each<[name: string, more: string[], rejects: boolean]>([
    ['by one', ['-j', '1'], false],
    ['by two', ['-j', '2'], false],
    ['with notes', ['--resume'], false],
    ['with records left out and put aside', ['--from', 'jsonl', '--drop-empty', '--rejects', 'rej/'], true],
    ['packed otherwise', ['--compress', 'none'], false],
  ])('%s', async (_, more, rejects) => {
    const cwd = made()
    expect(await run(['in', '-o', 'out', '--audit', 'aud/', '-q', ...more], { cwd })).toMatchObject({
      code: 0,
      out: '',
    })
    if (!more.includes('none')) {
      expect(Object.keys(contents(join(cwd, 'aud')))).toEqual(names)
      const back = [
        'restore',
        '--audit',
        'aud',
        'out',
        '-o',
        'back',
        ...(rejects ? ['--rejects', 'rej'] : []),
      ]
      expect(await run(back, { cwd })).toEqual(quiet)
      expect(contents(join(cwd, 'back'))).toEqual(contents(join(cwd, 'in')))
    } else {
      expect(latin1(join(cwd, 'aud/b.jsonl.gz'))).toMatch(/^\{"version"/)
      expect(await run(['restore', '--audit', 'aud', 'out/b.jsonl.gz'], { cwd })).toEqual({
        ...quiet,
        out: records,
      })
    }
  })

  test('the same audits for every number of jobs and for slices', async () => {
    const cwd = made()
    const all = []
    for (const [name, how] of [
      ['one', [['-j', '1']]],
      ['two', [['-j', '2']]],
      [
        'slices',
        [
          ['--shard', '0/2'],
          ['--shard', '1/2'],
        ],
      ],
    ] as const) {
      for (const more of how)
        expect(
          await run(['in', '-o', `${name}-out`, '--audit', `${name}/`, '-q', ...more], { cwd }),
        ).toMatchObject({ code: 0 })
      all.push(contents(join(cwd, name)))
    }
    expect(all[1]).toEqual(all[0])
    expect(all[2]).toEqual(all[0])
  })

  test('--resume does again what has no audit', async () => {
    const cwd = made()
    const again = ['in', '-o', 'out', '--audit', 'aud/', '--resume', '-v']
    await run(again, { cwd })
    expect((await run(again, { cwd })).err.match(/skipped/g)).toHaveLength(names.length)
    const before = contents(join(cwd, 'aud'))
    expect((await run([...again, '--audit', 'aud2/'], { cwd })).err).not.toContain('skipped')
    expect(contents(join(cwd, 'aud2'))).toEqual(before)
  })

  test('one file of it, by its path, its name or from standard input', async () => {
    const cwd = made()
    await run(['in', '-o', 'out', '--audit', 'aud/', '-q'], { cwd })
    const restore = (args: string[], input?: Uint8Array) =>
      run(['restore', '--audit', 'aud', ...args], { cwd, input })
    expect(await restore(['out/sub/a.jsonl'])).toEqual({ ...quiet, out: mixed })
    expect(await restore(['--stdin-filename', 'a.jsonl'], readFileSync(join(cwd, 'out/a.jsonl')))).toEqual({
      ...quiet,
      out: records,
    })
    expect(await restore(['out/p.txt', '-o', 'r'])).toEqual(quiet)
    expect(latin1(join(cwd, 'r'))).toBe(`\xff${page}`)
    // One that does not fit leaves the others alone, and nothing under its name.
    writeFileSync(join(cwd, 'out/a.jsonl'), mixed)
    const { code, err } = await restore(['out', '-o', 'back'])
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^clean: out\/a\.jsonl: The audit does not fit this file[^\n]+\n$/),
    ])
    const { 'a.jsonl': _, ...others } = contents(join(cwd, 'in'))
    expect(contents(join(cwd, 'back'))).toEqual(others)
  })
})

describe.concurrent('one input', () => {
  test('in place, and standard input', async () => {
    const cwd = made()
    expect(await run(['-i', 'in/p.txt', 'in/sub/a.jsonl', '--audit', 'aud/', '-q'], { cwd })).toMatchObject({
      code: 0,
    })
    expect(await run(['restore', '--audit', 'aud', 'in/p.txt'], { cwd })).toEqual({
      ...quiet,
      out: `\xff${page}`,
    })
    const { out } = await run(['--stdin-filename', 'x.jsonl', '--audit', 'aud/'], { cwd, input: records })
    expect(
      await run(['restore', '--audit', 'aud', '--stdin-filename', 'x.jsonl'], { cwd, input: out }),
    ).toEqual({ ...quiet, out: records })
  })

  test('an archive that is cut off: its audit is partial, too', async () => {
    const cwd = made()
    writeFileSync(join(cwd, 'in/b.jsonl.gz'), (inputs['b.jsonl.gz'] as Uint8Array).subarray(0, -12))
    expect(await run(['in', '-o', 'out', '--audit', 'aud/', '-q'], { cwd })).toMatchObject({ code: 2 })
    expect(existsSync(join(cwd, 'aud/b.jsonl.gz'))).toBe(false)
    const { code, out } = await run(
      ['restore', '--audit', 'aud', 'out/b.jsonl.gz.partial', '--compress', 'none'],
      { cwd },
    )
    expect([code, records.startsWith(out), out.length > 0]).toEqual([0, true, true])
  })
})

test.each<[args: string[], message: string]>([
  [
    ['in', '--audit', 'aud/'],
    'Unexpected directory `aud/` for --audit with one result of 6 inputs, expected --output DIR, or a file for the audit',
  ],
  [
    ['in', '-o', 'out', '--audit', 'in'],
    'Unexpected `in/a.jsonl` for --audit and for an input, expected another directory',
  ],
  [
    ['in', '-o', 'out/', '--audit', 'out/'],
    'Unexpected `out/a.jsonl` for --audit and for a result, expected another directory',
  ],
  [
    ['in', '-o', 'out', '--audit', 'aud/', '--rejects', 'rej/', '--stats=rej/p.txt'],
    'Unexpected `rej/p.txt` for --rejects and for the statistics, expected another directory',
  ],
  [
    ['in', '-o', 'out', '--audit', 'aud/', '--rejects', 'aud/'],
    'Unexpected `aud/a.jsonl` for --rejects and for --audit of in/a.jsonl, expected another directory',
  ],
  [
    ['in', '-o', 'out', '--audit', 'aud/', '--rejects', 'rej'],
    'Unexpected `rej` for --rejects, expected a directory like `aud/`; end its name with /',
  ],
  [
    ['-i', 'in/a.jsonl', 'in/sub/a.jsonl', '--audit', 'aud/'],
    'Unexpected `aud/a.jsonl` for --audit and for --audit of in/a.jsonl, expected another directory',
  ],
])('%j', async (args, message) => {
  expect(await run(args, { cwd: made() })).toEqual({ ...quiet, code: 2, err: `clean: ${message}\n` })
})
