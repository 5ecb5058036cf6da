/** gzip by node:zlib, which works beside the main thread. */
import { createGunzip, createGzip, type Gunzip, type ZlibOptions } from 'node:zlib'
import { cutOff, damaged } from './archives.js'
import type { Packer } from './codecs.js'
import { packThrough } from './pump.js'

/** Bytes of an unpacked chunk. */
const CHUNK = 256 * 1024

/** The types do not know that streams of zlib take a mark as others do. */
const buffers: ZlibOptions = Object.assign({ chunkSize: CHUNK }, { highWaterMark: CHUNK * 2 })

/** node:zlib reads members one after the other, but takes zeros for the end and forgets what follows them. */
export async function* gunzip(input: AsyncGenerator<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined
  let isFirst = true
  let size = 0
  try {
    for (;;) {
      first = await nextMember(first, input, isFirst)
      if (!first) return
      const stream = createGunzip(buffers)
      const fed = feed(stream, first, input)
      try {
        for await (const chunk of stream as AsyncIterable<Uint8Array>) {
          size += chunk.length
          yield chunk
        }
      } catch (error) {
        const { code } = error as { code?: unknown }
        if (code === 'Z_BUF_ERROR') throw cutOff('gzip', file, size)
        // Behind a whole member it is no member at all.
        if (code === 'Z_DATA_ERROR') throw damaged('gzip', file, size, (error as Error).message)
        throw error
      }
      isFirst = false
      first = await fed
    }
  } finally {
    await input.return(undefined)
  }
}

/** What begins the next member: zeros before it are padding. */
async function nextMember(
  rest: Uint8Array | undefined,
  input: AsyncGenerator<Uint8Array>,
  isFirst: boolean,
): Promise<Uint8Array | undefined> {
  for (;;) {
    const at = isFirst ? 0 : (rest?.findIndex((byte) => byte !== 0) ?? -1)
    if (rest && rest.length > 0 && at >= 0) return rest.subarray(at)
    const { done, value } = await input.next()
    if (done) return undefined
    rest = value
  }
}

/** Feeds the stream to its end; what the stream did not want of the input is what follows it. */
async function feed(
  stream: Gunzip,
  first: Uint8Array,
  input: AsyncGenerator<Uint8Array>,
): Promise<Uint8Array | undefined> {
  let fed = 0
  try {
    for (let chunk: Uint8Array | undefined = first; chunk; ) {
      fed += chunk.length
      await written(stream, chunk)
      // It came to the end of the members, and left the rest of the chunk.
      const left = fed - stream.bytesWritten
      if (left > 0 || stream.destroyed) return chunk.subarray(chunk.length - left)
      const next: IteratorResult<Uint8Array, unknown> = await input.next()
      chunk = next.done ? undefined : next.value
    }
    stream.end()
  } catch (error) {
    stream.destroy(error as Error)
  }
  return undefined
}

/** Settles when the stream has taken the chunk, or is closed: then nobody calls back. */
function written(stream: Gunzip, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('close', done)
      resolve()
    }
    stream.on('close', done)
    stream.write(chunk, done)
  })
}

export function gzip(level: number, write: (bytes: Uint8Array) => Promise<void>): Packer {
  return packThrough(createGzip({ level, ...buffers }), write)
}
