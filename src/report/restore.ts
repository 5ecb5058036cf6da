/**
 * Puts removed lines back where the audit says. The audit may be hostile and the cleaned file may be
 * another one, so both are read twice: first all is verified, then all is written.
 */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { UserError } from '../errors.js'
import { isSeparated } from './audit.js'
import { chooseDocuments } from './audit-choice.js'
import { readAudit } from './audit-documents.js'
import { type Insertion, type Place, type Row, wrong } from './audit-entries.js'

type Output = (bytes: Uint8Array) => Promise<void> | void

const BLOCK_BYTES = 1024 * 1024
const UNFIT = 'nothing was written; restore the file as it was cleaned, with its own audit'

export interface RestoreOptions {
  /** A NUL between documents is copied, whatever the audit's header says. */
  readonly nullData?: boolean | undefined
  /** What the cleaned file is called among the inputs of the audit. Default: its path. */
  readonly name?: string | undefined
  /** The cleaned file stands for standard input: its path says nothing. */
  readonly isNameless?: boolean | undefined
}

/**
 * Writes the original bytes of `cleaned` to `output`. Throws UserError, with nothing written, if the
 * audit is broken or is not of this file.
 */
export async function restore(
  auditFile: string,
  cleaned: string,
  output: Output,
  { nullData, name, isNameless }: RestoreOptions = {},
): Promise<void> {
  const handle = await open(cleaned)
  try {
    const chosen = await chooseDocuments(auditFile, name ?? (isNameless ? undefined : cleaned))
    const parts = { auditFile, cleaned: isNameless ? 'standard input' : cleaned, handle, nullData, chosen }
    await walk(parts, () => {})
    const gathered = gather(output)
    await walk(parts, gathered.add)
    await gathered.flush()
  } finally {
    await handle.close()
  }
}

interface Parts {
  readonly auditFile: string
  readonly cleaned: string
  readonly handle: FileHandle
  readonly nullData: boolean | undefined
  /** Numbers of the documents that the file is made of; undefined: all. */
  readonly chosen: ReadonlySet<number> | undefined
}

/** A document while its removals are read. Its row comes before them, or after them if it streamed. */
interface Current {
  readonly row: Row | undefined
  readonly hash: Hash
  line: number
  /** Kept bytes that were copied, and removed bytes that were put between them. */
  copied: number
  removed: number
}

async function walk({ auditFile, cleaned, handle, nullData, chosen }: Parts, output: Output): Promise<void> {
  const place: Place = { file: auditFile, line: 0 }
  const source = readBlocks(handle)
  let separated = false
  let documents = 0
  let current: Current | undefined

  async function copyTo(document: Current, end: number): Promise<void> {
    while (document.copied < end) {
      const block = await source.take(end - document.copied)
      if (!block) throw unfit(cleaned, `the end of the file, expected ${end - document.copied} more bytes`)
      document.hash.update(block)
      document.copied += block.length
      await output(block)
    }
  }

  async function insert(document: Current, { line, offset, at, bytes }: Insertion): Promise<void> {
    const { row } = document
    if (line <= document.line)
      throw wrong(place, 'AUDIT_ORDER', `line ${line} after line ${document.line}`, 'ascending lines')
    if (at < document.copied)
      throw wrong(place, 'AUDIT_ORDER', `\`at\` ${at} after ${document.copied}`, 'ascending ones')
    if (offset !== at + document.removed)
      throw wrong(
        place,
        'AUDIT_OFFSET',
        `\`offset\` ${offset}`,
        `${at + document.removed}, the sum of \`at\` and the bytes removed before`,
      )
    if (row) refuseBeyond(at, row)
    await copyTo(document, at)
    await output(bytes)
    document.line = line
    document.removed += bytes.length
  }

  function refuseBeyond(at: number, { keptBytes }: Row): void {
    if (at > keptBytes)
      throw wrong(place, 'AUDIT_OFFSET', `\`at\` ${at}`, `at most the ${keptBytes} bytes of the document`)
  }

  await readAudit(place, {
    header(options) {
      separated = nullData === true || isSeparated(options)
    },
    begin(number, row) {
      const isChosen = chosen?.has(number) ?? true
      current = isChosen ? { row, hash: createHash('sha256'), line: 0, copied: 0, removed: 0 } : undefined
    },
    removal: (removal) => current && insert(current, removal),
    async end(_number, row) {
      if (!current) return
      refuseBeyond(current.copied, row)
      await copyTo(current, row.keptBytes)
      const hash = current.hash.digest('hex')
      if (hash !== row.keptHash) throw unfit(cleaned, `text with the hash ${hash}, expected ${row.keptHash}`)
      if (separated && (await source.peek()) === 0) await output((await source.take(1)) as Uint8Array)
      documents++
    },
  })
  // Without documents nothing was removed.
  for (;;) {
    const block = await source.take(BLOCK_BYTES)
    if (!block) return
    if (documents > 0)
      throw unfit(cleaned, 'more bytes after the last document of the audit, expected the end of the file')
    await output(block)
  }
}

function unfit(cleaned: string, what: string): UserError {
  return new UserError(
    'AUDIT_MISMATCH',
    { file: cleaned },
    `The audit does not fit this file: found ${what}; ${UNFIT}`,
  )
}

/** Reads a file from its beginning; blocks are never used again, so that who gets them may keep them. */
function readBlocks(handle: FileHandle): {
  take(most: number): Promise<Uint8Array | undefined>
  peek(): Promise<number | undefined>
} {
  let block = Buffer.alloc(0)
  let position = 0
  async function fill(): Promise<void> {
    if (block.length > 0) return
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(BLOCK_BYTES), 0, BLOCK_BYTES, position)
    position += bytesRead
    block = buffer.subarray(0, bytesRead)
  }
  return {
    async take(most) {
      await fill()
      const taken = block.subarray(0, most)
      block = block.subarray(taken.length)
      return taken.length > 0 ? taken : undefined
    },
    async peek() {
      await fill()
      return block[0]
    },
  }
}

/** Gathers small pieces: a removal here and there should not be a write each. */
function gather(output: Output): { add(bytes: Uint8Array): Promise<void>; flush(): Promise<void> } {
  let pieces: Uint8Array[] = []
  let size = 0
  async function flush(): Promise<void> {
    if (size > 0) await output(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces))
    pieces = []
    size = 0
  }
  return {
    async add(bytes) {
      pieces.push(bytes)
      size += bytes.length
      if (size >= BLOCK_BYTES) await flush()
    },
    flush,
  }
}
