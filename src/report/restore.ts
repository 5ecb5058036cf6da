/**
 * Puts removed lines back where the audit says. The audit may be hostile and the cleaned file may be
 * another one, so both are read twice: first all is verified, then all is written. Once is enough
 * where what was written can be thrown away.
 */
import { createHash, type Hash } from 'node:crypto'
import { isSeparated } from './audit.js'
import { type Chosen, chooseDocuments } from './audit-choice.js'
import { readAudit } from './audit-documents.js'
import { type Insertion, type Place, type Row, wrong } from './audit-entries.js'
import { createRowWalk } from './restore-rows.js'
import {
  BLOCK_BYTES,
  gather,
  type OpenFile,
  type Output,
  openPlain,
  readBlocks,
  type Source,
  unfit,
} from './restore-source.js'

export interface RestoreOptions {
  /** A NUL between documents is copied, whatever the audit's header says. */
  readonly nullData?: boolean | undefined
  /** What the cleaned file is called among the inputs of the audit. Default: its path. */
  readonly name?: string | undefined
  /** The cleaned file stands for standard input: its path says nothing. */
  readonly isNameless?: boolean | undefined
  /** Where records are that were put aside. */
  readonly rejects?: string | undefined
  /** Only these lines are put back; records that were put aside, and lines that went with others, are not. */
  readonly only?: ((removal: Insertion) => boolean) | undefined
  /** How the files are read: they may be packed. Called for each reading. */
  readonly open?: OpenFile | undefined
  /** `output` can be undone: all is written while it is verified. */
  readonly isUndoable?: boolean | undefined
}

/**
 * Writes the original bytes of `cleaned` to `output`. Throws UserError, with nothing written unless it
 * can be undone, if the audit is broken or is not of this file.
 */
export async function restore(
  auditFile: string,
  cleaned: string,
  output: Output,
  options: RestoreOptions = {},
): Promise<void> {
  const { name, isNameless, isUndoable, open = openPlain } = options
  const chosen = await chooseDocuments(auditFile, name ?? (isNameless ? undefined : cleaned), open)
  const parts = { ...options, auditFile, cleaned, chosen, open }
  if (!isUndoable) await walkFiles(parts, () => {})
  const gathered = gather(output)
  await walkFiles(parts, gathered.add)
  await gathered.flush()
}

interface Parts extends RestoreOptions {
  readonly auditFile: string
  readonly cleaned: string
  /** The documents that the file is made of; undefined: all. */
  readonly chosen: Chosen | undefined
  readonly open: OpenFile
}

async function walkFiles(parts: Parts, output: Output): Promise<void> {
  const source = readBlocks(parts.open(parts.cleaned))
  const rejects = parts.rejects === undefined ? undefined : readBlocks(parts.open(parts.rejects))
  try {
    await walk(parts, source, rejects, output)
  } finally {
    await rejects?.close()
    await source.close()
  }
}

/** A document while its removals are read. Its row comes before them, or after them if it streamed. */
interface Current {
  readonly row: Row | undefined
  readonly hash: Hash
  line: number
  /** Kept bytes that were copied, and removed bytes that were put between them. */
  copied: number
  removed: number
  /** Of a record: its removals, until all are there. */
  readonly held: Insertion[]
}

async function walk(
  { auditFile, cleaned: path, isNameless, nullData, chosen, only, open }: Parts,
  source: Source,
  rejects: Source | undefined,
  output: Output,
): Promise<void> {
  const place: Place = { file: auditFile, line: 0 }
  const cleaned = isNameless ? 'standard input' : path
  const rows = createRowWalk({ place, cleaned, source, rejects, only, output })
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

  async function insert(document: Current, removal: Insertion): Promise<void> {
    const { line, offset, at, bytes } = removal
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
    if (row?.field === undefined) {
      await copyTo(document, at)
      if (only?.(removal) ?? true) await output(bytes)
    } else {
      document.held.push(removal)
      document.copied = at
    }
    document.line = line
    document.removed += bytes.length
  }

  function refuseBeyond(at: number, { keptBytes }: Row): void {
    if (at > keptBytes)
      throw wrong(place, 'AUDIT_OFFSET', `\`at\` ${at}`, `at most the ${keptBytes} bytes of the document`)
  }

  await readAudit(
    place,
    {
      header(options) {
        separated = nullData === true || isSeparated(options)
        return true
      },
      begin(number, row) {
        const isChosen = chosen?.documents.has(number) ?? true
        current = isChosen
          ? { row, hash: createHash('sha256'), line: 0, copied: 0, removed: 0, held: [] }
          : undefined
      },
      removal: (removal) => current && insert(current, removal),
      async end(_number, row) {
        if (!current) return
        if (row.field !== undefined || row.rejected) {
          await rows.putBack(row, current.held)
          documents++
          return
        }
        refuseBeyond(current.copied, row)
        await copyTo(current, row.keptBytes)
        const hash = current.hash.digest('hex')
        if (hash !== row.keptHash)
          throw unfit(cleaned, `text with the hash ${hash}, expected ${row.keptHash}`)
        if (separated && (await source.peek()) === 0) await output((await source.take(1)) as Uint8Array)
        documents++
      },
      async input({ file, rows: count }) {
        if (chosen && chosen.file !== file) return
        await rows.end(count)
        documents++
      },
    },
    open,
  )
  // Without documents nothing was removed.
  for (;;) {
    const block = await source.take(BLOCK_BYTES)
    if (!block) return
    if (documents > 0)
      throw unfit(cleaned, 'more bytes after the last document of the audit, expected the end of the file')
    await output(block)
  }
}
