/** An input that fails midway: what was written of it, and what the audit says of that, fit together. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { latin1, page, run, testFolder } from './run.js'

const root = testFolder()
const record = (n: number): string => `{"text":${JSON.stringify(page)},"n":${n}}\n`
const good = (count: number): string => Array.from({ length: count }, (_, n) => record(n)).join('')
/** More than a block for one thread, and more than the records that are looked at first. */
const many = good(12_000)

function made(files: Record<string, string | Buffer>): string {
  const cwd = mkdtempSync(join(root, 'case-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return cwd
}

describe.concurrent('a record that is an error, with --strict', () => {
  test.each<[name: string, before: string, jobs: string]>([
    ['the first', '', '1'],
    ['among the first', good(20), '1'],
    ['later', many, '1'],
    ['later, by two', many, '2'],
  ])('%s: on standard output the records before it, and their audit', async (_, before, jobs) => {
    const cwd = made({ 'in.jsonl': `${before}no record\n${good(5)}` })
    const { code, out, err } = await run(['in.jsonl', '--strict', '--audit', 'A', '-j', jobs], { cwd })
    const row = before.split('\n').length
    expect([code, err]).toEqual([2, expect.stringContaining(`clean: in.jsonl:${row}:1: Unexpected \`no\``)])
    writeFileSync(join(cwd, 'c'), out, 'latin1')
    expect(await run(['restore', '--audit', 'A', 'c', '-o', 'r'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    })
    expect(latin1(join(cwd, 'r')) === before).toBe(true)
  })

  test('in one file of several inputs, which is partial', async () => {
    const files = { 'a.jsonl': good(3), 'b.jsonl': `${many}no record\n${good(5)}`, 'c.jsonl': good(2) }
    for (const jobs of ['1', '2']) {
      const cwd = made(files)
      const args = ['a.jsonl', 'b.jsonl', 'c.jsonl', '--strict', '--audit', 'A', '-o', 'out', '-j', jobs]
      expect(await run(args, { cwd })).toMatchObject({
        code: 2,
        err: expect.stringContaining('what could be read is in out.partial'),
      })
      expect(existsSync(join(cwd, 'out'))).toBe(false)
      expect(await run(['restore', '--audit', 'A', 'out.partial', '-o', 'r'], { cwd })).toMatchObject({
        code: 0,
        err: '',
      })
      expect(latin1(join(cwd, 'r')) === files['a.jsonl'] + many + files['c.jsonl']).toBe(true)
    }
  })

  test('nothing is left of a file of one input', async () => {
    const cwd = made({ 'in.jsonl': `${many}no record\n` })
    expect(await run(['in.jsonl', '--strict', '--audit', 'A', '-o', 'out'], { cwd })).toMatchObject({
      code: 2,
    })
    expect([
      existsSync(join(cwd, 'out')),
      existsSync(join(cwd, 'out.partial')),
      existsSync(join(cwd, 'A')),
    ]).toEqual([false, false, false])
  })
})

describe.concurrent('a named field that is in none of the first records', () => {
  const message = (name: string, count: number): string =>
    `clean: in.jsonl: Unexpected records without \`${name}\`, expected the field in one of the first ${count}; name another one\n`

  test.each<[option: string, count: number]>([
    ['--field', 3],
    ['--field', 999],
    ['--field', 1000],
    ['--field', 5000],
    ['--url-field', 5000],
    ['--id-field', 12],
  ])('%s, of %i records: nothing is written', async (option, count) => {
    const cwd = made({ 'in.jsonl': good(count) })
    for (const jobs of ['1', '2']) {
      const ran = await run(['in.jsonl', option, 'body', '-q', '-j', jobs], { cwd })
      expect(ran).toEqual({ code: 2, signal: null, out: '', err: message('body', Math.min(count, 1000)) })
    }
  })

  test('the other inputs are done', async () => {
    const body = good(4).replaceAll('"text"', '"body"')
    const cwd = made({ 'a.jsonl': body, 'in.jsonl': good(1500), 'c.jsonl': body })
    const ran = await run(['a.jsonl', 'in.jsonl', 'c.jsonl', '-qf', 'body', '--audit', 'A', '-o', 'out'], {
      cwd,
    })
    expect(ran).toMatchObject({ code: 2, err: message('body', 1000) })
    expect(await run(['restore', '--audit', 'A', 'out', '-o', 'r'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    })
    expect(latin1(join(cwd, 'r'))).toBe(body + body)
  })

  test('found late, it is no error; a reader of lines does not wait for it', async () => {
    const text = `${good(900)}${good(3).replaceAll('"text"', '"body"')}${good(200)}`
    const cwd = made({ 'in.jsonl': text })
    const ran = await run(['in.jsonl', '-f', 'body', '-q'], { cwd })
    expect([ran.code, ran.out.split('\n').length]).toEqual([0, text.split('\n').length])
    const buffered = await run(['in.jsonl', '-f', 'url', '-q', '--line-buffered'], {
      cwd: made({ 'in.jsonl': good(5000) }),
    })
    expect(buffered).toMatchObject({ code: 2 })
  })

  test('what is too much to wait is written before that is known', async () => {
    const long = `{"text":"${'It rained. '.repeat(4000)}"}\n`.repeat(1200)
    const cwd = made({ 'in.jsonl': long })
    const { code, out } = await run(['in.jsonl', '-f', 'body', '-q', '--audit', 'A'], { cwd })
    expect([code, out.length > 0, long.startsWith(out)]).toEqual([2, true, true])
    writeFileSync(join(cwd, 'c'), out)
    expect(await run(['restore', '--audit', 'A', 'c', '-o', 'r'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    })
  })
})

describe.concurrent('an input that cannot be read to its end', () => {
  /** Half of the records; what is left of the last one makes a record that is none. */
  const cut = Buffer.from(many).subarray(0, many.length / 2)
  const whole = gzipSync(many, { level: 1 })
  const preload = join(root, 'fails.cjs')
  // The disk fails at the second mebibyte of this file.
  writeFileSync(
    preload,
    `const fs = require('node:fs'), read = fs.read, open = fs.open, bad = new Map()
fs.open = (name, ...rest) => open(name, ...rest.slice(0, -1), (error, fd) => {
  if (!error) bad.delete(fd), /bad/.test(name) && bad.set(fd, 0)
  rest.at(-1)(error, fd)
})
fs.read = (fd, buffer, at, size, from, done) => {
  if (!bad.has(fd) || bad.get(fd) < 2 ** 20) return read(fd, buffer, at, size, from, (error, n) => {
    if (bad.has(fd)) bad.set(fd, bad.get(fd) + n)
    done(error, n, buffer)
  })
  done(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' }))
}
require('node:module').syncBuiltinESMExports()
`,
  )
  const env = { NODE_OPTIONS: `--require ${preload}` }
  const says: Record<string, RegExp> = {
    'cut.gz': /cut\.jsonl\.gz: Unexpected end of the gzip archive after \d+ unpacked bytes/,
    bad: /bad\.jsonl: Unexpected end after 1048576 bytes \(input\/output error\), expected the rest of the file; get it again/,
  }
  const files: Record<string, Record<string, string | Buffer>> = {
    'cut.gz': { 'cut.jsonl.gz': whole.subarray(0, whole.length / 2) },
    bad: { 'bad.jsonl': many },
  }
  const cases = Object.keys(files).flatMap((name) => ['1', '2'].map((jobs) => [name, jobs] as const))

  async function restored(cwd: string, audit: string, cleaned: string): Promise<string> {
    expect(await run(['restore', '--audit', audit, cleaned, '-o', 'r'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    })
    const bytes = readFileSync(join(cwd, 'r'))
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString()
  }

  test.each(cases)('%s, by %s: the partial result and the audit fit together', async (name, jobs) => {
    const cwd = made({ ...files[name], 'ok.jsonl': good(3) })
    const [input = ''] = Object.keys(files[name] ?? {})
    for (const args of [
      [input, '-o', 'out.jsonl', '--compress', 'none', '--audit', 'A'],
      [input, 'ok.jsonl', '-o', 'dir/', '--audit', 'ad/'],
    ]) {
      const { code, err } = await run([...args, '-j', jobs], { cwd, env })
      expect([code, err]).toEqual([2, expect.stringMatching(says[name] as RegExp)])
      expect(err).toContain('; what could be read is in ')
    }
    expect(existsSync(join(cwd, 'out.jsonl'))).toBe(false)
    expect(existsSync(join(cwd, 'dir', input))).toBe(false)
    for (const text of [
      await restored(cwd, 'A', 'out.jsonl.partial'),
      await restored(cwd, 'ad', `dir/${input}.partial`),
    ]) {
      expect(text.length).toBeGreaterThan(100_000)
      expect(many.startsWith(text)).toBe(true)
    }
    expect(await restored(cwd, 'ad', 'dir/ok.jsonl')).toBe(good(3))
  })

  test.each(cases)('%s, by %s: standard output and the audit fit together', async (name, jobs) => {
    const cwd = made(files[name] ?? {})
    const args = [...Object.keys(files[name] ?? {}), '--compress', 'none', '--audit', 'A', '-j', jobs]
    const { code, out, err } = await run(args, { cwd, env })
    expect([code, err]).toEqual([2, expect.stringMatching(says[name] as RegExp)])
    writeFileSync(join(cwd, 'c'), out, 'latin1')
    expect(many.startsWith(await restored(cwd, 'A', 'c'))).toBe(true)
  })

  test.each(Object.keys(files))('%s, in place: as it was, and in no audit', async (name) => {
    const cwd = made({ ...files[name], 'ok.jsonl': good(3) })
    const [input = ''] = Object.keys(files[name] ?? {})
    expect(await run(['-i', input, '--audit', 'A'], { cwd, env })).toMatchObject({ code: 2 })
    expect(existsSync(join(cwd, 'A'))).toBe(false)
    expect(await run(['-i', input, 'ok.jsonl', '--audit', 'A'], { cwd, env })).toMatchObject({ code: 2 })
    expect(readFileSync(join(cwd, input))).toEqual(Buffer.from(files[name]?.[input] ?? ''))
    expect(latin1(join(cwd, 'A'))).not.toContain(input)
    expect(readdirSync(cwd).sort()).toEqual(['A', input, 'ok.jsonl'])
  })

  test('a record cut in two is passed through, and said', async () => {
    const cwd = made({ 'cut.jsonl': cut })
    const { code, err } = await run(['cut.jsonl', '-o', 'c', '--audit', 'A'], { cwd })
    expect([code, err]).toEqual([0, expect.stringContaining('cut.jsonl:6013:')])
    expect(await restored(cwd, 'A', 'c')).toBe(cut.toString())
  })
})
