/** JSON Lines on the command line: how it is told from text, what is said, what is written. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { harmful, latin1, page, prose, run, testFolder } from './run.js'

const folder = testFolder()
const cwd = folder
const quiet = { code: 0, signal: null, err: '' }
const text = 'It rained all day, and the river rose over the lower meadow before noon.\\n'
const ending = '\\nNo comments:\\nPost a Comment'
const record = (id: string, own = text + ending): string =>
  `{"id": "${id}", "n": 1.0, "text": "${own}", "url": "https://example.org/${id}"}\n`
const [one, oneKept] = [record('one'), record('one', text)]
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return name
}
file('a.jsonl', one + record('two', text))
file('b.jsonl', `${one}no\n${record('three')}`)
file('plain.txt', page)
const [aKept, bKept] = [oneKept + record('two', text), `${oneKept}no\n${record('three', text)}`]

describe.concurrent('text or JSON Lines?', () => {
  test.each<[name: string, args: string[], input: string, out: string]>([
    ['by look', [], one, oneKept],
    ['behind blank lines and a mark', [], `\ufeff\n \n${one}`, `\ufeff\n \n${oneKept}`],
    [
      'a first record longer than the look',
      [],
      record('x', 'a '.repeat(5000) + ending),
      record('x', `${'a '.repeat(5000)}\\n`),
    ],
    [
      'a text behind the look is not seen',
      [],
      `{"x":"${'a'.repeat(5000)}","text":"${text}${ending}"}\n`,
      `{"x":"${'a'.repeat(5000)}","text":"${text}${ending}"}\n`,
    ],
    [
      'a record that only quotes one',
      [],
      `{"a":"\\"text\\":\\"b\\""}\n${page}`,
      `{"a":"\\"text\\":\\"b\\""}\n${prose}`,
    ],
    ['no JSON', [], `{"text":"a" b}\n${page}`, `{"text":"a" b}\n${prose}`],
    ['a text that is no string', [], `{"text":1}\n${page}`, `{"text":1}\n${prose}`],
    [
      'by name',
      ['--stdin-filename', 'x.json'],
      record('one').replace('"text"', '"content"'),
      oneKept.replace('"text"', '"content"'),
    ],
    ['by name before a codec', ['--stdin-filename', 'X.NDJSON.gz', '-q'], one, oneKept],
    ['said', ['--from', 'jsonl'], one, oneKept],
    ['said otherwise', ['--from', 'text'], one, one],
    ['said to be looked at', ['--from', 'auto'], one, oneKept],
    ['by an option', ['-f', 'body'], `{"body":"${text}${ending}"}\n`, `{"body":"${text}"}\n`],
    ['NULs between documents', ['-z'], one, one],
    ['line by line', ['--line-buffered'], one + one, oneKept + oneKept],
  ])('%s', async (_, args, input, out) => {
    expect(await run(args, { cwd, input })).toEqual({ ...quiet, out: Buffer.from(out).toString('latin1') })
  })

  test('-v says which', async () => {
    const { err } = await run(['-v', '-n', 'a.jsonl', 'plain.txt'], { cwd })
    expect(err).toBe('clean: a.jsonl: jsonl, 3 lines removed\nclean: plain.txt: text, 3 lines removed\n')
  })
})

describe.concurrent('options that do not go together', () => {
  test.each<[args: string[], message: string]>([
    [
      ['--from', 'text', '-f', 'x'],
      'Unexpected --field with --from text, expected records; write --from jsonl',
    ],
    [
      ['--from', 'jsnol'],
      'Unexpected `jsnol` for --from, expected text or jsonl or html or auto; write `jsonl`',
    ],
    [['-z', '--strict'], 'Unexpected --null-data with --strict, expected a record on each line'],
    [['-z', '--from', 'jsonl'], 'Unexpected --null-data with --from jsonl, expected a record on each line'],
    [['--strict', '--rejects', 'r'], 'Unexpected --rejects beside --strict, expected one of them'],
    [
      ['--annotate', 'm', '--emit', 'attributes'],
      'Unexpected --annotate beside --emit attributes, expected one of them',
    ],
    [
      ['--annotate', 'm', '--audit', 'x'],
      'Unexpected --audit with --annotate, expected records of which lines are removed',
    ],
    [
      ['--emit', 'attributes', '--drop-empty'],
      'Unexpected --drop-empty with --emit attributes, expected records of which lines are removed',
    ],
    [
      ['--emit', 'attributes', '-i'],
      'Unexpected --in-place with --emit attributes, expected another place for them; write -o DIR',
    ],
    [
      ['-f', 'a..b'],
      'Unexpected `a..b` for --field, expected names with dots between them, as metadata.text',
    ],
    [['--audit', 'x', '--rejects', './x'], 'Unexpected `./x` for --rejects and --audit, expected two files'],
    [
      ['--rejects', 'a.jsonl'],
      'Unexpected `a.jsonl` as input and for --rejects, expected two files; use --in-place to change it',
    ],
  ])('%j', async (args, message) => {
    expect(await run([...args, 'a.jsonl'], { cwd })).toEqual({
      code: 2,
      signal: null,
      out: '',
      err: `clean: ${message}\n`,
    })
  })
})

describe.concurrent('records that cannot be read', () => {
  const many = file('many.jsonl', `${one.repeat(700)}${'no\n'.repeat(8)}`)
  const said = (name: string, from: number, how: string, column = ':1'): string =>
    Array.from(
      { length: 5 },
      (_, i) => `clean: ${name}:${from + i}${column}: Unexpected \`no\`, expected a value; ${how}\n`,
    ).join('')

  test('a few are told, all are passed through', async () => {
    const { code, out, err } = await run([many], { cwd })
    expect([code, out]).toEqual([0, oneKept.repeat(700) + 'no\n'.repeat(8)])
    expect(err).toBe(
      `${said(many, 701, 'passed through as it is')}clean: ${many}: 3 more records could not be read\nclean: ${many}: 8 of 708 records (1.1 %) were passed through unread; --rejects FILE gathers them, -f NAME names the field of the text\n`,
    )
  })

  test('more than 1 % is said to those who want it quiet', async () => {
    expect((await run(['-q', many], { cwd })).err).toBe(
      `clean: ${many}: 8 of 708 records (1.1 %) were passed through unread; --rejects FILE gathers them, -f NAME names the field of the text\n`,
    )
  })

  test('not more', async () => {
    const few = file('few.jsonl', `${one.repeat(99)}no\n`)
    expect(await run(['-q', few], { cwd })).toEqual({ ...quiet, out: `${oneKept.repeat(99)}no\n` })
  })

  test('to a file of their own', async () => {
    const { code, out, err } = await run(['--rejects', 'rejects', many], { cwd })
    expect([code, out, latin1(join(folder, 'rejects'))]).toEqual([0, oneKept.repeat(700), 'no\n'.repeat(8)])
    expect(err).toBe(
      `${said(many, 701, 'put into rejects')}clean: ${many}: 3 more records could not be read\n`,
    )
  })

  test('strict: the first is an error, the other inputs are done, and no half file is left', async () => {
    mkdirSync(join(folder, 'strict'))
    const { code } = await run(['--strict', '-o', 'strict', 'b.jsonl', 'a.jsonl'], { cwd })
    // What failed may be done later, with --resume: notes of the run are left.
    const results = readdirSync(join(folder, 'strict')).filter((name) => name !== '.dechaff')
    expect([code, results]).toEqual([2, ['a.jsonl']])
  })

  test('strict, to standard output', async () => {
    // The records before it were read.
    expect(await run(['--strict', 'b.jsonl', 'a.jsonl'], { cwd })).toMatchObject({
      code: 2,
      out: oneKept + aKept,
      err: 'clean: b.jsonl:2:1: Unexpected `no`, expected a value; mend the record, or leave out --strict\n',
    })
  })

  test('a field that is nowhere', async () => {
    const { code, err } = await run(['-q', '--url-field', 'uri', 'a.jsonl'], { cwd })
    expect([code, err]).toEqual([
      2,
      'clean: a.jsonl: Unexpected records without `uri`, expected the field in one of the first 2; name another one\n',
    ])
  })

  test('nothing of them reaches the terminal as it is', async () => {
    const { err } = await run([], { input: `${one}{"text":"\x1b[2J"}\n{"\x9b31m\n{"text":1,"x":\u202e}\n` })
    expect(harmful(err)).toEqual([])
  })
})

describe.concurrent('what is written', () => {
  test('in place, and only what changed', async () => {
    const changed = file('c.jsonl', one)
    const same = file('same.jsonl', record('two', text))
    expect(await run(['-i.orig', changed, same], { cwd })).toEqual({ ...quiet, out: '' })
    expect(latin1(join(folder, changed))).toBe(oneKept)
    expect(latin1(join(folder, `${changed}.orig`))).toBe(one)
    expect(() => readFileSync(join(folder, `${same}.orig`))).toThrow()
  })

  test.each<[args: string[], code: number, out: string]>([
    [['--check', 'a.jsonl'], 1, ''],
    [['--check', '-f', 'id', 'a.jsonl'], 0, ''],
    [['-l', 'a.jsonl'], 0, 'a.jsonl\n'],
    [['-l', '-f', 'url', 'a.jsonl'], 0, ''],
    [['-n', 'a.jsonl'], 0, ''],
    [
      ['--diff', 'a.jsonl'],
      0,
      `--- a.jsonl:1\n+++ a.jsonl:1 (cleaned)\n@@ -1,4 +1 @@\n ${prose}-\n-No comments:\n-Post a Comment\n\\ No newline at end of file\n`,
    ],
    [['--drop-empty', '--only', 'comments', 'd.jsonl'], 0, record('two', text)],
  ])('%j', async (args, code, out) => {
    file('d.jsonl', record('one', 'No comments:') + record('two', text))
    expect(await run(args, { cwd })).toEqual({ code, signal: null, out, err: '' })
  })

  test('marks beside the text', async () => {
    const { out } = await run(['--annotate', 'marks', 'a.jsonl'], { cwd })
    const [first, second] = out.split('\n') as [string, string]
    expect(JSON.parse(first)).toMatchObject({
      text: JSON.parse(`"${text}${ending}"`) as string,
      marks: [
        { start: 73, end: 74, how: 'blank' },
        { rule: 'en/comments#no-comments' },
        { category: 'comments' },
      ],
    })
    expect(`${second}\n`).toBe(record('two', text))
  })

  test('attributes', async () => {
    expect((await run(['--emit', 'attributes', 'a.jsonl'], { cwd })).out).toBe(
      '{"id": "one", "attributes": {"dechaff__blank": [[73, 74, 1.0]], "dechaff__comments": [[74, 87, 1.0], [87, 101, 1.0]]}}\n{"id": "two", "attributes": {}}\n',
    )
  })

  test('explain', async () => {
    const { out } = await run(['explain', 'b.jsonl'], { cwd })
    expect(
      out
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => /^row|line/.test(line)),
    ).toEqual([
      'row 1, one',
      'line     en/comments#no-comments        No comments:',
      'line     en/comment-form#leave-a-reply  Post a Comment',
      'row 2: Unexpected `no`, expected a value',
      'row 3, three',
      'line     en/comments#no-comments        No comments:',
      'line     en/comment-form#leave-a-reply  Post a Comment',
    ])
  })

  test('statistics', async () => {
    const { out } = await run(['-n', '-q', '--stats=-', '--url-field', 'url', 'b.jsonl'], { cwd })
    expect(JSON.parse(out)).toMatchObject({
      documents: 2,
      changed: 2,
      rejected: 1,
      lines: { in: 8, out: 2 },
      byHost: { 'example.org': { documents: 2, changed: 2, removedBytes: 56 } },
    })
  })
})

describe.concurrent('there and back', () => {
  test.each<[name: string, args: string[]]>([
    ['one', []],
    ['dropped', ['--drop-empty']],
    ['put aside', ['--rejects', 'aside']],
  ])('%s', async (name, args) => {
    const input = file(
      `back-${name}.jsonl`,
      `${record('x', 'No comments:')}\n${one}no\n${record('y').trimEnd()}`,
    )
    const [cleaned, audit] = [`${name}.cleaned`, `${name}.audit`]
    await run(['-q', ...args, '--audit', audit, input, '-o', cleaned], { cwd })
    const rejects = args[0] === '--rejects' ? args : []
    const back = await run(['restore', ...rejects, '--audit', audit, cleaned], { cwd })
    expect(back).toEqual({ ...quiet, out: latin1(join(folder, input)) })
  })

  test('several inputs, text among them, each to its own and all to one', async () => {
    const inputs = ['a.jsonl', 'plain.txt', 'b.jsonl']
    mkdirSync(join(folder, 'each'))
    await run(['-q', ...inputs, '--audit', 'each.audit', '-o', 'each'], { cwd })
    for (const input of inputs) {
      const back = await run(['restore', '--audit', 'each.audit', `each/${input}`], { cwd })
      expect(back).toEqual({ ...quiet, out: latin1(join(folder, input)) })
    }
    await run(['-q', ...inputs, '--audit', 'shared.audit', '-o', 'shared'], { cwd })
    expect(latin1(join(folder, 'shared'))).toBe(aKept + prose + bKept)
    const back = await run(['restore', '--audit', 'shared.audit', 'shared'], { cwd })
    expect(back).toEqual({ ...quiet, out: inputs.map((input) => latin1(join(folder, input))).join('') })
  })

  test('another file', async () => {
    await run(['--audit', 'other.audit', 'a.jsonl', '-o', 'other'], { cwd })
    const { code, out, err } = await run(['restore', '--audit', 'other.audit', 'a.jsonl'], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(
      /^clean: a\.jsonl: The audit does not fit this file: found a text with the hash \w+ in row 1/,
    )
  })
})
