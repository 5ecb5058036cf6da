/**
 * Which documents of an audit a cleaned file is made of. Where several inputs had one output, all of
 * them; where each had its own, those of the input with the file's name.
 */
import { basename, normalize } from 'node:path'
import { UserError } from '../errors.js'
import { nearestWord } from '../nearest.js'
import { readAudit } from './audit-documents.js'
import type { OpenFile } from './restore-source.js'

/** File names in an error. */
const NAMED = 5

/** The documents of one input, and its name. */
export interface Chosen {
  /** Their numbers, from 1. */
  readonly documents: ReadonlySet<number>
  readonly file: string
}

/** The documents of `name`; undefined: all. `name` undefined: standard input. */
export async function chooseDocuments(
  auditFile: string,
  name: string | undefined,
  open?: OpenFile,
): Promise<Chosen | undefined> {
  let isEach = false
  const byFile = new Map<string, Set<number>>()
  function documentsOf(file: string): Set<number> {
    const known = byFile.get(file) ?? new Set()
    byFile.set(file, known)
    return known
  }
  await readAudit(
    { file: auditFile, line: 0 },
    {
      header(options) {
        isEach = Object.hasOwn(options, 'outputs') && options['outputs'] === 'each'
        return isEach
      },
      end: (document, { file }) => void documentsOf(file).add(document),
      input: ({ file }) => void documentsOf(file),
    },
    open,
  )
  if (!isEach) return undefined
  const file = fileOf(name, [...byFile.keys()], auditFile)
  return { file, documents: byFile.get(file) ?? new Set() }
}

/** The input that is called `name`: by its path, else by its base name, else the only one there is. */
function fileOf(name: string | undefined, files: readonly string[], audit: string): string {
  const inputs = files.length > NAMED ? [...files.slice(0, NAMED), `${files.length - NAMED} more`] : files
  const [only] = files
  if (files.length === 1 && only !== undefined) return only
  if (name === undefined)
    throw new UserError(
      'AUDIT_FILE',
      {},
      `Unexpected standard input, expected the name of one of the audit's files (${inputs.join(', ')}); write it behind --stdin-filename`,
    )
  const exact = files.find((file) => normalize(file) === normalize(name))
  if (exact !== undefined) return exact
  const alike = files.filter((file) => basename(file) === basename(name))
  const [first, second] = alike
  if (first !== undefined && second === undefined) return first
  if (second !== undefined)
    throw new UserError(
      'AUDIT_FILE',
      {},
      `Unexpected \`${name}\`, which may be ${alike.slice(0, NAMED).join(' or ')}; write --stdin-filename ${first} < ${name}`,
    )
  const nearest = nearestWord(name, files)
  throw new UserError(
    'AUDIT_FILE',
    {},
    `Unexpected \`${name}\`, expected a file of ${audit} (${inputs.join(', ')})${nearest ? `; did you mean \`${nearest}\`?` : '; the name it had is written as --stdin-filename NAME < FILE'}`,
  )
}
