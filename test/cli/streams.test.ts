/** Pipes, signals, terminals, odd input: one clear line or plain correct output. */
import { once } from 'node:events'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  harmful,
  latin1,
  other,
  page,
  program,
  prose,
  result,
  run,
  shell,
  start,
  testFolder,
  utf8,
} from './run.js'

const folder = testFolder()
const cwd = folder
writeFileSync(join(folder, 'a.txt'), page)
const big = prose.repeat(70_000)
writeFileSync(join(folder, 'big.txt'), big)
/** Only it has terminals to offer, and says what a child has used. */
const hasPython = (await shell('python3 -c "import pty, os; os.waitstatus_to_exitcode"')).code === 0
const quiet = { code: 0, signal: null, out: '', err: '' }

describe.concurrent('input', () => {
  test.each<[name: string, input: string, out: string, err?: string | undefined, args?: string[]]>([
    ['nothing', '', ''],
    ['one line feed', '\n', '\n'],
    ['no final newline', page.trimEnd(), prose],
    ['an end inside a character', `${page}\xe2\x80`, `${prose}\n\xe2\x80`],
    ['bytes that are not UTF-8', `\xff${page}`, `\xff${prose}`],
    ['a mark of byte order', `\xef\xbb\xbf${page}`, `\xef\xbb\xbf${prose}`],
    ['binary data', `\0\x01\xff${page}`, `\0\x01\xff${prose}`, 'binary data'],
    ['binary data, with -z', `${page}\0${page}`, `${prose}\0${prose}`, undefined, ['-z']],
    ['HTML', '<!DOCTYPE html>\n<p>It rained.</p>\n', 'It rained.\n'],
    ['HTML after a mark', '\xef\xbb\xbf \n<html>It rained.\n', 'It rained.\n'],
    [
      'JSON Lines',
      '{"url":"x","text":"It rained.\\nNo comments:"}\n',
      '{"url":"x","text":"It rained.\\n"}\n',
    ],
    ['JSON without a text', '{"a":1}\n', '{"a":1}\n'],
    ['quiet', '\0\n', '\0\n', undefined, ['-q']],
  ])('%s', async (_, text, out, kind, args = []) => {
    const err =
      kind === undefined ? '' : `clean: standard input: looks like ${kind}; cleaned as text, line by line\n`
    expect(await run(args, { input: Buffer.from(text, 'latin1') })).toEqual({ ...quiet, out, err })
  })

  test('the notice names the input', async () => {
    const { err } = await run(['--stdin-filename', 'x\x1b[2J.txt'], { input: '\0\n' })
    expect(err).toBe('clean: x\\x1b[2J.txt: looks like binary data; cleaned as text, line by line\n')
  })

  test('hostile text is explained without control characters', async () => {
    const hostile = Buffer.from(
      `${prose}\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066 \x00\x7f\u0085\u009b5m\nNo\x1b[1m comments:\r\nPost a Comment\r\n`,
    )
    for (const args of [['explain'], ['explain', '--color=always'], ['explain', '--color=never']]) {
      const { code, out, err } = await run(args, {
        input: Buffer.concat([hostile, Buffer.from([0x9b, 0x33, 0x31, 0x6d])]),
      })
      const colors = ['\x1b[31m', '\x1b[33m', '\x1b[39m']
      const text = colors.reduce((rest, color) => rest.replaceAll(color, ''), utf8(out))
      expect(code).toBe(0)
      expect(out.includes('\x1b')).toBe(args[1] === '--color=always')
      expect(harmful(text + err)).toEqual([])
      expect(text).toContain('owned')
    }
  })

  test.runIf(hasPython)('a line of 64 MB, in bounded memory', { timeout: 60_000 }, async () => {
    // The most memory that the program, a child of its own, ever had, in KiB.
    const memory = `import resource,subprocess,sys
code=subprocess.call(sys.argv[1:])
sys.stderr.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)`
    const { code, out, err } = await shell(
      `head -c 67108864 /dev/zero | tr '\\0' x | python3 -c "$1" '${process.execPath}' '${program}' | wc -c`,
      [memory],
      cwd,
    )
    expect([code, out.trim()]).toEqual([0, '67108864'])
    expect(Number(err)).toBeLessThan(130 * 1024)
  })
})

