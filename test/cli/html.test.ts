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
