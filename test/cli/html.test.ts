/** Pages on the command line: formats, names of results, audit and restore, verdicts, errors. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './run.js'

const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const ARTICLE = `<p>${PROSE}</p>\n<p>${PROSE}</p>\n`
const page = `<!doctype html>\n<nav><a href="/">Home</a></nav>\n${ARTICLE}<footer>Pier 4</footer>\n`
const left = `<!doctype html>\n\n${ARTICLE}\n`
const text = `${PROSE}\n${PROSE}\n`

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'dechaff-html-'))
  mkdirSync(join(path, 'out'))
  writeFileSync(join(path, 'page.html'), page)
  return path
}

test.each([
  ['by what it holds', [], page, text],
  ['by name', ['--stdin-filename', 'a.htm'], ARTICLE, text],
  ['by --from', ['--from', 'html'], ARTICLE, text],
  ['as text', ['--from', 'text'], ARTICLE, ARTICLE],
  ['the page', ['--to', 'html'], page, left],
  ['the same', ['--to', 'same'], page, left],
  ['text stays text', ['--to', 'text'], text, text],
])('%s', async (_, args, input, out) => {
  expect(await run(args, { input })).toMatchObject({ code: 0, out, err: '' })
})

test('in place it stays a page; in a folder it becomes text', async () => {
  const cwd = folder()
  await run(['page.html', '-o', 'out'], { cwd })
  expect(readdirSync(join(cwd, 'out'))).toEqual(['page.txt'])
  expect(readFileSync(join(cwd, 'out/page.txt'), 'utf8')).toBe(text)
  await run(['-i', 'page.html'], { cwd })
  expect(readFileSync(join(cwd, 'page.html'), 'utf8')).toBe(left)
})

test('two results of one name', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'page.txt'), text)
  expect(await run(['page.html', 'page.txt', '-o', 'out'], { cwd })).toMatchObject({ code: 2 })
})

test.each([
  ['html', page],
  ['text', `Home\n${text}Pier 4\n`],
])('audit and restore: %s', async (to, whole) => {
  const cwd = folder()
  await run(['--to', to, '--audit', 'audit.jsonl', 'page.html', '-o', 'result'], { cwd })
  const { code, out } = await run(['restore', '--audit', 'audit.jsonl', 'result'], { cwd })
  expect([code, out]).toEqual([0, whole])
})

test('verdicts and diffs are about the text', async () => {
  const { out } = await run(['explain'], { input: page })
  expect(out).toContain('element  html/navigation#elements  Home')
  expect((await run(['--diff', '--to', 'html'], { input: page })).out).toContain('-Pier 4\n')
})

test.each([
  [['--to', 'html'], text, /Unexpected --to html for text/],
  [['--from', 'html', '-z'], page, /Unexpected --null-data/],
])('%s is wrong use', async (args, input, message) => {
  const { code, err } = await run(args, { input })
  expect(code).toBe(2)
  expect(err).toMatch(message)
})

test('a page beyond the limits is told, and the others are done', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'deep.html'), '<b>'.repeat(30_000))
  const { code, out, err } = await run(['deep.html', 'page.html'], { cwd })
  expect([code, out]).toEqual([2, text])
  expect(err).toMatch(/^clean: deep\.html: Unexpected page, expected at most .* \(pageDepth\)/)
})

test('what the guard of elements does is said', async () => {
  const input = `<html><p>${PROSE}</p>${`<aside>${PROSE}</aside>`.repeat(9)}`
  expect((await run([], { input })).err).toMatch(/too little prose would be left/)
})

/** A crawler's records, in the habits of two writers. */
const records = `{"url":"https://pier.example/1","status":200,"html":${JSON.stringify(page)}}
{"url":"https://pier.example/2","html":${JSON.stringify(ARTICLE).replaceAll('/', '\\/').replaceAll('<', '\\u003c')},"n":1.0}
{"url":"https://pier.example/3","html":${JSON.stringify(page).replaceAll('<', '\\u003c')}}
`