describe.concurrent('output', () => {
  test('five megabytes to a slow pipe', async () => {
    const child = start(['big.txt'], { cwd })
    child.stdout?.pause()
    await new Promise((done) => setTimeout(done, 400))
    const ended = result(child)
    child.stdout?.resume()
    const { code, out, err } = await ended
    expect([code, out.length, err]).toEqual([0, big.length, ''])
  })

  test.each([
    'clean big.txt | head -1',
    'cat < big.txt | clean | head -1',
    'clean explain big.txt | head -1 | cut -c1-4',
    'clean --audit A big.txt big.txt | head -1',
  ])('closed early: %s', async (command) => {
    const { code, out, err } = await shell(`${command}; echo "\${PIPESTATUS[@]}"`, [], cwd)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^(It rained[^\n]+|keep)\n(0|141)( 0)+\n$/)
  })

  test('closed early: rules list', async () => {
    expect(await shell('clean rules list | true; echo $' + '{PIPESTATUS[0]}')).toEqual({
      ...quiet,
      out: '0\n',
    })
  })

  test.each([
    'clean big.txt',
    'clean a.txt a.txt',
    'clean -l a.txt',
    'clean --diff a.txt',
    'clean explain a.txt',
    'clean --help',
    'clean rules list',
  ])('%s > /dev/full', async (command) => {
    expect(await shell(`${command} > /dev/full`, [], cwd)).toEqual({
      ...quiet,
      code: 2,
      err: 'clean: standard output: no space left on device\n',
    })
  })

  test('--line-buffered does not wait for the end', async () => {
    const child = start(['--line-buffered'])
    child.stdin?.write(page + prose)
    let out = ''
    while (out !== `${prose}\n${prose}`)
      out += String((await once(child.stdout as NodeJS.ReadableStream, 'data'))[0])
    child.stdin?.end(other)
    expect((await result(child)).code).toBe(0)
  })

  test('a pipe that pauses', async () => {
    expect(await shell('(cat a.txt; sleep 0.3; cat a.txt) | clean', [], cwd)).toEqual({
      ...quiet,
      out: `${prose}\n${prose}`,
    })
  })
})

describe.concurrent('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s leaves nothing behind', async (signal, code) => {
    const own = mkdtempSync(join(folder, 'signal-'))
    // The shell says what it makes of the end: 128 and the signal's number. Jobs are controlled, for
    // without that a script's background jobs ignore SIGINT.
    const command = `set -m; export TMPDIR=$PWD; mkfifo in; exec 9<>in
      for args in '-o out -' '--audit audit -' 'restore --audit ../a.txt -'; do
        '${process.execPath}' '${program}' $args < in & pid=$!
        sleep 0.6; kill -${signal} $pid; wait $pid; echo $?
      done 2> /dev/null`
    const { out } = await shell(command, [], own)
    expect(out).toBe(`${code}\n`.repeat(3))
    expect(readdirSync(own)).toEqual(['in'])
  })
})

/** Runs a command on a terminal of its own and returns what it shows, with the exit code in the end. */
async function onTerminal(command: string): Promise<string> {
  const script = `import pty,sys,os
code=pty.spawn(["bash","-c",sys.argv[1]])
print("code",os.waitstatus_to_exitcode(code))`
  const clean = `clean() { '${process.execPath}' '${program}' "$@"; }; export TERM=xterm; unset NO_COLOR FORCE_COLOR; ${command}`
  const { out } = await shell(`python3 -c '${script}' "$1" < /dev/null`, [clean], cwd)
  return out.replaceAll('\r', '').replaceAll('\x04', '').replaceAll('^D\b\b', '')
}

describe.runIf(hasPython).concurrent('on a terminal', () => {
  test.each(['clean', 'clean -q', 'clean explain', 'clean restore --audit A', 'clean --check'])(
    '%s without input: short help',
    async (command) => {
      const out = await onTerminal(command)
      expect(out).toMatch(/^Usage: clean [\s\S]+clean --help says more\.\ncode 2\n$/)
      expect(out.split('\n').length).toBeLessThan(6)
    },
  )

  test.each([
    [
      'a result is closed by a line',
      'clean a.txt',
      `${prose}removed 3 of 4 lines (clean explain shows which)\ncode 0\n`,
    ],
    ['not with --quiet', 'clean -q a.txt', `${prose}code 0\n`],
    ['not if the result goes elsewhere', 'clean a.txt | cat', `${prose}code 0\n`],
    ['nor with standard error elsewhere', 'clean a.txt 2> /dev/null', `${prose}code 0\n`],
    [
      'names without control characters',
      String.raw`cp a.txt $'x\e[2J'; clean -l $'x\e[2J'`,
      'x\\x1b[2J\ncode 0\n',
    ],
  ])('%s', async (_, command, out) => {
    expect(await onTerminal(command)).toBe(out)
  })

  test.each([
    ['clean --diff a.txt', true],
    ['NO_COLOR=1 clean --diff a.txt', false],
    ['NO_COLOR= clean --diff a.txt', true],
    ['TERM=dumb clean --diff a.txt', false],
    ['clean --diff --color=never a.txt', false],
    ['NO_COLOR=1 clean --diff --color=always a.txt', true],
    ['clean --diff a.txt | cat', false],
    ['FORCE_COLOR=1 clean --diff a.txt | cat', true],
    ['clean --diff --color=always a.txt | cat', true],
    ['clean explain a.txt', true],
  ])('%s: colours %s', async (command, colors) => {
    expect((await onTerminal(command)).includes('\x1b[3')).toBe(colors)
  })

  test('a diff without colours is escaped on a terminal, and only there', async () => {
    const hostile = `${prose}\x1b[2J\n\nNo comments:\nPost a Comment\n`
    writeFileSync(join(cwd, 'hostile.txt'), hostile)
    expect(await onTerminal('NO_COLOR=1 clean --diff hostile.txt')).not.toContain('\x1b')
    expect(await run(['--diff', 'hostile.txt'], { cwd })).toMatchObject({
      out: expect.stringContaining('\x1b[2J'),
    })
  })
})

test('the input was left alone', () => expect(latin1(join(folder, 'a.txt'))).toBe(page))
