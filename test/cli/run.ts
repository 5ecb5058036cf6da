/** Spawns the built program. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

export const program = resolve('dist/cli/clean.cjs')

/** Whoever runs the tests may have a config file. */
export const noConfig = { XDG_CONFIG_HOME: '/none' }

export interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface How {
  readonly input?: string | Uint8Array | undefined
  readonly cwd?: string | undefined
  readonly env?: Record<string, string> | undefined
  readonly uid?: number | undefined
}

export function start(args: readonly string[], { cwd, env = {}, uid }: How = {}): ChildProcess {
  const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env
  return spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...inherited, ...noConfig, TERM: 'xterm', ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
}

/** Runs the program to its end; bytes of its output are characters of `out`. */
export function run(args: readonly string[], how: How = {}): Promise<Ran> {
  const child = start(args, how)
  const ended = result(child)
  child.stdin?.on('error', () => {})
  child.stdin?.end(how.input === undefined ? '' : how.input)
  return ended
}

/** The same for a command of the shell; `clean` is the program, arguments are `$1` and on. */
export function shell(command: string, args: readonly string[] = [], cwd?: string): Promise<Ran> {
  const script = `clean() { '${process.execPath}' '${program}' "$@"; }\n${command}`
  return result(
    spawn('bash', ['-c', script, 'bash', ...args], {
      cwd,
      env: { ...process.env, ...noConfig },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

export function result(child: ChildProcess): Promise<Ran> {
  let [out, err] = ['', '']
  child.stdout?.setEncoding('latin1').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  return new Promise((resolved, rejected) => {
    child.on('error', rejected)
    child.on('close', (code, signal) => resolved({ code, signal, out, err }))
  })
}

/** A folder for one test file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dechaff-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Characters that may do harm to a terminal: C0 without the line feed, C1, bidirectional controls. */
export function harmful(text: string): string[] {
  return [...text].filter(
    (character) => /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(character) && character !== '\n',
  )
}

export const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString()

export const latin1 = (file: string): string => readFileSync(file, 'latin1')

export const prose = 'It rained all day, and the river rose over the lower meadow before noon.\n'
export const page = `${prose}\nNo comments:\nPost a Comment\n`
export const other = `The ferry did not sail on Tuesday, because nobody had come to sail it.\n\nShare this article\n`
export const otherKept = other.split('\n')[0]?.concat('\n') as string