test('a field that holds pages becomes text', async () => {
  const { code, out, err } = await run(['--field-format', 'html'], { input: records })
  expect([code, err]).toEqual([0, ''])
  expect(out).toBe(`{"url":"https://pier.example/1","status":200,"html":${JSON.stringify(text)}}
{"url":"https://pier.example/2","html":${JSON.stringify(text)},"n":1.0}
{"url":"https://pier.example/3","html":${JSON.stringify(text)}}
`)
})

test.each([
  ['html', (): string => records],
  [
    'text',
    (): string => {
      const whole = JSON.stringify(`Home\n${text}Pier 4\n`)
      return `{"url":"https://pier.example/1","status":200,"html":${whole}}
{"url":"https://pier.example/2","html":${JSON.stringify(text)},"n":1.0}
{"url":"https://pier.example/3","html":${whole}}
`
    },
  ],
])('a field that holds pages, audit and restore: %s', async (to, whole) => {
  const cwd = folder()
  writeFileSync(join(cwd, 'crawl.jsonl'), records)
  const asked = ['--field-format', 'html', '--to', to, 'crawl.jsonl']
  await run([...asked, '--audit', 'audit.jsonl', '-o', 'result.jsonl'], { cwd })
  const { code, out } = await run(['restore', '--audit', 'audit.jsonl', 'result.jsonl'], { cwd })
  expect([code, out]).toEqual([0, whole()])
})

test('a field that holds pages, by two', async () => {
  const cwd = folder()
  // More than a block, and more than the records that are read alone.
  writeFileSync(join(cwd, 'crawl.jsonl'), records.repeat(2500))
  const asked = ['crawl.jsonl', '--field-format', 'html', '--audit', '-']
  const [one, two] = [
    await run([...asked, '-o', '1.jsonl', '-j', '1'], { cwd }),
    await run([...asked, '-o', '2.jsonl', '-j', '2'], { cwd }),
  ]
  expect(two).toEqual(one)
  expect(readFileSync(join(cwd, '2.jsonl'))).toEqual(readFileSync(join(cwd, '1.jsonl')))
})

test('verdicts on pages in records', async () => {
  const { out } = await run(['explain', '--field-format', 'html', '-f', 'html'], { input: records })
  expect(out).toContain('row 1, https://pier.example/1\nelement  html/navigation#elements  Home')
})

test('pages of which too little would be left, said and counted', async () => {
  const cwd = folder()
  // Each box alone is no more than half of the page.
  const boxes = `<p>${PROSE}</p>${`<div class="newsletter"><p>${PROSE}</p></div>`.repeat(9)}`
  writeFileSync(join(cwd, 'boxes.html'), boxes)
  writeFileSync(
    join(cwd, 'boxes.yaml'),
    `pack: und/boxes
title: Boxes
language: und
rules:
  - id: box
    category: newsletter
    where: anywhere
    select: .newsletter
    why: Of the test.
    remove: ['<div class="newsletter">x</div>']
    keep: ['<p>x</p>']
`,
  )
  const asked = ['--no-default-rules', '-r', 'boxes.yaml', '--stats', 'boxes.html']
  const { out, err } = await run(asked, { cwd })
  expect(out).toBe(`${PROSE}\n`.repeat(10))
  expect(err).toContain('boxes.html: too little prose would be left, no element was removed')
  expect(err).toContain('"undone": 1')
  const row = JSON.stringify({ html: boxes })
  const crawl = await run([...asked.slice(0, -1), '--field-format', 'html'], {
    cwd,
    input: `${row}\n`.repeat(7),
  })
  expect(crawl.err).toContain('standard input:5: too little')
  expect(crawl.err).toContain('standard input: of 2 more pages no element was removed')
})

test.each([
  [['--field-format', 'html', '--from', 'text'], '--field-format with --from text'],
  [['--field-format', 'html', '--annotate', 'marks'], 'write --to html'],
  [['--field-format', 'pdf'], 'pdf'],
])('refused: %j', async (args, message) => {
  const { code, err } = await run(args, { input: records })
  expect(code).toBe(2)
  expect(err).toContain(message)
})
