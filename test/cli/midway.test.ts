/** An input that fails midway: what was written of it, and what the audit says of that, fit together. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { latin1, page, run, testFolder } from './run.js'

const root = testFolder()
const record = (n: number): string => `{"text":${JSON.stringify(page)},"n":${n}}\n`
const good = (count: number): string => Array.from({ length: count }, (_, n) => record(n)).join('')
/** More than a block for one thread, and more than the records that are looked at first. */
const many = good(12_000)

function made(files: Record<string, string>): string {
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
