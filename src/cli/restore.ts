/** `clean restore --audit A [CLEANED]`: the original bytes back. */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../errors.js'
import { openFolder, openInput, openOutput } from '../io/files.js'
import { restore } from '../report/restore.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

export async function restoreFile(given: Arguments, terminal: Terminal): Promise<number> {
  const audit = given.values.get('audit')
  if (audit === undefined)
    throw new UserError(
      'USAGE',
      {},
      'Unexpected restore without --audit, expected the audit that `clean --audit FILE` wrote',
    )
  const [cleaned = '-', extra] = given.operands
  if (extra !== undefined)
    throw new UserError('USAGE', {}, `Unexpected \`${extra}\`, expected one cleaned file`)
  // Verified before anything is written, so it is read twice: standard input goes to a file first.
  const folder = cleaned === '-' ? openFolder() : undefined
  try {
    const file = folder ? join(folder.path, 'cleaned') : cleaned
    if (folder) await pipeline(openInput('-'), createWriteStream(file, { mode: 0o600 }))
    await restoreTo(given, terminal, audit, file)
  } finally {
    folder?.remove()
  }
  return 0
}

async function restoreTo(given: Arguments, terminal: Terminal, audit: string, file: string): Promise<void> {
  const path = given.values.get('output')
  const output = path === undefined || path === '-' ? undefined : openOutput(path)
  const write = output?.write ?? terminal.write
  try {
    await restore(audit, file, write, {
      nullData: given.flags.has('null-data'),
      name: given.values.get('stdin-filename'),
      rejects: given.values.get('rejects'),
      isNameless: given.operands.length === 0 || given.operands[0] === '-',
    })
    await output?.commit()
  } catch (error) {
    output?.discard()
    throw error
  }
}
