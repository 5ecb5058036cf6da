/** A stream that packs, as a packer. */
import type { Duplex } from 'node:stream'
import type { Packer } from './codecs.js'

/** Writes to the stream and hands on what comes out of it, both at once: packing goes on while others read. */
export function packThrough(stream: Duplex, write: (bytes: Uint8Array) => Promise<void>): Packer {
  let failure: unknown
  // Settles when all is handed on; an error ends the next write.
  const moved = (async () => {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) await write(chunk)
  })().catch((error: unknown) => {
    failure ??= error
    stream.destroy()
  })
  function check(): void {
    if (failure !== undefined) throw failure
  }
  return {
    async write(bytes) {
      check()
      if (!stream.write(bytes)) await drained(stream)
      check()
    },
    async end() {
      check()
      stream.end()
      await moved
      check()
    },
    destroy() {
      stream.destroy()
    },
  }
}

function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) return resolve()
    const done = (): void => {
      stream.off('close', done)
      stream.off('drain', done)
      resolve()
    }
    stream.on('close', done)
    stream.on('drain', done)
  })
}
