/** What is said of wrong use: one line, exit code 2, nothing on standard output. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { harmful, page, prose, run, testFolder, utf8 } from './run.js'

const folder = testFolder()
const cwd = folder
writeFileSync(join(folder, 'a.txt'), page)
mkdirSync(join(folder, 'sub'))
mkdirSync(join(folder, 'x'))
for (const name of ['1e5', 'explain', 'rules', 'sub/a.txt', '-dash', 'b.txt'])
  writeFileSync(join(folder, name), page)
writeFileSync(join(folder, 'broken.yaml'), 'pack: en/x\ntitle: X\nlanguage: en\nrulez: []\nrules: 3\n')
writeFileSync(join(folder, 'hostile.yaml'), 'pack: "\\e[2Jx"\n"\\e[31m": 1\n')

describe.concurrent('wrong use', () => {
  test.each<[args: string[], message: string]>([
    [['--onyl', 'share', 'a.txt'], 'Unknown option `--onyl`; did you mean `--only`?'],
    [['--verison'], 'Unknown option `--verison`; did you mean `--version`?'],
    [['-x', 'a.txt'], 'Unknown option `-x`; clean --help shows all'],
    [['-check', 'a.txt'], 'Unknown option `-c`; did you mean `--check`?'],
    [['-qx', 'a.txt'], 'Unknown option `-x`; clean --help shows all'],
    [['--no-check'], 'Unknown option `--no-check`; clean --help shows all'],
    [['--__proto__', 'a.txt'], 'Unknown option `--__proto__`; clean --help shows all'],
    [['--constructor=1', 'a.txt'], 'Unknown option `--constructor`; clean --help shows all'],
    [['--a.b=3', 'a.txt'], 'Unknown option `--a.b`; clean --help shows all'],
    [['--=3'], 'Unknown option `--`; clean --help shows all'],
    [['--\x1b[31m\u202e'], 'Unknown option `--\\x1b[31m\\u202e`; clean --help shows all'],
    [['--only'], 'Unexpected end after `--only`, expected CATEGORIES; write it behind the option'],
    [['a.txt', '-o'], 'Unexpected end after `-o`, expected FILE; write it behind the option'],
    [
      ['--audit', '--check', 'a.txt'],
      'Unexpected `--check` after `--audit`, expected FILE; write `--audit=--check` if that is meant',
    ],
    [['--check=3', 'a.txt'], 'Unexpected `3` for --check, expected no value'],
    [['--only=', 'a.txt'], 'Unexpected nothing for --only, expected CATEGORIES'],
    [['--only', 'share,', 'a.txt'], 'Unexpected nothing for --only, expected CATEGORIES'],
    [['--output=', 'a.txt'], 'Unexpected nothing for --output, expected FILE'],
    [[''], 'Unexpected empty name, expected a file, or `-` for standard input'],
    [['-q', ''], 'Unexpected empty name, expected a file, or `-` for standard input'],
    [['--color=blue', 'a.txt'], 'Unexpected `blue` for --color, expected auto or always or never'],
    [['--guard', 'dorp', 'a.txt'], 'Unexpected `dorp` for --guard, expected keep or drop; write `drop`'],
    [
      ['--max-removed', '2', 'a.txt'],
      'Unexpected `2` for --max-removed, expected a share from 0 to 1, as 0.9',
    ],
    [
      ['--max-removed=-1', 'a.txt'],
      'Unexpected `-1` for --max-removed, expected a share from 0 to 1, as 0.9',
    ],
    [
      ['--max-removed', 'NaN', 'a.txt'],
      'Unexpected `NaN` for --max-removed, expected a share from 0 to 1, as 0.9',
    ],
    [
      ['--site', 'https://example.org/', 'a.txt'],
      'Unexpected `https://example.org/` for --site, expected a host, as example.org',
    ],
    [['--only', 'shar', 'a.txt'], 'Unknown category `shar`; did you mean `share`?'],
    [['--skip', 'share,comment', 'a.txt'], 'Unknown category `comment`; did you mean `comments`?'],
    [['--lang', 'pt,enn', 'a.txt'], 'Unknown language `enn`; did you mean `en`?'],
    [['--disable', 'en/shar', 'a.txt'], 'Unknown rule or pack `en/shar`; did you mean `en/share`?'],
    [
      ['--enable', 'en/comments#no-coments', 'a.txt'],
      'Unknown rule or pack `en/comments#no-coments`; did you mean `en/comments#no-comments`?',
    ],
    [['-i'], 'Unexpected --in-place with standard input, expected files to change'],
    [['-i', '-'], 'Unexpected --in-place with standard input, expected files to change'],
    [['-i', '-o', 'x', 'a.txt'], 'Unexpected --output beside --in-place, expected one of them'],
    [['-i/b', 'a.txt'], 'Unexpected `/b` for --in-place, expected a suffix without `/`'],
    [['-i', 'a.txt', './a.txt'], 'Unexpected `./a.txt` again, expected every file once'],
    [
      ['-o', 'x', 'a.txt', 'sub/a.txt'],
      'Unexpected second input named `a.txt`, expected different names; write to another directory',
    ],
    [
      ['-o', 'b.txt', 'b.txt'],
      'Unexpected `b.txt` as input and for --output, expected two files; use --in-place to change it',
    ],
    [
      ['-o', '.', 'b.txt'],
      'Unexpected `b.txt` as input and for --output, expected two files; use --in-place to change it',
    ],
    [
      ['--audit', 'b.txt', 'b.txt'],
      'Unexpected `b.txt` as input and for --audit, expected two files; use --in-place to change it',
    ],
    [
      ['--audit', 'new', '--stats=./new', 'b.txt'],
      'Unexpected `./new` for --stats and --audit, expected two files',
    ],
    [
      ['--rules', 'none.yaml', 'a.txt'],
      'none.yaml: no such file or directory, expected a pack or a folder of packs',
    ],
    [['explain', 'a.txt', 'b.txt'], 'Unexpected `b.txt`, expected one file; explain one after the other'],
    [
      ['restore', 'a.txt'],
      'Unexpected restore without --audit, expected the audit that `clean --audit FILE` wrote',
    ],
    [['restore', '--audit', 'none', 'a.txt'], 'none: no such file or directory'],
    [['restore', '--audit', 'a.txt', 'none'], 'none: no such file or directory'],
    [['rules'], 'Unexpected `nothing` after `rules`, expected list, show, test, lint or import'],
    [
      ['rules', 'lsit'],
      'Unexpected `lsit` after `rules`, expected list, show, test, lint or import; write `list`',
    ],
    [['rules', 'show', 'en/shar'], 'Unknown rule `en/shar`; did you mean `en/share`?'],
    [
      ['rules', 'show'],
      'Unexpected end after `rules show`, expected the id of a rule, as en/share#share-this',
    ],
    [['-o', 'none/x', 'a.txt'], 'none/x: no such file or directory'],
    [['--audit', 'none/x', 'a.txt'], 'none/x: no such file or directory'],
    [['--stats=none/x', 'a.txt'], 'none/x: no such file or directory'],
    [['none.txt'], 'none.txt: no such file or directory'],
    [['x'], 'Unexpected empty directory `x`, expected files to clean'],
    [['y*.txt'], 'Unexpected `y*.txt`, which matches no file, expected a file or a pattern'],
    [['explain', 'sub'], 'sub: is a directory, expected a file'],
    [['none\nname'], 'none\\x0aname: no such file or directory'],
  ])('%j', async (args, message) => {
    expect(await run(args, { cwd })).toEqual({ code: 2, signal: null, out: '', err: `clean: ${message}\n` })
  })

  test('an option of another command', async () => {
    const { code, out, err } = await run(['restore', '--audit', 'x', '-i', 'a.txt'], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^clean: Unexpected --in-place with `restore`, expected --output, [^\n]+\n$/)
  })

  test('an unknown rule far from all: one line that can be read', async () => {
    const { code, err } = await run(['--disable', 'qqqqqqqq', 'a.txt'], { cwd })
    expect([code, err.split('\n').length]).toEqual([2, 2])
    expect(err.length).toBeLessThan(1100)
  })

  test('a wrong pack: its first mistake, and how many more', async () => {
    const { code, out, err } = await run(['--rules', 'broken.yaml', 'a.txt'], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^clean: broken\.yaml:\d+:\d+: [^\n]+ \(and \d+ more: clean rules lint\)\n$/)
  })

  test('a wrong pack: lint names all mistakes', async () => {
    const { code, out } = await run(['rules', 'lint', 'broken.yaml'], { cwd })
    expect(code).toBe(1)
    expect(out).toMatch(/^(broken\.yaml:\d+:\d+: [^\n]+\n){2,}$/)
  })

  test.each([[['-r', 'hostile.yaml', 'a.txt']], [['rules', 'lint', 'hostile.yaml']]])(
    '%j does not reach the terminal',
    async (args) => {
      const { code, out, err } = await run(args, { cwd })
      expect(code).not.toBe(0)
      expect(harmful(utf8(out) + err)).toEqual([])
    },
  )
})

describe.concurrent('right use', () => {
  test.each<[args: string[]]>([
    [['1e5']],
    [['-q', '1e5']],
    [['-o', '-', 'a.txt']],
    [['-o-', 'a.txt']],
    [['--output=-', 'a.txt']],
    [['a.txt', '-q']],
    [['-vq', 'a.txt']],
    [['./explain']],
    [['--', 'explain']],
    [['-q', 'explain']],
    [['--', '-dash']],
    [['./-dash']],
    [['--only', 'comments', 'a.txt']],
    [['--only=share', '--only', 'comments,', 'a.txt'].map((arg) => arg.replace(',', ''))],
    [['--lang', 'en', 'a.txt']],
    [['--site', 'Example.org', 'a.txt']],
    [['--skip', 'share,related', 'a.txt']],
    [['--max-removed', '.95', 'a.txt']],
    [['-z', 'a.txt']],
  ])('%j', async (args) => {
    expect(await run(args, { cwd })).toEqual({ code: 0, signal: null, out: prose, err: '' })
  })

  test.each<[args: string[]]>([
    [['--skip', 'comments', 'a.txt']],
    [['--only', 'share', 'a.txt']],
    [['--no-default-rules', 'a.txt']],
    [['--lang', 'ja', 'a.txt']],
    [['--disable', 'en/comments,en/comment-form', 'a.txt']],
  ])('%j takes nothing', async (args) => {
    expect(await run(args, { cwd })).toEqual({ code: 0, signal: null, out: page, err: '' })
  })

  test.each([[['--disable', 'en/comments', '--enable', 'en/comments', 'a.txt']], [['-']], [[]]])(
    '%j',
    async (args) => {
      expect(await run(args, { cwd, input: page })).toMatchObject({ code: 0, out: prose, err: '' })
    },
  )

  test('a pack of your own, beside the shipped ones and alone', async () => {
    const pack = join(folder, 'own.yaml')
    writeFileSync(
      pack,
      `pack: en/own
title: Own
language: en
rules:
  - id: stamp
    category: other
    where: anywhere
    lines: ["printed in norrhaven"]
    why: Stands under every page of one site.
    remove: ["Printed in Norrhaven"]
    keep: ["It was printed in Norrhaven."]
`,
    )
    const input = `${prose}Printed in Norrhaven.\n${page}`
    expect(await run(['-r', pack], { input })).toMatchObject({ code: 0, out: prose + prose, err: '' })
    expect(await run(['-r', pack, '--no-default-rules'], { input })).toMatchObject({
      code: 0,
      out: prose + page,
      err: '',
    })
  })

  test.each([
    [['--help'], /^dechaff takes[\s\S]+Exit codes/],
    [['-h', 'a.txt'], /^dechaff takes/],
    [['--version'], /^dechaff \d+\.\d+\.\d+\n$/],
    [['rules', 'show', 'en/comments#no-comments'], /^id: en\/comments#no-comments\n/],
    [['rules', 'list'], /^[^\n]+#[^\n]+\n/],
  ])('%j', async (args, text) => {
    const { code, out, err } = await run(args, { cwd })
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(text)
  })
})

test('help fits 80 columns', async () => {
  const { out } = await run(['--help'])
  const lines = utf8(out).split('\n')
  expect(lines.filter((line) => line.length > 80)).toEqual([])
})

// Root may read everything.
test.runIf(process.getuid?.() === 0)('a file that may not be read', async () => {
  writeFileSync(join(folder, 'secret'), page, { mode: 0o600 })
  chmodSync(folder, 0o755)
  expect(await run(['secret', 'a.txt'], { cwd, uid: 65534 })).toEqual({
    code: 2,
    signal: null,
    out: prose,
    err: 'clean: secret: permission denied\n',
  })
})
