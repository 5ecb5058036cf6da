/** Where results go, checked before anything is written. */
import { realpathSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { UserError } from '../errors.js'
import type { Found } from '../io/tree.js'
import { isHtmlName, resultOf } from './format.js'
import type { Arguments } from './options.js'

export type Target =
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'stdout' }
  | { readonly kind: 'inPlace'; readonly suffix: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

/** Throws if files would be lost on the way. */
export function checkTarget(target: Target, given: Arguments, inputs: readonly Found[]): void {
  if (target.kind === 'inPlace' || target.kind === 'folder') refuseDoubles(target, given, inputs)
  refuseOverwriting(target, given, inputs)
}

/** The target of the run. `isTree`: there are directories or patterns among the operands. */
export function targetOf({ flags, values, operands }: Arguments, isTree: boolean): Target {
  const path = values.get('output')
  const suffix = values.get('in-place')
  if (suffix !== undefined) {
    if (path !== undefined) throw wrongUse('Unexpected --output beside --in-place, expected one of them')
    if (operands.length === 0 || operands.includes('-'))
      throw wrongUse('Unexpected --in-place with standard input, expected files to change')
    if (suffix.includes('/'))
      throw wrongUse(`Unexpected \`${suffix}\` for --in-place, expected a suffix without \`/\``)
  }
  if (['check', 'list-different', 'diff', 'dry-run'].some((flag) => flags.has(flag)))
    return { kind: 'nowhere' }
  if (suffix !== undefined) return { kind: 'inPlace', suffix }
  if (path === undefined || path === '-') return { kind: 'stdout' }
  const known = statOf(path)
  const isFolder =
    path.endsWith('/') || (known?.isDirectory() ?? (isTree || flags.has('resume') || values.has('shard')))
  return isFolder ? { kind: 'folder', path } : { kind: 'file', path }
}

/** The file that an input's result becomes, where each has its own. */
export function ownPath(
  target: Target,
  { path, name }: Found,
  called: string,
  given: Arguments,
): string | undefined {
  if (target.kind === 'inPlace') return path
  // Standard input may be called something.
  if (target.kind === 'folder')
    return join(target.path, resultName(path === '-' && called !== '-' ? basename(called) : name, given))
  return undefined
}

/** A page that becomes text is named like one. */
export function resultName(name: string, given: Arguments): string {
  if (given.values.get('from') === 'text' || resultOf(given) === 'html' || !isHtmlName(name)) return name
  return name.replace(/\.x?html?(?=(\.(gz|zst|zstd))?$)/i, '.txt')
}

/** Two results under one name: the second would replace the first. */
function refuseDoubles(target: Target, given: Arguments, inputs: readonly Found[]): void {
  const seen = new Set<string>()
  for (const { path, name: below } of inputs) {
    const name = target.kind === 'folder' ? resultName(below, given) : realPath(path)
    if (seen.has(name)) {
      throw wrongUse(
        target.kind === 'folder'
          ? `Unexpected second input named \`${name}\`, expected different names; write to another directory`
          : `Unexpected \`${path}\` again, expected every file once`,
      )
    }
    seen.add(name)
  }
}

/** A result or record that would replace an input, or another result or record. */
function refuseOverwriting(target: Target, given: Arguments, inputs: readonly Found[]): void {
  const { values } = given
  const written = new Map<string, string>()
  if (target.kind === 'file') written.set(realPath(target.path), '--output')
  for (const name of ['audit', 'stats', 'rejects']) {
    const path = values.get(name)
    if (path === undefined || path === '' || path === '-' || isDevice(path)) continue
    if (name !== 'stats' && isFolderName(path)) continue
    const other = written.get(realPath(path))
    if (other) throw wrongUse(`Unexpected \`${path}\` for --${name} and ${other}, expected two files`)
    written.set(realPath(path), `--${name}`)
  }
  for (const found of inputs) {
    const { path: input } = found
    if (input === '-') continue
    const option = isDevice(input) ? undefined : written.get(realPath(input))
    const own = target.kind === 'folder' ? ownPath(target, found, input, given) : undefined
    if (option === undefined && (own === undefined || realPath(own) !== realPath(input))) continue
    throw wrongUse(
      `Unexpected \`${input}\` as input and for ${option ?? '--output'}, expected two files; use --in-place to change it`,
    )
  }
}

/** The path without links, also of a file that is not there yet. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Does a name stand for a directory, where each input has a file of its own? */
export function isFolderName(path: string): boolean {
  return path.endsWith('/') || (statOf(path)?.isDirectory() ?? false)
}

function isDevice(path: string): boolean {
  const known = statOf(path)
  return known !== undefined && !known.isFile() && !known.isDirectory()
}

function statOf(path: string): ReturnType<typeof statSync> {
  return statSync(path, { throwIfNoEntry: false })
}
