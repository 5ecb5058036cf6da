/** Writes pages to a sample (pages.ts), some of many hosts at a time. */
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync, writevSync } from 'node:fs'
import { join } from 'node:path'
import { learnLimits } from '../limits.js'
import { BUCKETS, bucketOf, HEAD_BYTES, nameOf } from './pages.js'
import { prunePages, UNFINISHED } from './prune.js'

export interface PagesWriter {
  add(host: string, hash: number, text: Uint8Array): void
  /** Hands all to the system; returns how many bytes that made. */
  flush(): number
  close(): void
}

export interface PagesOptions {
  /** Pages of a site that are looked at: others may be left out. */
  readonly maxPages: number
  /** Bytes of a file beyond which it is pruned. */
  readonly pruneBytes?: number
}

/** Into `folder`, as the run after those that wrote there before. */
export function writePages(
  folder: string,
  { maxPages, pruneBytes = learnLimits.pruneBytes }: PagesOptions,
): PagesWriter {
  mkdirSync(folder, { recursive: true })
  removeUnfinished(folder)
  const own = join(folder, String(readdirSync(folder).length).padStart(5, '0'))
  mkdirSync(own)
  // One place for all pages that wait: memory of its own for each, and again for those of a bucket, took as long as to write them.
  const waiting = Buffer.allocUnsafeSlow(learnLimits.waitingBytes)
  let used = 0
  /** Of each bucket, where its pages lie. */
  const pieces: Uint8Array[][] = Array.from({ length: BUCKETS }, () => [])
  const files: (number | undefined)[] = []
  const sizes = new Float64Array(BUCKETS)
  const limits = new Float64Array(BUCKETS).fill(pruneBytes)
  let written = 0

  function flush(): number {
    pieces.forEach((pages, bucket) => {
      if (pages.length === 0) return
      const path = join(own, nameOf(bucket))
      const file = files[bucket] ?? openSync(path, 'a')
      files[bucket] = file
      const bytes = writeAll(file, pages)
      written += bytes
      sizes[bucket] = (sizes[bucket] as number) + bytes
      pages.length = 0
      if ((sizes[bucket] as number) <= (limits[bucket] as number)) return
      closeSync(file)
      files[bucket] = undefined
      const left = prunePages(path, maxPages)
      sizes[bucket] = left
      // A file that has to be as large is gone through again when it is twice so.
      limits[bucket] = Math.max(pruneBytes, left * 2)
    })
    used = 0
    return written
  }

  return {
    add(host, hash, text) {
      if (text.length > learnLimits.pageBytes) return
      const nameBytes = Buffer.byteLength(host)
      const size = HEAD_BYTES + nameBytes + text.length
      if (used + size > waiting.length) flush()
      waiting.writeUInt32LE(nameBytes, used)
      waiting.writeUInt32LE(text.length, used + 4)
      waiting.writeDoubleLE(hash, used + 8)
      waiting.write(host, used + HEAD_BYTES)
      waiting.set(text, used + HEAD_BYTES + nameBytes)
      ;(pieces[bucketOf(host)] as Uint8Array[]).push(waiting.subarray(used, used + size))
      used += size
    },
    flush,
    close() {
      for (const file of files) if (file !== undefined) closeSync(file)
    },
  }
}

/** What a kill left of a file that was pruned: the file itself is whole. */
function removeUnfinished(folder: string): void {
  for (const run of readdirSync(folder))
    for (const name of readdirSync(join(folder, run)))
      if (name.endsWith(UNFINISHED)) rmSync(join(folder, run, name))
}

/** Returns how many bytes that made. */
function writeAll(file: number, pieces: readonly Uint8Array[]): number {
  const size = pieces.reduce((sum, { length }) => sum + length, 0)
  let done = writevSync(file, pieces)
  if (done === size) return size
  const bytes = Buffer.concat(pieces)
  while (done < size) done += writeSync(file, bytes, done)
  return size
}
