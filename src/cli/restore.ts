/** `clean restore --audit A [CLEANED]`: the original bytes back. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.js'
import { readChunks } from '../io/chunks.js'
import { type Codec, unpack } from '../io/codecs.js'
import { openFolder } from '../io/files.js'
import { restore } from '../report/restore.js'
import type { Arguments } from './options.js'
import { openShared } from './shared.js'
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
  const { codec, chunks } = await unpack(readChunks(cleaned), cleaned === '-' ? 'standard input' : cleaned)
  // Verified before anything is written, so it is read twice: a stream or an archive goes to a file first.
  const folder = cleaned === '-' || codec !== 'none' ? openFolder() : undefined
  try {
    const file = folder ? join(folder.path, 'cleaned') : cleaned
    if (folder) await save(chunks, file)
    else await chunks.return(undefined)
    await restoreTo(given, terminal, { audit, file, cleaned, codec })
  } finally {
    folder?.remove()
  }
  return 0
}

/** Only for this user: what is cleaned may be nobody else's. */
async function save(chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
  } finally {
    await file.close()
  }
}

interface Cleaned {
  readonly audit: string
  /** What is read, and what it was called before it was unpacked. */
  readonly file: string
  readonly cleaned: string
  readonly codec: Codec
}

async function restoreTo(
  given: Arguments,
  terminal: Terminal,
  { audit, file, cleaned, codec }: Cleaned,
): Promise<void> {
  const path = given.values.get('output')
  const target =
    path === undefined || path === '-' ? ({ kind: 'stdout' } as const) : ({ kind: 'file', path } as const)
  const output = openShared(given, terminal, target, cleaned)
  output?.open(codec)
  const write = async (bytes: Uint8Array): Promise<void> => output?.write(bytes)
  try {
    await restore(audit, file, write, {
      nullData: given.flags.has('null-data'),
      name: given.values.get('stdin-filename') ?? (codec === 'none' || cleaned === '-' ? undefined : cleaned),
      rejects: given.values.get('rejects'),
      isNameless: given.operands.length === 0 || given.operands[0] === '-',
    })
    await output?.end(false)
  } catch (error) {
    output?.discard()
    throw error
  }
}
