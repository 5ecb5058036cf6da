/** `clean [FILE …]`: every input through the cleaner, to where it belongs. */
import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TextCleaner } from '../core.js'
import { UserError } from '../errors.js'
import { type Output, openInput, openOutput, reasonOf } from '../io/files.js'
import { cleanStream } from '../io/transform.js'
import { cleanerOf, switchesOf } from './cleaner.js'
import { noticeKind } from './kind.js'
import type { Arguments } from './options.js'
import { createRecords, type Records } from './records.js'
import type { Terminal } from './terminal.js'

/** Where results go. */
type Target =
  | { kind: 'nowhere' }
  | { kind: 'stdout' }
  | { kind: 'inPlace'; suffix: string }
  | { kind: 'folder'; path: string }
  | { kind: 'file'; path: string }

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return path.endsWith('/')
  }
}

function targetOf({ flags, values, operands }: Arguments): Target {
  const path = values.get('output')
  const suffix = values.get('in-place')
  if (suffix !== undefined) {
    if (path !== undefined)
      throw new UserError('USAGE', {}, 'Unexpected --output beside --in-place, expected one of them')
    if (operands.length === 0 || operands.includes('-')) {
      throw new UserError('USAGE', {}, 'Unexpected --in-place with standard input, expected files to change')
    }
    if (suffix.includes('/'))
      throw new UserError(
        'USAGE',
        {},
        `Unexpected \`${suffix}\` for --in-place, expected a suffix without \`/\``,
      )
  }
  if (['check', 'list-different', 'diff', 'dry-run'].some((flag) => flags.has(flag)))
    return { kind: 'nowhere' }
  if (suffix !== undefined) return { kind: 'inPlace', suffix }
  if (path === undefined || path === '-') return { kind: 'stdout' }
  return isFolder(path) ? { kind: 'folder', path } : { kind: 'file', path }
}

/** Would the result overwrite the input while it is read? */
function isSameFile(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)]
    return a.dev === b.dev && a.ino === b.ino && a.isFile()
  } catch {
    return false
  }
}

function refuseOverwriting(target: Target, inputs: readonly string[]): void {
  if (target.kind === 'folder') {
    const names = new Set<string>()
    for (const input of inputs) {
      const name = basename(input)
      if (names.has(name))
        throw new UserError(
          'USAGE',
          {},
          `${input}: a second input named \`${name}\`, expected different names for ${target.path}; write to another directory`,
        )
      names.add(name)
    }
  }
  for (const input of inputs) {
    const path =
      target.kind === 'file'
        ? target.path
        : target.kind === 'folder'
          ? join(target.path, basename(input))
          : undefined
    if (path !== undefined && isSameFile(path, input)) {
      throw new UserError(
        'USAGE',
        {},
        `${input}: is input and output, expected two files; use --in-place to change it`,
      )
    }
  }
}

interface Run {
  readonly given: Arguments
  readonly terminal: Terminal
  readonly cleaner: TextCleaner
  readonly records: Records
}

export async function cleanFiles(given: Arguments, terminal: Terminal): Promise<number> {
  const target = targetOf(given)
  const inputs = given.operands.length > 0 ? given.operands : ['-']
  refuseOverwriting(target, inputs)
  const cleaner = await cleanerOf(given)
  const shared = target.kind === 'stdout' || target.kind === 'file'
  const records = await createRecords(
    given,
    cleaner,
    terminal,
    shared && inputs.length > 1,
    switchesOf(given),
  )
  const run: Run = { given, terminal, cleaner, records }
  let failed = false
  const output = target.kind === 'file' ? openOutput(target.path) : undefined
  for (const input of inputs) {
    try {
      await cleanOne(run, input, target, output)
    } catch (error) {
      if (terminal.isClosed(error)) {
        await records.end()
        return 0
      }
      const reason = reasonOf(error)
      if (reason === undefined) throw error
      terminal.error(`${placeOf(error, input)}: ${reason}`)
      failed = true
      if ((error as { syscall?: string }).syscall === 'write') break
    }
  }
  output?.commit()
  await records.end()
  records.close(target.kind === 'stdout')
  if (failed) return 2
  return given.flags.has('check') && records.changed ? 1 : 0
}

/** The file an error of the system is about. */
function placeOf(error: unknown, input: string): string {
  const { path, syscall } = error as { path?: string; syscall?: string }
  if (syscall === 'write' && path === undefined) return 'standard output'
  return path ?? (input === '-' ? 'standard input' : input)
}

async function cleanOne(run: Run, input: string, target: Target, output: Output | undefined): Promise<void> {
  const { given, terminal, cleaner, records } = run
  const name = input === '-' ? (given.values.get('stdin-filename') ?? '-') : input
  // Before anything is written: a directory must not leave an empty result behind.
  if (input !== '-' && statSync(input).isDirectory()) {
    throw Object.assign(new Error('directory'), { code: 'EISDIR', syscall: 'read', path: input })
  }
  const own =
    target.kind === 'inPlace'
      ? openOutput(input)
      : target.kind === 'folder'
        ? openOutput(join(target.path, basename(name === '-' ? 'stdin' : name)))
        : undefined
  const source = openInput(input)
  const first = records.begin(name)
  let peeked = false
  source.prependOnceListener('data', (chunk: Uint8Array) => {
    if (!peeked) noticeKind(name, chunk, given, terminal)
    peeked = true
  })
  source.pause()
  const transform = cleanStream(cleaner, {
    nullData: given.flags.has('null-data'),
    lineBuffered: given.flags.has('line-buffered'),
    site: given.values.get('site'),
    guard: given.values.get('guard') as 'keep' | 'drop' | undefined,
    ...first,
  })
  try {
    if (target.kind === 'nowhere')
      await pipeline(
        source,
        transform,
        new Writable({ write: (_chunk, _encoding, done) => void records.drain().then(() => done(), done) }),
      )
    else
      await pipeline(source, transform, own?.stream ?? output?.stream ?? process.stdout, {
        end: own !== undefined,
      })
    const changed = await records.endInput(name)
    if (target.kind === 'inPlace' && !changed) own?.discard()
    else own?.commit(target.kind === 'inPlace' && target.suffix !== '' ? input + target.suffix : undefined)
  } catch (error) {
    own?.discard()
    throw error
  }
}
