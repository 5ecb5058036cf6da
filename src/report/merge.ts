/** Records of several shards as one: counts are sums, and the rows of audits are numbered on. */
import { auditLines } from './audit-entries.js'
import { HOSTS } from './hosts.js'

type Counts = Record<string, unknown>

/** What says which run the counts are of, and is no count. */
const names = new Set(['version', 'rules', 'options'])

/** Adds the counts of one more shard; the names of the run stay those of `sum`. */
export function mergeCounts(sum: Counts, more: Counts): Counts {
  const keys = [...new Set([...Object.keys(sum), ...Object.keys(more)])]
  return Object.fromEntries(keys.map((key) => [key, names.has(key) ? sum[key] : added(sum[key], more[key])]))
}

function added(a: unknown, b: unknown): unknown {
  if (typeof a === 'object' || typeof b === 'object') {
    const [left, right] = [(a ?? {}) as Counts, (b ?? {}) as Counts]
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()
    return Object.fromEntries(keys.map((key) => [key, added(left[key], right[key])]))
  }
  return ((a as number | undefined) ?? 0) + ((b as number | undefined) ?? 0)
}

interface HostCounts {
  readonly documents: number
}

/** Of hosts only the largest are told apart, and the others come last, as `other`. */
export function limitHosts(counts: Counts): Counts {
  const { byHost } = counts as { byHost?: Record<string, HostCounts> }
  if (!byHost) return counts
  const { other, ...hosts } = byHost
  const bySize = Object.entries(hosts).sort(
    ([a, one], [b, two]) => two.documents - one.documents || (a < b ? -1 : 1),
  )
  const largest = bySize.slice(0, HOSTS).sort(([a], [b]) => (a < b ? -1 : 1))
  const small = bySize.slice(HOSTS).map(([, one]) => one as unknown)
  const rest = [other, ...small].reduce((sum: unknown, one) => (one ? added(sum ?? {}, one) : sum), undefined)
  return { ...counts, byHost: { ...Object.fromEntries(largest), ...(rest ? { other: rest } : {}) } }
}

/** Bytes that are written at a time. */
const WRITTEN = 64 * 1024
const LINE_END = Buffer.from('\n')
/** How a document's row begins. */
const ROW = Buffer.from('{"doc":')

/** What stands before a shard's records when they are put together. */
export interface Before {
  readonly documents: number
  /** Of the records that could not be read, in the file they went to. */
  readonly rejectedBytes: number
}

/** Writes the rows of one shard's audit without its header, numbered on. Returns how many documents there are then. */
export async function appendAudit(
  file: string,
  before: Before,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  const counter = { last: before.documents }
  const place = { file, line: 0 }
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const line of auditLines(place)) {
    // The header of each shard is the same.
    if (place.line === 1) continue
    const isRow = line.length > ROW.length && ROW.every((byte, at) => line[at] === byte)
    pieces.push(isRow ? Buffer.from(numbered(Buffer.from(line).toString(), before, counter)) : line, LINE_END)
    size += line.length
    if (size < WRITTEN) continue
    await write(Buffer.concat(pieces))
    pieces = []
    size = 0
  }
  if (pieces.length > 0) await write(Buffer.concat(pieces))
  return counter.last
}

function numbered(line: string, { documents, rejectedBytes }: Before, counter: { last: number }): string {
  const row = /^\{"doc":(\d+),/.exec(line)
  if (!row) return line
  counter.last = documents + Number(row[1])
  const rest = line
    .slice(row[0].length)
    .replace(
      /("rejected":\{"offset":)(\d+)(,"bytes":\d+,"hash":"\w+"\}\})$/,
      (_, head: string, offset: string, tail: string) => `${head}${Number(offset) + rejectedBytes}${tail}`,
    )
  return `{"doc":${counter.last},${rest}`
}
