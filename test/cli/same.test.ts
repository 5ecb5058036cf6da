/** However the bytes come and go, they are the same. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { latin1, program, result, run, shell, start, testFolder } from './run.js'

const root = testFolder()
const cases = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`samples/${entry.name}/input.txt`))
  .map(({ name }) => ({
    name,
    input: readFileSync(`samples/${name}/input.txt`),
    kept: latin1(`samples/${name}/expected.txt`),
  }))

/** A folder with the inputs of all samples under their names. */
function made(): string {
  const folder = mkdtempSync(join(root, 'case-'))
  for (const { name, input } of cases) writeFileSync(join(folder, name), input)
  return folder
}

const names = cases.map(({ name }) => name)
const results = (folder: string): string[] => names.map((name) => latin1(join(folder, name)))
const expected = cases.map(({ kept }) => kept)
// One of the samples is taken for binary data; nothing else may be said.
const quiet = {
  code: 0,
  out: '',
  err: expect.stringMatching(/^(clean: [^\n]+: looks like binary data; cleaned as text, line by line\n)?$/),
}

test('samples in place', async () => {
  const cwd = made()
  expect(await run(['-i', ...names], { cwd })).toMatchObject(quiet)
  expect(results(cwd)).toEqual(expected)
})

test('samples to a folder', async () => {
  const cwd = made()
  const folder = mkdtempSync(join(root, 'out-'))
  expect(await run(['-o', folder, ...names], { cwd })).toMatchObject(quiet)
  expect(results(folder)).toEqual(expected)
})

test('samples to standard output, one after the other', async () => {
  expect(await run(names, { cwd: made() })).toMatchObject({ ...quiet, out: expected.join('') })
})

test('samples to one file', async () => {
  const cwd = made()
  expect(await run([...names, '-o', 'all'], { cwd })).toMatchObject(quiet)
  expect(latin1(join(cwd, 'all'))).toBe(expected.join(''))
})

test('samples through a pipe, each for itself', { timeout: 60_000 }, async () => {
  const cwd = made()
  const folder = mkdtempSync(join(root, 'pipe-'))
  // Two at a time, as there are cores.
  const script = `one() { cat "$1" | '${process.execPath}' '${program}' > '${folder}'/"$1"; }
    export -f one; printf '%s\\0' * | xargs -0 -n1 -P2 bash -c 'one "$0"'`
  expect(await shell(script, [], cwd)).toMatchObject(quiet)
  expect(results(folder)).toEqual(expected)
})

test.each([1, 7, 65_536])('pieces of %i bytes', async (size) => {
  const input = Buffer.concat(cases.map(({ input }) => input)).subarray(0, size === 1 ? 4000 : undefined)
  const child = start([])
  const ended = result(child)
  for (let at = 0; at < input.length; at += size) {
    child.stdin?.write(input.subarray(at, at + size))
    // Now and then the reader gets the time to see a piece by itself.
    if (at % (size * 64) === 0) await new Promise((done) => setTimeout(done, 1))
  }
  child.stdin?.end()
  const whole = await run([], { input })
  expect(await ended).toEqual(whole)
  expect(whole).toMatchObject({ code: 0 })
})
