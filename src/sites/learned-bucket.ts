/**
 * What was learned of the sites of one bucket, as a file: a merge that was killed goes on behind the buckets that have
 * theirs, as long as the pages and the options are the same.
 *
 *   key of what it was learned from, 32 bytes · sites
 *   site: host's bytes u32 · block's u32 · notes' u32 · lines u32 · host · block · notes
 */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { UserError } from '../errors.js'
import { openOutput } from '../io/files.js'
import type { EncodedSite } from './block.js'
import { openReader } from './reader.js'

const KEY_BYTES = 32
const HEAD_BYTES = 16
/** Sites are written so many bytes at a time. */
const WRITE_BYTES = 1024 * 1024

/** Of all that bears on what is learned from `files`. */
export function keyOfBucket(run: unknown, files: readonly string[]): Uint8Array {
  const known = files.flatMap((file) => {
    const stat = statSync(file, { throwIfNoEntry: false })
    return stat ? [[file, stat.size, stat.mtimeMs]] : []
  })
  return createHash('sha256')
    .update(JSON.stringify([run, known]))
    .digest()
}

/** Is it there, and learned from what `key` is of? */
export function isLearned(path: string, key: Uint8Array): boolean {
  const reader = openReader(path)
  try {
    return reader?.next(KEY_BYTES)?.equals(key) ?? false
  } finally {
    reader?.close()
  }
}

export interface BucketWriter {
  add(host: string, site: EncodedSite): Promise<void>
  commit(): Promise<void>
  discard(): void
}

export function writeBucket(path: string, key: Uint8Array): BucketWriter {
  const output = openOutput(path)
  let waiting: Uint8Array[] = [key]
  let waitingBytes = 0
  async function write(): Promise<void> {
    const bytes = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    await output.write(bytes)
  }
  return {
    async add(host, { block, notes, lines }) {
      const name = Buffer.from(host)
      const head = Buffer.alloc(HEAD_BYTES)
      ;[name.length, block.length, notes.length, lines].forEach((number, at) => {
        head.writeUInt32LE(number, at * 4)
      })
      for (const piece of [head, name, block, notes]) {
        waiting.push(piece)
        waitingBytes += piece.length
      }
      if (waitingBytes >= WRITE_BYTES) await write()
    },
    async commit() {
      await write()
      await output.commit()
    },
    discard: output.discard,
  }
}

/** The sites of a bucket that was learned. */
export function* readBucket(path: string): Generator<{ readonly host: string; readonly site: EncodedSite }> {
  const damaged = (): UserError =>
    new UserError(
      'SAMPLE',
      { file: path },
      'Unexpected end, expected what a merge notes of a bucket; merge again without --resume',
    )
  const reader = openReader(path)
  try {
    if (!reader?.next(KEY_BYTES)) throw damaged()
    const { size } = statSync(path)
    for (let head = reader.next(HEAD_BYTES); head; head = reader.next(HEAD_BYTES)) {
      const [nameBytes = 0, blockBytes = 0, noteBytes = 0, lines = 0] = [0, 4, 8, 12].map((at) =>
        (head as Buffer).readUInt32LE(at),
      )
      if (nameBytes + blockBytes + noteBytes > size) throw damaged()
      const name = reader.next(nameBytes)
      const block = reader.next(blockBytes)
      const notes = reader.next(noteBytes)
      if (!name || !block || !notes) throw damaged()
      yield { host: name.toString(), site: { block, notes, lines } }
    }
  } finally {
    reader?.close()
  }
}
