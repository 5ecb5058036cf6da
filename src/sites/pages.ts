/**
 * The pages of a sample on disk: those of a host lie in one of 256 buckets, by the key of the host, so that
 * each bucket can be learned from by itself. A run writes files of its own and only appends; what a kill
 * cut off is the end of a file, and belongs to an input that is done again.
 *
 *   page: host's bytes u32 · text's bytes u32 · hash of the text f64 · host · text
 */
import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { learnLimits } from '../limits.js'
import { keyOfText } from './keys.js'

export const BUCKETS = 256
const HEAD_BYTES = 16
const READ_BYTES = 1024 * 1024

export const bucketOf = (host: string): number => keyOfText(host).high >>> 24

const nameOf = (bucket: number): string => bucket.toString(16).padStart(2, '0')

export interface PagesWriter {
  add(host: string, hash: number, text: Uint8Array): void
  /** Hands all to the system; returns how many bytes that made. */
  flush(): number
  close(): void
}

/** Into `folder`, as the run after those that wrote there before. */
export function writePages(folder: string): PagesWriter {
  mkdirSync(folder, { recursive: true })
  const own = join(folder, String(readdirSync(folder).length).padStart(5, '0'))
  mkdirSync(own)
  const waiting: Uint8Array[][] = Array.from({ length: BUCKETS }, () => [])
  const files: (number | undefined)[] = []
  let waitingBytes = 0
  let written = 0

  function flush(): number {
    waiting.forEach((pieces, bucket) => {
      if (pieces.length === 0) return
      files[bucket] ??= openSync(join(own, nameOf(bucket)), 'a')
      const bytes = Buffer.concat(pieces)
      for (let at = 0; at < bytes.length; ) at += writeSync(files[bucket], bytes, at)
      written += bytes.length
      pieces.length = 0
    })
    waitingBytes = 0
    return written
  }

  return {
    add(host, hash, text) {
      if (text.length > learnLimits.pageBytes) return
      const name = Buffer.from(host)
      const page = Buffer.allocUnsafe(HEAD_BYTES + name.length + text.length)
      page.writeUInt32LE(name.length, 0)
      page.writeUInt32LE(text.length, 4)
      page.writeDoubleLE(hash, 8)
      page.set(name, HEAD_BYTES)
      page.set(text, HEAD_BYTES + name.length)
      ;(waiting[bucketOf(host)] as Uint8Array[]).push(page)
      waitingBytes += page.length
      if (waitingBytes > learnLimits.waitingBytes) flush()
    },
    flush,
    close() {
      for (const file of files) if (file !== undefined) closeSync(file)
    },
  }
}

export interface StoredPage {
  readonly host: string
  readonly hash: number
  /** In memory that is read into once, some pages at a time. */
  readonly text: Uint8Array
}

/** The files of a bucket under the folders that runs wrote to. */
export const bucketFiles = (folders: readonly string[], bucket: number): string[] =>
  folders.map((folder) => join(folder, nameOf(bucket)))

/** The pages of one file; none if it is not there. Throws what `damaged` makes of what no run wrote. */
export function* readPages(file: string, damaged: (at: number) => Error): Generator<StoredPage> {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return
    throw error
  }
  try {
    let buffer = Buffer.allocUnsafeSlow(READ_BYTES)
    let from = 0
    let to = 0
    let before = 0
    /** Are there so many bytes from `from` on? */
    function has(size: number): boolean {
      if (to - from >= size) return true
      before += from
      const left = buffer.subarray(from, to)
      // Memory of its own for every page takes longer than to read it.
      buffer = Buffer.allocUnsafeSlow(Math.max(size, READ_BYTES))
      left.copy(buffer)
      to -= from
      from = 0
      while (to < size) {
        const count = readSync(fd, buffer, to, buffer.length - to, null)
        if (count === 0) return false
        to += count
      }
      return true
    }
    while (has(HEAD_BYTES)) {
      const hostBytes = buffer.readUInt32LE(from)
      const textBytes = buffer.readUInt32LE(from + 4)
      const hash = buffer.readDoubleLE(from + 8)
      const isWhole = Number.isSafeInteger(hash) && hash >= 0
      if (hostBytes > READ_BYTES || textBytes > learnLimits.pageBytes || !isWhole)
        throw damaged(before + from)
      const size = HEAD_BYTES + hostBytes + textBytes
      // Cut off by a kill: its input was not done.
      if (!has(size)) return
      const host = buffer.toString('utf8', from + HEAD_BYTES, from + HEAD_BYTES + hostBytes)
      yield { host, hash, text: buffer.subarray(from + HEAD_BYTES + hostBytes, from + size) }
      from += size
    }
  } finally {
    closeSync(fd)
  }
}
