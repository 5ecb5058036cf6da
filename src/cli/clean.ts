/** `clean [FILE …]`: every input through the cleaner, to where it belongs. */
import { statSync } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TextCleaner } from '../core.js'
import { type Output, openInput, openOutput, reasonOf } from '../io/files.js'
import { cleanStream } from '../io/transform.js'
import { cleanerOf, streamOptionsOf, switchesOf } from './cleaner.js'
import { noticeKind } from './kind.js'
import type { Arguments } from './options.js'
import { createRecords, type Records } from './records.js'
import { ownPath, type Target, targetOf } from './target.js'
import type { Terminal } from './terminal.js'

interface Run {
  readonly given: Arguments
  readonly terminal: Terminal
  readonly cleaner: TextCleaner
  readonly records: Records
  readonly target: Target
  /** The file that all inputs share. */
  readonly output: Output | undefined
}

export async function cleanFiles(given: Arguments, terminal: Terminal): Promise<number> {
  const inputs = given.operands.length > 0 ? given.operands : ['-']
  const target = targetOf(given, inputs)
  const cleaner = await cleanerOf(given)
  const output = target.kind === 'file' ? openOutput(target.path) : undefined
  const isShared = target.kind === 'stdout' || target.kind === 'file'
  const outputs = inputs.length < 2 ? 'one' : isShared ? 'shared' : 'each'
  const records = await createRecords({ given, cleaner, terminal, outputs, switches: switchesOf(given) })
  const done = await cleanAll({ given, terminal, cleaner, records, target, output }, inputs)
  if (done.length === 0) {
    output?.discard()
    records.discard()
    return 2
  }
  await output?.commit()
  await records.end(target.kind === 'stdout')
  if (done.length < inputs.length) return 2
  return given.flags.has('check') && records.changed ? 1 : 0
}

/** The inputs that were cleaned; what became of the others is said. None, if their output broke. */
async function cleanAll(run: Run, inputs: readonly string[]): Promise<readonly string[]> {
  const { terminal, output } = run
  const done: string[] = []
  for (const input of inputs) {
    try {
      await cleanOne(run, input)
      done.push(input)
    } catch (error) {
      const reason = reasonOf(error)
      // A closed pipe ends the run: for its reader all is done.
      if (reason === undefined || terminal.isClosed(error)) throw error
      const { path, syscall } = error as { path?: string; syscall?: string }
      const isOutput = syscall === 'write'
      terminal.error(
        `${path ?? (isOutput ? 'standard output' : input === '-' ? 'standard input' : input)}: ${reason}`,
      )
      if (isOutput && (output || path === undefined)) return []
    }
  }
  return done
}

async function cleanOne(run: Run, input: string): Promise<void> {
  const { given, terminal, cleaner, records, target } = run
  const name = input === '-' ? (given.values.get('stdin-filename') ?? '-') : input
  if (input !== '-') refuseKind(input, target)
  const path = ownPath(target, input, name)
  const own = path === undefined ? undefined : openOutput(path)
  try {
    const source = openInput(input)
    source.once('data', (chunk: Uint8Array) => noticeKind(name, chunk, given, terminal))
    source.pause()
    const transform = cleanStream(cleaner, { ...streamOptionsOf(given), ...records.begin(name) })
    const output = own ?? run.output ?? (target.kind === 'nowhere' ? undefined : terminal)
    const sink = sinkOf(output?.write)
    if (records.isSlow) await pipeline(source, waitFor(records), transform, sink)
    else await pipeline(source, transform, sink)
    const changed = await records.endInput(name)
    if (target.kind !== 'inPlace') await own?.commit()
    else if (changed) await own?.commit(target.suffix === '' ? undefined : input + target.suffix)
    else own?.discard()
  } catch (error) {
    own?.discard()
    throw error
  }
}

/** Before anything is written: a directory must not leave an empty result behind, nor a device be replaced. */
function refuseKind(input: string, target: Target): void {
  const found = statSync(input)
  const code = found.isDirectory() ? 'EISDIR' : target.kind === 'inPlace' && !found.isFile() ? 'ENOTREG' : ''
  if (code !== '') throw Object.assign(new Error(code), { code, syscall: 'read', path: input })
}

/** Lets a chunk through when the records of those before it are written: they may be more than the result. */
function waitFor(records: Records) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      await records.drain()
      yield chunk
    }
  }
}

/** The end of one input's pipeline: what is behind it stays open for the others. */
function sinkOf(write?: (bytes: Uint8Array) => Promise<void>): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (write) write(chunk).then(() => done(), done)
      else done()
    },
  })
}
