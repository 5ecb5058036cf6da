/** `clean [FILE …]`: every input through the cleaner, to where it belongs. */
import { statSync } from 'node:fs'
import type { TextCleaner } from '../core.js'
import { UserError } from '../errors.js'
import { type Output, openOutput, reasonOf } from '../io/files.js'
import { cleanerOf, switchesOf } from './cleaner.js'
import { checkFormats, createCleaning, openFormat } from './format.js'
import type { Arguments } from './options.js'
import { createRecords, type Records } from './records.js'
import { ownPath, type Target, targetOf } from './target.js'
import type { Terminal } from './terminal.js'

const KEPT_BYTES = 64 * 1024 // to begin with

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
  checkFormats(given)
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
      if (isInputError(error)) {
        terminal.error(error.message)
        continue
      }
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

/** What is wrong with the records of one input; the other inputs are still done. */
function isInputError(error: unknown): error is UserError {
  return error instanceof UserError && ['FIELD', 'RECORD'].includes(error.code)
}

async function cleanOne(run: Run, input: string): Promise<void> {
  const { given, terminal, cleaner, records, target } = run
  const name = input === '-' ? (given.values.get('stdin-filename') ?? '-') : input
  if (input !== '-') refuseKind(input, target)
  const path = ownPath(target, input, name)
  const own = path === undefined ? undefined : openOutput(path)
  try {
    const output = own ?? run.output ?? (target.kind === 'nowhere' ? undefined : terminal)
    const kept = createKept()
    const { format, chunks } = await openFormat(input, name, given, terminal)
    const cleaning = createCleaning({ format, name }, cleaner, given, records.begin(name), (bytes) => {
      if (output) kept.add(bytes)
    })
    for await (const chunk of chunks) {
      // Records may be more than the result.
      if (records.isSlow) await records.drain()
      cleaning.write(chunk)
      if (kept.size > 0) await output?.write(kept.take())
    }
    cleaning.end()
    if (kept.size > 0) await output?.write(kept.take())
    const changed = await records.endInput(name, format, cleaning.counts)
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

/** Kept bytes that wait to be written, in a buffer that is used again. */
function createKept() {
  let buffer = new Uint8Array(KEPT_BYTES)
  let size = 0
  return {
    get size() {
      return size
    },
    add(bytes: Uint8Array): void {
      if (size + bytes.length > buffer.length) {
        const larger = new Uint8Array(Math.max(size + bytes.length, buffer.length * 2))
        larger.set(buffer.subarray(0, size))
        buffer = larger
      }
      buffer.set(bytes, size)
      size += bytes.length
    },
    /** All of them; only valid until the next ones are added. */
    take(): Uint8Array {
      const taken = buffer.subarray(0, size)
      size = 0
      return taken
    },
  }
}
