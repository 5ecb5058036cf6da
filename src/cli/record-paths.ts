/** Where audits and rejects go: a file for all inputs, or, in a directory, one for each under its name. */
import { basename, join } from 'node:path'
import { UserError } from '../errors.js'
import type { Found } from '../io/tree.js'
import type { Arguments } from './options.js'
import { nameOf } from './shard.js'
import { isFolderName, ownPath, realPath, resultName, type Target } from './target.js'

export const recordKinds = ['audit', 'rejects'] as const
export type RecordKind = (typeof recordKinds)[number]

/** The files for the records of an input; undefined: none. */
export type RecordPaths = Readonly<Record<RecordKind, string | undefined>>

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

/** The directory in which each input has its own file of this kind. */
export function recordFolder(kind: RecordKind, { values }: Arguments): string | undefined {
  const path = values.get(kind)
  return path !== undefined && isFolderName(path) ? path : undefined
}

/** What an input's records are written to if it is alone: files of their own, or those of the options. */
export function recordPathsOf(target: Target, found: Found, given: Arguments): RecordPaths {
  const pathOf = (kind: RecordKind): string | undefined =>
    ownRecord(kind, target, found, given) ?? given.values.get(kind)
  return { audit: pathOf('audit'), rejects: pathOf('rejects') }
}

/** The input's own file in a directory of records: it is called like the result. */
export function ownRecord(
  kind: RecordKind,
  target: Target,
  found: Found,
  given: Arguments,
): string | undefined {
  const folder = recordFolder(kind, given)
  return folder === undefined ? undefined : join(folder, recordName(target, found, given))
}

function recordName(target: Target, found: Found, given: Arguments): string {
  const called = nameOf(found, given)
  const name = found.path === '-' && called !== '-' ? basename(called) : found.name
  return target.kind === 'folder' ? resultName(name, given) : name
}

/** Directories that hold no inputs, even if they lie among them. */
export function foldersOf(target: Target, given: Arguments): readonly string[] {
  const records = recordKinds.map((kind) => recordFolder(kind, given))
  return [target.kind === 'folder' ? target.path : undefined, ...records].filter((path) => path !== undefined)
}

/** Throws if records would not be found again, or would replace something. */
export function checkRecords(target: Target, given: Arguments, inputs: readonly Found[]): void {
  const [audit, rejects] = recordKinds.map((kind) => recordFolder(kind, given))
  if (audit === undefined && rejects === undefined) return
  const { values } = given
  // An audit says where in its input's rejects a record stands.
  if (values.has('audit') && values.has('rejects') && (audit === undefined) !== (rejects === undefined))
    throw wrongUse(
      `Unexpected \`${values.get(audit === undefined ? 'audit' : 'rejects')}\` for --${audit === undefined ? 'audit' : 'rejects'}, expected a directory like \`${audit ?? rejects}\`; end its name with /`,
    )
  if (audit !== undefined && inputs.length > 1 && (target.kind === 'stdout' || target.kind === 'file'))
    throw wrongUse(
      `Unexpected directory \`${audit}\` for --audit with one result of ${inputs.length} inputs, expected --output DIR, or a file for the audit`,
    )
  refuseSame(target, given, inputs)
}

function refuseSame(target: Target, given: Arguments, inputs: readonly Found[]): void {
  const taken = new Map<string, string>()
  for (const found of inputs) {
    if (found.path !== '-') taken.set(realPath(found.path), 'an input')
    const own = ownPath(target, found, nameOf(found, given), given)
    if (own !== undefined) taken.set(realPath(own), 'a result')
  }
  if (target.kind === 'file') taken.set(realPath(target.path), 'the result')
  const stats = given.values.get('stats')
  if (stats) taken.set(realPath(stats), 'the statistics')
  for (const kind of recordKinds)
    for (const found of inputs) {
      const path = ownRecord(kind, target, found, given)
      if (path === undefined) continue
      const other = taken.get(realPath(path))
      if (other !== undefined)
        throw wrongUse(`Unexpected \`${path}\` for --${kind} and for ${other}, expected another directory`)
      taken.set(realPath(path), `--${kind} of ${found.path}`)
    }
}
