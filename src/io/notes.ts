/**
 * What a run into a directory notes there, so that another can go on with it after a kill. The layout
 * is datatrove's, whose rank is a slice of ours (`--shard I/N`; 00000 without), inside a folder for
 * each list of inputs:
 *
 *   DIR/.dechaff/<inputs>/run.json             version, rules and options; all slices have the same
 *                         running/00000        the process that is at it
 *                         done/00000.jsonl     a line for each finished input
 *                         audit/00000/…        the audit and the rejects of each input, until all are put together
 *                         tmp/00000/           files that are not whole
 *                         stats/00000.json     counts of a finished slice
 *                         completions/00000    it is finished
 *                         stats.json           counts of all slices, when all are finished
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../errors.js'
import { noteUnfinished } from './files.js'
import { lock } from './lock.js'

/** The folder in an output directory; a walk through folders never enters it. */
export const NOTES = '.dechaff'

/** A line of `done`: what was read, what was written, what is to be summed up. */
export interface Done {
  readonly input: string
  /** Bytes, and when it was changed, in milliseconds. */
  readonly size: number
  readonly time: number
  readonly output: string
  readonly written: number
  readonly totals: {
    readonly documents: number
    readonly lines: number
    readonly removed: number
    readonly rejected: number
  }
  readonly counts?: object | undefined
}

export interface NotesOptions {
  /** The output directory. */
  readonly output: string
  readonly operands: readonly string[]
  readonly slice: { readonly index: number; readonly count: number }
  /** Go on with what an earlier run noted; else begin anew. */
  readonly resume: boolean
  /** Keep the notes at the end of a run that did all. */
  readonly keep: boolean
  /** What bears on the results, by name. */
  readonly run: Record<string, unknown>
}

export interface Notes {
  /** For files that are not whole. */
  readonly folder: string
  /** What an earlier run finished, by input. */
  readonly done: ReadonlyMap<string, Done>
  recordOf(input: string, kind: 'audit' | 'rejects'): string
  /** An input is finished: its result has its name. */
  note(done: Done): void
  /** The slice was gone through; `isWhole`: nothing of it failed. */
  end(isWhole: boolean, counts: object | undefined, merge: (all: readonly object[]) => object): void
  /** The run gives up. */
  close(): void
}

export function openNotes({ output, operands, slice, resume, keep, run }: NotesOptions): Notes {
  const id = hashOf(JSON.stringify(operands))
  const root = join(output, NOTES, id)
  const rank = String(slice.index).padStart(5, '0')
  const at = (...parts: string[]): string => join(root, ...parts)
  for (const name of ['running', 'done', 'stats', 'completions', join('tmp', rank), join('audit', rank)])
    mkdirSync(at(name), { recursive: true })
  const unlock = lock(at('running', rank), output)
  const forget = noteUnfinished(at('tmp', rank))
  try {
    checkRun(at('run.json'), { ...run, slices: slice.count }, resume, slice.count > 1)
    for (const name of ['tmp', ...(resume ? [] : ['audit'])]) empty(at(name, rank))
    for (const name of [at('stats', `${rank}.json`), at('completions', rank), at('stats.json')])
      rmSync(name, { force: true })
  } catch (error) {
    unlock()
    throw error
  }
  const journal = at('done', `${rank}.jsonl`)
  const done = resume ? readDone(journal) : new Map<string, Done>()
  // Written anew: a line that a kill cut off must not run into the next one.
  replace(journal, [...done.values()].map(lineOf).join(''))
  const fd = openSync(journal, 'a')

  function close(): void {
    closeSync(fd)
    forget()
    unlock()
  }

  return {
    folder: at('tmp', rank),
    done,
    recordOf: (input, kind) => at('audit', rank, `${hashOf(input)}.${kind}`),
    note: (entry) => void writeSync(fd, lineOf(entry)),
    end(isWhole, counts, merge) {
      if (isWhole && counts) {
        replace(at('stats', `${rank}.json`), json(counts))
        replace(at('completions', rank), '')
        if (readdirSync(at('completions')).length >= slice.count) {
          const all = readdirSync(at('stats')).sort()
          replace(
            at('stats.json'),
            json(merge(all.map((name) => JSON.parse(readFileSync(at('stats', name), 'utf8'))))),
          )
        }
      }
      if (isWhole) rmSync(at('audit', rank), { recursive: true, force: true })
      close()
      if (isWhole && !keep) remove(root, join(output, NOTES))
    },
    close,
  }
}

/** A name that tells texts apart. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** The options of an earlier run must be those of this one, or results would be of two kinds. */
function checkRun(file: string, run: Record<string, unknown>, resume: boolean, isSliced: boolean): void {
  const isThere = existsSync(file)
  if (isThere && (resume || isSliced)) {
    const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    const names = [...new Set([...Object.keys(before), ...Object.keys(run)])]
    const other = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(run[name]))
    if (other.length > 0)
      throw new UserError(
        'RESUME_OPTIONS',
        {},
        `Unexpected ${other.map((name) => `${name} ${said(run[name])}`).join(', ')}, expected ${other
          .map((name) => `${name} ${said(before[name])}`)
          .join(
            ', ',
          )} as in the run to go on with; give the same options, or ${isSliced ? `remove ${dirname(file)}` : 'begin anew without --resume'}`,
      )
  } else replace(file, json(run))
}

const said = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value))

function readDone(journal: string): Map<string, Done> {
  const done = new Map<string, Done>()
  const text = existsSync(journal) ? readFileSync(journal, 'utf8') : ''
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = JSON.parse(line) as Done
    done.set(entry.input, entry)
  }
  return done
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
const lineOf = (entry: Done): string => `${JSON.stringify(entry)}\n`

/** Under its name only when it is whole. */
function replace(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
}

function empty(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}

function remove(root: string, notes: string): void {
  rmSync(root, { recursive: true, force: true })
  try {
    rmdirSync(notes)
  } catch {
    // Another run has its notes there.
  }
}
