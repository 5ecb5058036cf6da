/** One cleaned file and its audit to the original: both may be packed, and flow. */
import { createWriteStream, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readChunks } from '../io/chunks.js'
import { type Codec, unpack } from '../io/codecs.js'
import { openFolder } from '../io/files.js'
import { restore } from '../report/restore.js'
import type { Arguments } from './options.js'
import type { Selection } from './restore-selection.js'
import { openShared } from './shared.js'
import type { Target } from './target.js'
import type { Terminal } from './terminal.js'

export interface RestoredFile {
  /** A path; `-` is standard input. */
  readonly cleaned: string
  readonly audit: string
  readonly rejects: string | undefined
  readonly target: Target
  /** The audit is of this file alone. */
  readonly isOwn: boolean
}

export async function restoreOne(
  given: Arguments,
  terminal: Terminal,
  file: RestoredFile,
  selection: Selection | undefined,
): Promise<void> {
  const { cleaned, target } = file
  const first = await unpack(readChunks(cleaned), cleaned === '-' ? 'standard input' : cleaned)
  // A temporary file is thrown away if the audit does not fit. What is seen at once is verified before, and so read twice.
  const isUndoable = target.kind === 'file' && isFileOrNothing(target.path)
  const folder = isUndoable || isFile(cleaned) ? undefined : openFolder()
  const saved = folder && join(folder.path, 'cleaned')
  try {
    if (saved) await save(first.chunks, saved)
    else if (!isUndoable) await first.chunks.return(undefined)
    const open = (path: string): AsyncIterable<Uint8Array> => {
      if (path !== cleaned) return readUnpacked(path)
      if (saved) return readChunks(saved)
      return isUndoable ? first.chunks : readUnpacked(path)
    }
    await restoreTo(given, terminal, file, selection, { codec: first.codec, open, isUndoable })
  } finally {
    await first.chunks.return(undefined)
    folder?.remove()
  }
}

const isFile = (path: string): boolean => path !== '-' && statSync(path).isFile()

const isFileOrNothing = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? true

async function* readUnpacked(path: string): AsyncGenerator<Uint8Array> {
  yield* (await unpack(readChunks(path), path)).chunks
}

/** Only for this user: what is cleaned may be nobody else's. */
async function save(chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  async function* copied(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) yield Uint8Array.from(chunk)
  }
  await pipeline(Readable.from(copied()), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
}

interface Reading {
  readonly codec: Codec
  readonly open: (path: string) => AsyncIterable<Uint8Array>
  readonly isUndoable: boolean
}

async function restoreTo(
  given: Arguments,
  terminal: Terminal,
  { cleaned, audit, rejects, target, isOwn }: RestoredFile,
  selection: Selection | undefined,
  { codec, open, isUndoable }: Reading,
): Promise<void> {
  const output = openShared(given, terminal, target, cleaned)
  output?.open(codec)
  const write = async (bytes: Uint8Array): Promise<void> => output?.write(bytes)
  try {
    await restore(audit, cleaned, write, {
      nullData: given.flags.has('null-data'),
      name: isOwn ? undefined : given.values.get('stdin-filename'),
      isNameless: cleaned === '-',
      rejects,
      only: selection?.isWanted,
      open,
      isUndoable,
    })
    await output?.end(false)
  } catch (error) {
    output?.discard()
    throw error
  }
}
