/** An input's bytes in large chunks, without a stream between: its buffers cost as much as finding lines. */
import { close, fstatSync, open, read } from 'node:fs'
import { unreadable } from './archives.js'
import { naming, reasonOf } from './files.js'

/** Bytes of a read: larger ones gain nothing. */
const CHUNK = 1024 * 1024

/**
 * Reads a file, or standard input for "-". A chunk is only valid until the next is asked for. Throws
 * the system's error, with the path of the file, or a UserError if something was read before it.
 */
export async function* readChunks(name: string): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const chunk of readAll(name)) {
      size += chunk.length
      yield chunk
    }
  } catch (error) {
    const reason = reasonOf(error)
    if (size === 0 || reason === undefined) throw error
    throw unreadable(name === '-' ? 'standard input' : name, size, reason)
  }
}

async function* readAll(name: string): AsyncGenerator<Uint8Array> {
  if (name === '-') {
    // A read of a pipe by file descriptor keeps the program waiting after its own output was closed.
    const kind = fstatSync(0)
    if (kind.isFIFO() || kind.isSocket()) yield* process.stdin as AsyncIterable<Uint8Array>
    else yield* readDescriptor(0)
    return
  }
  try {
    const descriptor = await settle<number>((done) => open(name, done))
    try {
      yield* readDescriptor(descriptor)
    } finally {
      await settle<void>((done) => close(descriptor, done))
    }
  } catch (error) {
    throw naming(name)(error)
  }
}

/** Has enough been read to look at? Asked of the bytes from the beginning on. */
export type Ahead = (head: Uint8Array) => boolean

/**
 * Reads until `isEnough` or the end, and gives what was read back as the first of the chunks: how the
 * input is cut makes no difference to what is seen.
 */
export async function lookAhead(
  chunks: AsyncIterable<Uint8Array>,
  isEnough: Ahead,
): Promise<{ head: Uint8Array; chunks: AsyncGenerator<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array(0)
  let failure: unknown
  while (!isEnough(head)) {
    // What was read before an error is handed on before it.
    const { value, done } = await iterator.next().catch((error: unknown) => {
      failure = error
      return { value: undefined, done: true as const }
    })
    if (done) break
    // The usual case, one large chunk, is not copied.
    head = head.length === 0 ? value : Buffer.concat([head, value])
    if (!isEnough(head)) head = head.slice()
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head
      if (failure !== undefined) throw failure
      for (;;) {
        const { value, done } = await iterator.next()
        if (done) return
        yield value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { head, chunks: all() }
}

async function* readDescriptor(descriptor: number): AsyncGenerator<Uint8Array> {
  // A small file needs no more room than it has bytes; what says that it has none may be a pipe.
  const { size: known } = fstatSync(descriptor)
  const buffer = new Uint8Array(known > 0 ? Math.min(known + 1, CHUNK) : CHUNK)
  for (;;) {
    const size = await settle<number>((done) => read(descriptor, buffer, 0, buffer.length, null, done))
    if (size === 0) return
    yield buffer.subarray(0, size)
  }
}

type Done<T> = (error: Error | null, value: T) => void

function settle<T>(call: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)))
  })
}
