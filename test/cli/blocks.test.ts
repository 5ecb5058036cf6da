/** One large input of records, by several: the same bytes as by one. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { prose, run, testFolder } from './run.js'

const root = testFolder()

function records(count: number, more: (n: number) => string | undefined = () => undefined): string {
  let all = ''
  for (let n = 0; n < count; n++) {
    const text =
      prose.repeat(1 + (n % 40)) + (n % 3 ? '' : '\nNo comments:\n"Post a Comment"\u2028\nShare this\n')
    all += more(n) ?? `${JSON.stringify({ id: `r${n}`, url: `https://h${n % 30}.example/${n}`, text, n })}\n`
  }
  return all
}

/** With rejects, blank lines, guarded and empty documents, a mark, and no line feed at the end. */
const mixed = `\ufeff${records(5000, (n) =>
  n === 1 || n % 701 === 700
    ? `{"broken": ${n}\n`
    : n % 997 === 996
      ? '  \r\n'
      : n % 499 === 498
        ? `${JSON.stringify({ text: 'No comments:\n'.repeat(40) })}\r\n`
        : n % 599 === 598
          ? '{"text":"No comments:"}\n'
          : undefined,
)}${JSON.stringify({ text: `${prose}Share this article\nNo comments:` })}`

/** Everything that a run by `jobs` leaves, in a folder of its own. */
async function outcome(args: readonly string[], jobs: string, input: Uint8Array) {
  const cwd = mkdtempSync(join(root, 'case-'))
  writeFileSync(join(cwd, 'in.jsonl'), input)
  mkdirSync(join(cwd, 'dir'))
  const ran = await run([...args, '-j', jobs], { cwd, ...(args.includes('-') ? { input } : {}) })
  const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const all = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return { ...ran, files: all.map((path) => [path.slice(cwd.length), readFileSync(path).toString('latin1')]) }
}

describe('the same for every number', () => {
  test.each<[args: string[], input?: Uint8Array]>([
    [['in.jsonl', '--audit', 'a', '--stats=s', '--rejects', 'r', '--url-field', 'url']],
    [['-', '--audit', 'a', '--stats=s', '-v'], Buffer.from(mixed)],
    [
      [
        'in.jsonl',
        '-o',
        'dir',
        '--audit',
        'a',
        '--stats=s',
        '--rejects',
        'r',
        '--drop-empty',
        '--guard',
        'drop',
      ],
    ],
    [['in.jsonl', '-o', 'out', '--audit', 'a'], gzipSync(mixed)],
    [['in.jsonl', '-i', '--annotate', 'marks']],
    [['in.jsonl', '--emit', 'attributes']],
    [['in.jsonl', '-l', '--check']],
    [['in.jsonl', '--diff']],
    [['in.jsonl', '--strict'], Buffer.from(records(3000))],
    [['in.jsonl', '--field', 'nowhere']],
    [['in.jsonl', '-o', 'out'], gzipSync(mixed).subarray(0, -40_000)],
  ])('%j', async (args, input = Buffer.from(mixed)) => {
    const one = await outcome(args, '1', input)
    expect(one.out.length + one.files.length).toBeGreaterThan(0)
    for (const jobs of ['2', '3']) {
      const many = await outcome(args, jobs, input)
      expect(many.err).toBe(one.err)
      expect(many.code).toBe(one.code)
      // Texts of megabytes are not to be shown.
      expect(many.out === one.out).toBe(true)
      expect(many.files.map(([name]) => name)).toEqual(one.files.map(([name]) => name))
      for (const [at, [name, text]] of one.files.entries())
        expect([name, many.files[at]?.[1] === text]).toEqual([name, true])
    }
  })

  test('a record longer than any may be, in the middle', async () => {
    const long = `{"text":"${'a'.repeat(18_000_000)}"}\n`
    const input = Buffer.from(records(3000) + long + records(3000))
    const args = ['in.jsonl', '--audit', 'a', '--stats=s', '-o', 'out']
    const [one, two] = [await outcome(args, '1', input), await outcome(args, '2', input)]
    expect(one.err).toContain('in.jsonl:3001')
    expect(two.err).toBe(one.err)
    for (const [at, [name, text]] of one.files.entries())
      expect([name, two.files[at]?.[1] === text]).toEqual([name, true])
  })
})

test('--strict ends the run at the record, and leaves nothing', async () => {
  const input = Buffer.from(records(4000, (n) => (n === 3500 ? '{"text": 1\n' : undefined)))
  for (const jobs of ['1', '2']) {
    const { code, err, files } = await outcome(['in.jsonl', '--strict', '-o', 'out'], jobs, input)
    expect([code, err]).toEqual([2, expect.stringMatching(/^clean: in\.jsonl:3501:11: [^\n]+\n$/)])
    expect(files.map(([name]) => name)).toEqual(['/in.jsonl'])
  }
})

test('restore gives back what was read, also of an archive', async () => {
  const cwd = mkdtempSync(join(root, 'case-'))
  writeFileSync(join(cwd, 'in.jsonl.gz'), gzipSync(mixed))
  const args = ['in.jsonl.gz', '-j', '2', '--audit', 'a', '--rejects', 'r', '-q', '-o', 'out.jsonl.gz']
  expect(await run(args, { cwd })).toMatchObject({ code: 0, err: '' })
  const back = [
    'restore',
    '--audit',
    'a',
    '--rejects',
    'r',
    'out.jsonl.gz',
    '--compress',
    'none',
    '-o',
    'back',
  ]
  expect(await run(back, { cwd })).toMatchObject({ code: 0, err: '' })
  expect(readFileSync(join(cwd, 'back'), 'utf8') === mixed).toBe(true)
})
