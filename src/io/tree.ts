/** Operands to files: a directory stands for the files under it, a pattern for those that it matches. */
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { UserError } from '../errors.js'
import { createIgnore, type Ignore } from './ignore.js'

/** An input, and what it is called below the directory or the pattern that it was found by. */
export interface Found {
  /** "-" is standard input. */
  readonly path: string
  /** With `/` between its parts, never leading out of a folder that it is joined to. */
  readonly name: string
}

export interface TreeOptions {
  /** Also files and folders whose name begins with a dot. */
  readonly hidden: boolean
  /** Ignore files count. */
  readonly ignore: boolean
  /** Directories that are not entered: where results and records go. */
  readonly except: readonly string[]
}

export interface Tree {
  readonly files: readonly Found[]
  /** Operands that stand for nothing, and why. */
  readonly problems: readonly UserError[]
}

/** Do operands stand for other files? */
export const isTree = (operands: readonly string[]): boolean =>
  operands.some((operand) => operand !== '-' && (statOf(operand)?.isDirectory() ?? isPattern(operand)))

const isPattern = (operand: string): boolean => /[*?[{]/.test(operand)

/** In the order of the operands; what one of them stands for is sorted. */
export async function findFiles(operands: readonly string[], options: TreeOptions): Promise<Tree> {
  const files: Found[] = []
  const problems: UserError[] = []
  for (const operand of operands) {
    const known = operand === '-' ? undefined : statOf(operand)
    if (known?.isDirectory()) {
      const found = filesIn(operand, options)
      // Not as arguments of one call: there are at most so many.
      for (const one of found) files.push(one)
      if (found.length === 0)
        problems.push(
          new UserError('NO_FILES', {}, `Unexpected empty directory \`${operand}\`, expected files to clean`),
        )
    } else if (known || operand === '-' || !isPattern(operand)) {
      files.push({ path: operand, name: operand === '-' ? 'stdin' : basename(operand) })
    } else {
      const found = await filesOf(operand, options)
      for (const one of found) files.push(one)
      if (found.length === 0)
        problems.push(
          new UserError(
            'NO_FILES',
            {},
            `Unexpected \`${operand}\`, which matches no file, expected a file or a pattern`,
          ),
        )
    }
  }
  return { files, problems }
}

/** Slice `index` of `count` of the sorted list; every slice takes every `count`-th file, so that all are alike. */
export function sliceOf(files: readonly Found[], index: number, count: number): readonly Found[] {
  return [...files].sort((a, b) => compare(a.path, b.path)).filter((_, at) => at % count === index)
}

function filesIn(root: string, options: TreeOptions): Found[] {
  const ignore = options.ignore ? createIgnore(root) : undefined
  const except = options.except.map(realOf)
  const found: Found[] = []
  // Folders on the way down: a link back to one of them would never end.
  const above = new Set<string>()

  function walk(folder: string, name: string): void {
    const real = realOf(folder)
    if (above.has(real) || (name !== '' && except.includes(real))) return
    above.add(real)
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!options.hidden && entry.name.startsWith('.')) continue
      // What dechaff itself keeps there is never an input.
      if (entry.name === '.dechaff') continue
      const path = join(folder, entry.name)
      const below = name === '' ? entry.name : `${name}/${entry.name}`
      const isFolder = isDirectory(entry, path)
      if (ignore?.(below, isFolder)) continue
      if (isFolder) walk(path, below)
      else if (isFile(entry, path)) found.push({ path, name: below })
    }
    above.delete(real)
  }

  walk(root, '')
  return found.sort((a, b) => compare(a.path, b.path))
}

const isDirectory = (entry: Dirent, path: string): boolean =>
  entry.isDirectory() || (entry.isSymbolicLink() && (statOf(path)?.isDirectory() ?? false))

/** A link that leads nowhere counts: it cannot be read, and that is to be said. */
const isFile = (entry: Dirent, path: string): boolean =>
  entry.isFile() || (entry.isSymbolicLink() && (statOf(path)?.isFile() ?? true))

async function filesOf(pattern: string, options: TreeOptions): Promise<Found[]> {
  const { glob } = await import('tinyglobby')
  const paths = await glob(pattern, { dot: options.hidden, expandDirectories: false })
  const base = baseOf(pattern)
  const ignore: Ignore | undefined = options.ignore ? createIgnore(base) : undefined
  const except = options.except.map((folder) => realOf(folder) + sep)
  return paths
    .map((path) => ({ path, name: relative(base, path).split(sep).join('/') }))
    .filter(
      ({ path, name }) => !ignore?.(name, false) && !except.some((folder) => realOf(path).startsWith(folder)),
    )
    .sort((a, b) => compare(a.path, b.path))
}

/** The folders before the first part of a pattern that is one. */
function baseOf(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => /[*?[{(!\\]/.test(part))
  const base = parts.slice(0, first < 0 ? -1 : first).join('/')
  return base === '' ? (pattern.startsWith('/') ? '/' : '.') : base
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** By code units: the same everywhere, whatever the language of the machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
