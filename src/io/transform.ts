/** The cleaner as a stream: whole chunks in, whole chunks out, never single lines. */
import type { Transform } from 'node:stream'
import { transform } from 'through2'
import type { Cleaner } from '../engine/seam.js'
import { createTextCleaner, type TextOptions } from '../formats/text.js'

/** Options of `cleanStream`: the text format's, without the callback for its output. */
export type StreamOptions = Omit<TextOptions, 'onOutput'> & {
  /** Hears of kept bytes before they go down the stream; only valid during the call. */
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined
}

interface Pushing {
  push(chunk: Uint8Array): unknown
}

/**
 * A transform stream that cleans text: bytes in, bytes out. A stream is one document, unless
 * `nullData` is set. Fed with chunks of 64 KiB or more it is fastest; how they are cut makes no
 * difference to what comes out.
 */
export function cleanStream(cleaner: Cleaner, options: StreamOptions = {}): Transform {
  let kept: Uint8Array[] = []
  let size = 0
  const text = createTextCleaner(cleaner, {
    ...options,
    onOutput(bytes) {
      options.onOutput?.(bytes)
      kept.push(Buffer.from(bytes))
      size += bytes.length
    },
  })
  /** What was kept since the last chunk, as one chunk. */
  function flush(stream: Pushing): void {
    if (size > 0) stream.push(kept.length === 1 ? (kept[0] as Uint8Array) : Buffer.concat(kept, size))
    kept = []
    size = 0
  }
  return transform(
    function (this: Pushing, chunk: Uint8Array | string, _encoding: string, done: () => void) {
      text.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
      flush(this)
      done()
    },
    function (this: Pushing, done: () => void) {
      text.end()
      flush(this)
      done()
    },
  ) as unknown as Transform
}
