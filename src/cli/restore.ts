/** `clean restore --audit A [CLEANED …]`: the original bytes back. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { UserError } from '../errors.js'
import { type Found, findFiles, isTree } from '../io/tree.js'
import type { Arguments } from './options.js'
import { foldersOf } from './record-paths.js'
import { type RestoredFile, restoreOne } from './restore-one.js'
import { type Selection, selectionOf } from './restore-selection.js'
import { failureOf, nameOf } from './shard.js'
import { checkTarget, isFolderName, type Target, targetOf } from './target.js'
import type { Terminal } from './terminal.js'

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

export async function restoreFile(given: Arguments, terminal: Terminal): Promise<number> {
  const audit = given.values.get('audit')
  if (audit === undefined)
    throw wrongUse('Unexpected restore without --audit, expected the audit that `clean --audit FILE` wrote')
  const selection = selectionOf(given)
  const isFolder = isFolderName(audit)
  const code = isFolder
    ? await restoreAll(given, terminal, audit, selection)
    : await restoreAlone(given, terminal, audit, selection)
  if (code === 0) selection?.sayUnmet(audit, terminal)
  return code
}

/** One cleaned file, and the audit of the run that made it. */
async function restoreAlone(
  given: Arguments,
  terminal: Terminal,
  audit: string,
  selection: Selection | undefined,
): Promise<number> {
  const [cleaned = '-', extra] = given.operands
  if (extra !== undefined)
    throw wrongUse(
      `Unexpected \`${extra}\`, expected one cleaned file; several have a directory of audits, as \`clean --audit DIR/\` makes it`,
    )
  const path = given.values.get('output')
  const target: Target = path === undefined || path === '-' ? { kind: 'stdout' } : { kind: 'file', path }
  const file = { cleaned, audit, rejects: given.values.get('rejects'), target, isOwn: false }
  await restoreOne(given, terminal, file, selection)
  return 0
}

/** Cleaned files, each with the audit of its name. */
async function restoreAll(
  given: Arguments,
  terminal: Terminal,
  audits: string,
  selection: Selection | undefined,
): Promise<number> {
  const { flags, values } = given
  const operands = given.operands.length > 0 ? given.operands : ['-']
  const rejects = values.get('rejects')
  if (rejects !== undefined && !isFolderName(rejects))
    throw wrongUse(`Unexpected \`${rejects}\` for --rejects, expected a directory as for --audit`)
  const target = targetOf(given, isTree(operands))
  const { files, problems } = await findFiles(operands, {
    hidden: flags.has('hidden'),
    ignore: !flags.has('no-ignore'),
    except: foldersOf(target, given),
  })
  if (target.kind === 'file' && files.length > 1)
    throw wrongUse(`Unexpected ${files.length} cleaned files for one --output, expected a directory`)
  checkTarget(target, given, files)
  for (const { message } of problems) terminal.error(message)
  let isDone = problems.length === 0
  for (const found of files) {
    const file = fileOf(found, given, audits, rejects, target)
    try {
      if (file.target.kind === 'file') mkdirSync(dirname(file.target.path), { recursive: true })
      await restoreOne(given, terminal, file, selection)
    } catch (error) {
      if (terminal.isClosed(error)) throw error
      terminal.error(failureOf(error, found.path, 1, target.kind !== 'folder').message)
      isDone = false
    }
  }
  return isDone ? 0 : 2
}

function fileOf(
  { path, name: below }: Found,
  given: Arguments,
  audits: string,
  rejects: string | undefined,
  target: Target,
): RestoredFile {
  const called = nameOf({ path, name: below }, given)
  const name = path === '-' && called !== '-' ? called : below
  const recorded = path === '-' ? name : recordedName(path, name, audits)
  return {
    cleaned: path,
    audit: join(audits, recorded),
    rejects: rejects === undefined ? undefined : join(rejects, recorded),
    target: target.kind === 'folder' ? { kind: 'file', path: join(target.path, name) } : target,
    isOwn: true,
  }
}

/** What the audit of a file is called: a file that was named may lie anywhere below the results. */
function recordedName(path: string, name: string, audits: string): string {
  if (name.includes('/')) return name
  const parts = normalize(path).split(sep)
  const ends = parts.map((_, from) => parts.slice(from)).filter((end) => !end.includes('..'))
  return ends.map((end) => end.join('/')).find((end) => isFile(join(audits, end))) ?? name
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
