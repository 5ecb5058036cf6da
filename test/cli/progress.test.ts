/** How far a run is: on a terminal, or where it is asked for. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { progressLine } from '../../src/cli/progress.js'
import { page, prose, run, shell, testFolder } from './run.js'

const root = testFolder()
const made = (text = page): string => {
  const cwd = mkdtempSync(join(root, 'case-'))
  for (const name of ['a', 'b']) writeFileSync(join(cwd, name), text)
  return cwd
}

test.each<[Parameters<typeof progressLine>, string]>([
  [
    [{ bytes: 0, documents: 0, lines: 0, removed: 0 }, 0, undefined],
    '0 B, 0 documents, 0 B/s, 0.0 % of lines removed',
  ],
  [
    [{ bytes: 312e6, documents: 96_104, lines: 1000, removed: 62 }, 4, 2.1e9],
    '312 MB of 2.1 GB (14 %), 96,104 documents, 78 MB/s, 6.2 % of lines removed, 0:23 left',
  ],
  [
    [{ bytes: 1e9, documents: 1, lines: 3, removed: 3 }, 100, 1e12],
    '1.0 GB of 1.0 TB (0 %), 1 documents, 10 MB/s, 100.0 % of lines removed, 27:45:00 left',
  ],
])('%j', (given, line) => expect(progressLine(...given)).toBe(line))

test.each([['1'], ['2']])('with --progress, in a log, by %s', async (jobs) => {
  const { code, err } = await run(['a', 'b', '-o', 'out/', '--progress', '-j', jobs], { cwd: made() })
  expect(code).toBe(0)
  const size = 2 * page.length
  expect(err).toMatch(
    new RegExp(
      `^([^\n]+ left\n)*${size} B of ${size} B \\(100 %\\), 2 documents, [\\d.]+ k?B/s, 75\\.0 % of lines removed, 0:00 left\n$`,
    ),
  )
})

test('not without a terminal, nor with never', async () => {
  expect((await run(['a', 'b'], { cwd: made() })).err).toBe('')
  expect((await run(['a', 'b', '--progress=never'], { cwd: made() })).err).toBe('')
  expect((await run(['a', '--progress=yes'], { cwd: made() })).err).toContain(
    'expected auto or always or never',
  )
})

test('one line on a terminal, which is cleared', async () => {
  const script = `import pty, os, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
out = b''
while True:
    try: data = os.read(fd, 65536)
    except OSError: break
    if not data: break
    out += data
sys.stdout.buffer.write(out)
os.waitpid(pid, 0)`
  const cwd = made(prose.repeat(300_000))
  writeFileSync(join(cwd, 'pty.py'), script)
  const { code, out } = await shell(
    `python3 -c 'import pty' || exit 99; python3 pty.py "$1" "$2" a b -o out/`,
    [process.execPath, join(process.cwd(), 'dist/cli/clean.cjs')],
    cwd,
  )
  if (code === 99) return
  expect(out.replaceAll('\x1b', '^')).toMatch(
    /^(\d+ MB of 44 MB \(\d+ %\), \d documents, \d+ [kM]B\/s, 0\.0 % of lines removed, 0:\d\d left\^\[K\r)+\^\[K$/,
  )
})
