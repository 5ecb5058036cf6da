import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDiff } from '../../src/report/diff.js'
import { batchOf, type Made } from './made.js'

function diff(lines: readonly Made[], color = false, size = lines.length): string {
  const parts: (string | Uint8Array)[] = []
  const made = createDiff('a.txt', (part) => parts.push(part), color)
  let offset = 0
  for (let from = 0; from < lines.length; from += size) {
    const some = lines.slice(from, from + size)
    made.batch(batchOf(some, from + 1, offset))
    offset += some.reduce((sum, [text]) => sum + text.length, 0)
  }
  made.end()
  return Buffer.concat(parts.map((part) => Buffer.from(part as string))).toString('latin1')
}

/** `P` stays and `x` goes, a line for every letter. */
function linesOf(letters: string): Made[] {
  return [...letters].map((letter, index) => [`${index + 1}\n`, letter === 'x' ? 'line' : undefined])
}

const head = '--- a.txt\n+++ a.txt (cleaned)\n'

test.each([
  ['nothing goes', 'PPP', ''],
  ['the last', 'PPPPPx', `${head}@@ -3,4 +3,3 @@\n 3\n 4\n 5\n-6\n`],
  ['the first', 'xPPPPP', `${head}@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n`],
  ['all', 'xx', `${head}@@ -1,2 +0,0 @@\n-1\n-2\n`],
  ['one of one', 'x', `${head}@@ -1 +0,0 @@\n-1\n`],
  ['one of two', 'xP', `${head}@@ -1,2 +1 @@\n-1\n 2\n`],
  ['six between: one hunk', 'xPPPPPPx', `${head}@@ -1,8 +1,6 @@\n-1\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n`],
  [
    'seven between: two hunks',
    'xPPPPPPPx',
    `${head}@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -6,4 +5,3 @@\n 6\n 7\n 8\n-9\n`,
  ],
])('%s', (_, letters, expected) => {
  expect(diff(linesOf(letters))).toBe(expected)
  expect(diff(linesOf(letters), false, 1)).toBe(expected)
})

const noEnd = '\n\\ No newline at end of file\n'

test.each<[string, readonly Made[], boolean, string]>([
  ['a removed line without LF', [['P\n'], ['x', 'line']], false, `@@ -1,2 +1 @@\n P\n-x${noEnd}`],
  ['a kept line without LF', [['x\n', 'line'], ['P']], false, `@@ -1,2 +1 @@\n-x\n P${noEnd}`],
  ['bytes as they are', [['\xff\x1b\r\n', 'line']], false, '@@ -1 +0,0 @@\n-\xff\x1b\r\n'],
  [
    'a piece of a long line is no context',
    [['y'.repeat(20_000)], ['x\n', 'line']],
    false,
    '@@ -2 +1,0 @@\n-x\n',
  ],
])('%s', (_, lines, color, expected) => expect(diff(lines, color)).toBe(head + expected))

test('on a terminal', () =>
  expect(diff([['\x1bP\r\n'], ['x', 'line']], true)).toBe(
    `\x1b[1m--- a.txt\x1b[22m\n\x1b[1m+++ a.txt (cleaned)\x1b[22m\n\x1b[36m@@ -1,2 +1 @@\x1b[39m\n \\x1bP\n\x1b[31m-x\x1b[39m${noEnd}`,
  ))

test('a hunk of more than 1 MiB is split', () => {
  const line = `${'x'.repeat(1023)}\n`
  const text = diff(Array.from({ length: 2100 }, (): Made => [line, 'line']))
  expect(text.match(/^@@.*@@$/gm)).toEqual([
    '@@ -1,1025 +0,0 @@',
    '@@ -1026,1025 +0,0 @@',
    '@@ -2051,50 +0,0 @@',
  ])
})

function hasPatch(): boolean {
  try {
    execFileSync('patch', ['--version'])
    return true
  } catch {
    return false
  }
}

test.runIf(hasPatch())('patch makes the cleaned text of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dechaff-diff-'))
  const file = join(folder, 'a.txt')
  const letters = fc.array(fc.constantFrom('P', 'P', 'P', 'x'), { minLength: 1, maxLength: 40 })
  try {
    fc.assert(
      fc.property(letters, fc.boolean(), (some, ended) => {
        const lines = linesOf(some.join(''))
        const last = lines[lines.length - 1] as Made
        if (!ended) lines[lines.length - 1] = [last[0].trimEnd(), last[1]]
        const text = diff(lines)
        if (text === '') return
        writeFileSync(file, lines.map(([line]) => line).join(''))
        writeFileSync(join(folder, 'p'), text)
        execFileSync('patch', ['-s', '-o', join(folder, 'out'), file, join(folder, 'p')])
        const kept = lines.filter(([, how]) => how === undefined).map(([line]) => line)
        expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(kept.join(''))
      }),
      { numRuns: 30 },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
