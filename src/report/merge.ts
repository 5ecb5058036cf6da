/** Audits of several shards as one. */
import { auditLines } from './audit-entries.js'
import { type Before, renumbered } from './renumber.js'

/** Bytes that are written at a time. */
const WRITTEN = 64 * 1024
const LINE_END = Buffer.from('\n')
/** How a document's row begins. */
const ROW = Buffer.from('{"doc":')

/** Writes the rows of one shard's audit without its header, numbered on. */
export async function appendAudit(
  file: string,
  before: Before,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const place = { file, line: 0 }
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const line of auditLines(place)) {
    // The header of each shard is the same.
    if (place.line === 1) continue
    const isRow = line.length > ROW.length && ROW.every((byte, at) => line[at] === byte)
    pieces.push(isRow ? Buffer.from(renumbered(Buffer.from(line).toString(), before)) : line, LINE_END)
    size += line.length
    if (size < WRITTEN) continue
    await write(Buffer.concat(pieces))
    pieces = []
    size = 0
  }
  if (pieces.length > 0) await write(Buffer.concat(pieces))
}
