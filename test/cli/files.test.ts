/** Where results go: files, folders, in place; and how to look before. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { latin1, other, otherKept, page, prose, run, shell, testFolder } from './run.js'

const root = testFolder()

/** A folder with two files to clean, and one that stays as it is. */
function made(): string {
  const folder = mkdtempSync(join(root, 'case-'))
  writeFileSync(join(folder, 'a.txt'), page)
  writeFileSync(join(folder, 'b.txt'), other)
  writeFileSync(join(folder, 'same.txt'), prose)
  return folder
}

/** All files of a folder and what they hold. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .flatMap((name) => (statSync(join(folder, name)).isFile() ? [[name, latin1(join(folder, name))]] : [])),
  )

const untouched = { 'a.txt': page, 'b.txt': other, 'same.txt': prose }

describe.concurrent('results', () => {
  test.each<[args: string[], changed: Record<string, string>, code?: number, err?: string]>([
    [['-i', 'a.txt', 'same.txt'], { 'a.txt': prose }],
    [['-i.bak', 'a.txt', 'same.txt'], { 'a.txt': prose, 'a.txt.bak': page }],
    [['--in-place=.bak', 'a.txt'], { 'a.txt': prose, 'a.txt.bak': page }],
    [['a.txt', '--in-place', 'b.txt'], { 'a.txt': prose, 'b.txt': otherKept }],
    [['-qi', 'a.txt'], { 'a.txt': prose }],
    [['-iq', 'a.txt'], { 'a.txt': prose, 'a.txtq': page }],
    [['-o', 'new', 'a.txt'], { new: prose }],
    [['-onew', 'a.txt'], { new: prose }],
    [['a.txt', '-o', 'b.txt'], { 'b.txt': prose }],
    [['-o', 'new', 'a.txt', 'b.txt'], { new: prose + otherKept }],
    [['-i', 'none.txt', 'a.txt'], { 'a.txt': prose }, 2, 'clean: none.txt: no such file or directory\n'],
    [['-i', '.'], { 'a.txt': prose, 'b.txt': otherKept }],
    [['-i', '.', 'a.txt'], {}, 2, 'clean: Unexpected `a.txt` again, expected every file once\n'],
    [['-i', '/dev/null'], {}, 2, 'clean: /dev/null: is a device or a pipe, expected a file to change\n'],
    [['-o', 'new', 'none.txt', 'a.txt'], { new: prose }, 2, 'clean: none.txt: no such file or directory\n'],
    [['-o', 'b.txt', 'none.txt'], {}, 2, 'clean: none.txt: no such file or directory\n'],
    [['-o', '/dev/full', 'a.txt'], {}, 2, 'clean: /dev/full: no space left on device\n'],
    [['--audit', '/dev/full', 'a.txt', '-o', 'new'], {}, 2, 'clean: /dev/full: no space left on device\n'],
    [['-i', '-n', 'a.txt'], {}],
    [['-i', '--check', 'a.txt'], {}, 1],
    [['--guard', 'drop', '-i', 'same.txt'], {}],
  ])('%j', async (args, changed, code = 0, err = '') => {
    const cwd = made()
    expect(await run(args, { cwd })).toEqual({ code, signal: null, out: '', err })
    expect(contents(cwd)).toEqual({ ...untouched, ...changed })
  })

  test('a folder gets every file under its name', async () => {
    const cwd = made()
    mkdirSync(join(cwd, 'out'))
    expect(await run(['-o', 'out', 'a.txt', 'b.txt', '-'], { cwd, input: page })).toMatchObject({
      code: 0,
      out: '',
      err: '',
    })
    expect(contents(join(cwd, 'out'))).toEqual({ 'a.txt': prose, 'b.txt': otherKept, stdin: prose })
  })

  test('nothing changed: not even the time of the file', async () => {
    const cwd = made()
    const file = join(cwd, 'same.txt')
    utimesSync(file, 1000, 1000)
    await run(['-i.bak', 'same.txt'], { cwd })
    expect(statSync(file).mtimeMs).toBe(1_000_000)
    expect(contents(cwd)).toEqual(untouched)
  })

  test('mode and link are kept, also under a umask', async () => {
    const cwd = made()
    chmodSync(join(cwd, 'a.txt'), 0o666)
    symlinkSync('a.txt', join(cwd, 'link'))
    expect(await shell('umask 077; clean -i link', [], cwd)).toMatchObject({ code: 0, err: '' })
    expect(lstatSync(join(cwd, 'link')).isSymbolicLink()).toBe(true)
    expect(statSync(join(cwd, 'a.txt')).mode & 0o777).toBe(0o666)
    expect(latin1(join(cwd, 'a.txt'))).toBe(prose)
  })

  test('a name as long as names may be', async () => {
    const cwd = made()
    const name = 'n'.repeat(255)
    writeFileSync(join(cwd, name), page)
    expect(await run(['-i', name], { cwd })).toMatchObject({ code: 0, err: '' })
    expect(latin1(join(cwd, name))).toBe(prose)
  })

  test.runIf(process.getuid?.() === 0)('in place, a file that may not be read', async () => {
    const cwd = made()
    for (const folder of [root, cwd]) chmodSync(folder, 0o777)
    writeFileSync(join(cwd, 'secret'), page, { mode: 0o600 })
    expect(await run(['-i', 'secret'], { cwd, uid: 65534 })).toMatchObject({
      code: 2,
      err: 'clean: secret: permission denied\n',
    })
    expect(contents(cwd)).toEqual({ ...untouched, secret: page })
  })

  test.runIf(process.getuid?.() === 0)('in place, a folder that may not be written', async () => {
    const cwd = made()
    for (const folder of [root, cwd]) chmodSync(folder, 0o755)
    expect(await run(['-i', 'a.txt'], { cwd, uid: 65534 })).toMatchObject({
      code: 2,
      err: 'clean: a.txt: permission denied\n',
    })
  })
})

describe.concurrent('look before you leap', () => {
  test.each<[args: string[], code: number, out: string, err?: string]>([
    [['-n', 'a.txt', 'same.txt'], 0, ''],
    [['--check', 'a.txt'], 1, ''],
    [['--check', 'same.txt'], 0, ''],
    [['--check', 'a.txt', 'none.txt'], 2, '', 'clean: none.txt: no such file or directory\n'],
    [['-l', 'a.txt', 'same.txt', 'b.txt'], 0, 'a.txt\nb.txt\n'],
    [['-l', '--check', 'a.txt', 'same.txt'], 1, 'a.txt\n'],
    [['--diff', 'same.txt'], 0, ''],
    [
      ['--diff', 'b.txt'],
      0,
      `--- b.txt\n+++ b.txt (cleaned)\n@@ -1,3 +1 @@\n ${otherKept}-\n-Share this article\n`,
    ],
    [
      ['--diff', '--check', 'b.txt'],
      1,
      `--- b.txt\n+++ b.txt (cleaned)\n@@ -1,3 +1 @@\n ${otherKept}-\n-Share this article\n`,
    ],
    [['-v', '-n', 'a.txt'], 0, '', 'clean: a.txt: text, 3 lines removed\n'],
  ])('%j', async (args, code, out, err = '') => {
    const cwd = made()
    expect(await run(args, { cwd })).toEqual({ code, signal: null, out, err })
    expect(contents(cwd)).toEqual(untouched)
  })

  test('-l names standard input', async () => {
    expect(await run(['-l'], { input: page })).toMatchObject({ code: 0, out: 'standard input\n' })
    expect(await run(['-l', '--stdin-filename', 'x.txt'], { input: page })).toMatchObject({
      code: 0,
      out: 'x.txt\n',
    })
  })

  test('patch takes the diff, there and back', async () => {
    const cwd = made()
    const input = `${page.replaceAll('\n', '\r\n')}${prose.repeat(9)}\nShare this article\nNo comments:`
    writeFileSync(join(cwd, 'a.txt'), input)
    const { code, err } = await shell(
      `command -v patch >/dev/null || exit 99
      clean --diff a.txt > d; clean a.txt -o clean.txt
      patch --binary -s -o there.txt a.txt d && patch --binary -s -R -o back.txt clean.txt d`,
      [],
      cwd,
    )
    if (code === 99) return
    expect([code, err]).toEqual([0, ''])
    expect(latin1(join(cwd, 'there.txt'))).toBe(latin1(join(cwd, 'clean.txt')))
    expect(latin1(join(cwd, 'back.txt'))).toBe(input)
  })
})

describe.concurrent('statistics', () => {
  const counts = {
    documents: 2,
    changed: 1,
    lines: { in: 5, out: 2 },
    bytes: { in: page.length + prose.length, out: 2 * prose.length },
  }

  test('to a file', async () => {
    const cwd = made()
    expect(await run(['--stats=s.json', 'a.txt', 'same.txt'], { cwd })).toMatchObject({
      code: 0,
      out: prose + prose,
      err: '',
    })
    expect(JSON.parse(readFileSync(join(cwd, 's.json'), 'utf8'))).toMatchObject(counts)
  })

  test('to standard error, also with --quiet', async () => {
    const { out, err } = await run(['-q', '--stats', 'a.txt', 'same.txt'], { cwd: made() })
    expect(out).toBe(prose + prose)
    expect(JSON.parse(err)).toMatchObject(counts)
  })

  test('of a dropped document', async () => {
    const input = 'No comments:\n'.repeat(30)
    const stats = async (guard: string): Promise<unknown[]> => {
      const { out, err } = await run(['--stats', '-q', '--guard', guard], { input })
      const { guarded, dropped } = JSON.parse(err)
      return [out, guarded, dropped]
    }
    expect(await stats('keep')).toEqual([input, 1, 0])
    expect(await stats('drop')).toEqual(['', 0, 1])
  })
})

test('the guard says so, once a document', async () => {
  const input = 'No comments:\n'.repeat(30)
  expect(await run([], { input })).toMatchObject({
    code: 0,
    out: input,
    err: 'clean: standard input: more than --max-removed would go, left as it was\n',
  })
  expect(await run(['--guard', 'drop', '-z'], { input: `${input}\0${prose}\0` })).toMatchObject({
    code: 0,
    out: `\0${prose}\0`,
    err: 'clean: standard input: document 1: more than --max-removed would go, dropped\n',
  })
  expect(await run(['--max-removed', '1', '-v'], { input })).toMatchObject({
    code: 0,
    out: '',
    err: 'clean: standard input: text, 30 lines removed\n',
  })
})
