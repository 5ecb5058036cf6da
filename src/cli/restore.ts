/** `clean restore --audit A [CLEANED]`: the original bytes back. */
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../errors.js'
import { openInput, openOutput, reasonOf } from '../io/files.js'
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
  const path = given.values.get('output')
  // Checked before anything is written, so it is read twice: standard input goes to a file first.
  const folder = cleaned === '-' ? mkdtempSync(join(tmpdir(), 'dechaff-')) : undefined
  try {
    const file = folder === undefined ? cleaned : join(folder, 'cleaned')
    if (folder !== undefined) await pipeline(openInput('-'), createWriteStream(file, { mode: 0o600 }))
    const output = path === undefined || path === '-' ? undefined : openOutput(path)
    try {
      await restore(
        audit,
        file,
        async (bytes) => {
          if (output === undefined) await terminal.write(bytes)
          else if (!output.stream.write(bytes)) await once(output.stream, 'drain')
        },
        given.flags.has('null-data'),
      )
      if (output) {
        output.stream.end()
        await once(output.stream, 'finish')
        output.commit()
      }
    } catch (error) {
      output?.discard()
      throw error
    }
  } catch (error) {
    const reason = terminal.isClosed(error) ? undefined : reasonOf(error)
    if (reason === undefined) throw error
    throw new UserError('INPUT', {}, `${(error as { path?: string }).path ?? 'standard output'}: ${reason}`)
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
  return 0
}
