/** The cleaned file as it is read, and the original as it is written. */
import { createReadStream } from 'node:fs'
import { UserError } from '../errors.js'

export type Output = (bytes: Uint8Array) => Promise<void> | void

export const BLOCK_BYTES = 1024 * 1024

/** Opens a file to read it once from its beginning; a chunk is only valid until the next is asked for. */
export type OpenFile = (path: string) => AsyncIterable<Uint8Array>

/** A file that is not packed. */
export const openPlain: OpenFile = (path) =>
  createReadStream(path, { highWaterMark: BLOCK_BYTES }) as AsyncIterable<Buffer>

const LF = 0x0a
const UNFIT = 'nothing was written; restore the file as it was cleaned, with its own audit'

/** The audit is of another file than `cleaned`. */
export function unfit(cleaned: string, what: string): UserError {
  return new UserError(
    'AUDIT_MISMATCH',
    { file: cleaned },
    `The audit does not fit this file: found ${what}; ${UNFIT}`,
  )
}

export interface Source {
  /** At most so many of the next bytes; undefined at the end. */
  take(most: number): Promise<Uint8Array | undefined>
  /** The next bytes to the end of the line, or the first of them. */
  takeLine(): Promise<Uint8Array | undefined>
  peek(): Promise<number | undefined>
  close(): Promise<void>
}

/** Reads a file from its beginning; blocks are never used again, so that who gets them may keep them. */
export function readBlocks(chunks: AsyncIterable<Uint8Array>): Source {
  const iterator = chunks[Symbol.asyncIterator]()
  let block = Buffer.alloc(0)
  async function fill(): Promise<void> {
    while (block.length === 0) {
      const { value, done } = await iterator.next()
      if (done) return
      // The chunk is only valid until the next.
      block = Buffer.from(value)
    }
  }
  async function take(most: number): Promise<Uint8Array | undefined> {
    await fill()
    const taken = block.subarray(0, most)
    block = block.subarray(taken.length)
    return taken.length > 0 ? taken : undefined
  }
  return {
    take,
    async takeLine() {
      await fill()
      return take(block.indexOf(LF) + 1 || block.length)
    },
    async peek() {
      await fill()
      return block[0]
    },
    async close() {
      await iterator.return?.()
    },
  }
}

/** Gathers small pieces: a removal here and there should not be a write each. */
export function gather(output: Output): { add(bytes: Uint8Array): Promise<void>; flush(): Promise<void> } {
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
