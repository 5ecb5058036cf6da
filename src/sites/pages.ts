/**
 * The pages of a sample on disk: those of a host lie in one of 256 buckets, by the key of the host, so that
 * each bucket can be learned from by itself. A run writes files of its own and only appends; what a kill
 * cut off is the end of a file, and belongs to an input that is done again. A file that has grown large is
 * pruned (prune.ts).
 *
 *   page: host's bytes u32 · text's bytes u32 · hash of the text f64 · host · text
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.js'
import { learnLimits } from '../limits.js'
import { keyOfText } from './keys.js'
import { openReader } from './reader.js'

export const BUCKETS = 256
export const HEAD_BYTES = 16
/** Bytes of a host's name at most. */
const HOST_BYTES = 1024 * 1024

export const bucketOf = (host: string): number => keyOfText(host).high >>> 24

/** The name of the file of a bucket. */
export const nameOf = (bucket: number): string => bucket.toString(16).padStart(2, '0')

export interface StoredPage {
  readonly host: string
  readonly hash: number
  /** Where it begins in the file, and its bytes there. */
  readonly at: number
  readonly size: number
  /** In memory that is read into once, some pages at a time. */
  readonly text: Uint8Array
}

/** The files of a bucket under the folders that runs wrote to. */
export const bucketFiles = (folders: readonly string[], bucket: number): string[] =>
  folders.map((folder) => join(folder, nameOf(bucket)))

/** How many times files are read, each time for a part of their hosts, so that no more than `most` bytes are held: a power of two. */
export function partsOf(files: readonly string[], most: number): number {
  const bytes = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)
  let parts = 1
  while (bytes / parts > most && parts < 2 ** 16) parts *= 2
  return parts
}

/** The bucket is the upper byte of a host's key; parts go on from there, so that hosts stay in order. */
export const partOf = (host: string, parts: number): number =>
  parts === 1 ? 0 : Math.floor((((keyOfText(host).high << 8) >>> 0) / 2 ** 32) * parts)

/** The pages of one file; none if it is not there. */
export function* readPages(file: string): Generator<StoredPage> {
  const reader = openReader(file)
  if (!reader) return
  try {
    for (;;) {
      const { at } = reader
      const head = reader.next(HEAD_BYTES)
      if (!head) return
      const hostBytes = head.readUInt32LE(0)
      const textBytes = head.readUInt32LE(4)
      const hash = head.readDoubleLE(8)
      const isWhole = Number.isSafeInteger(hash) && hash >= 0
      if (hostBytes > HOST_BYTES || textBytes > learnLimits.pageBytes || !isWhole) throw damaged(file, at)
      const page = reader.next(hostBytes + textBytes)
      // Cut off by a kill: its input was not done.
      if (!page) return
      const host = page.toString('utf8', 0, hostBytes)
      yield { host, hash, at, size: HEAD_BYTES + page.length, text: page.subarray(hostBytes) }
    }
  } finally {
    reader.close()
  }
}

/** What is wrong with a file that no run wrote. */
const damaged = (file: string, at: number): UserError =>
  new UserError(
    'SAMPLE',
    { file },
    `Unexpected bytes at ${at}, expected a page as \`clean learn --sample\` writes it; make the sample again`,
  )
