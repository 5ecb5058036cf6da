/** The cleaner as a stream: whole chunks in, whole chunks out, never single lines. */
import type { Transform } from 'node:stream'
import { transform } from 'through2'
import type { Cleaner } from '../engine/seam.js'
import { createJsonlCleaner, type JsonlOptions } from '../formats/jsonl.js'
import { createTextCleaner, type TextOptions } from '../formats/text.js'

/** Bytes of the result, before they go down the stream; only valid during the call. */
interface Heard {
  readonly onOutput?: ((bytes: Uint8Array) => void) | undefined
}

/** Options of `cleanStream` for text, the default. */
export type TextStreamOptions = Omit<TextOptions, 'onOutput'> &
  Heard & { readonly format?: 'text' | undefined }

/** Options of `cleanStream` for JSON Lines: the value of one field of each record is a document. */
export type JsonlStreamOptions = Omit<JsonlOptions, 'onOutput' | 'pages'> &
  Heard & { readonly format: 'jsonl' }

/** Options of `cleanStream`: those of the format, and which it is. */
export type StreamOptions = TextStreamOptions | JsonlStreamOptions

interface Pushing {
  push(chunk: Uint8Array): unknown
}

/**
 * A transform stream that cleans: bytes in, bytes out. A stream of text is one document, unless
 * `nullData` is set; with `format: 'jsonl'` each record holds one. Fed with chunks of 64 KiB or more
 * it is fastest; how they are cut makes no difference to what comes out. A field that is named and
 * is in none of the first records is an error of the stream.
 */
export function cleanStream(cleaner: Cleaner, options: StreamOptions = {}): Transform {
  let kept: Uint8Array[] = []
  let size = 0
  function onOutput(bytes: Uint8Array): void {
    options.onOutput?.(bytes)
    kept.push(Buffer.from(bytes))
    size += bytes.length
  }
  const cleaning =
    options.format === 'jsonl'
      ? createJsonlCleaner(cleaner, { ...options, onOutput })
      : createTextCleaner(cleaner, { ...options, onOutput })

  /** What was kept since the last chunk, as one chunk. */
  function flush(stream: Pushing): void {
    if (size > 0) stream.push(kept.length === 1 ? (kept[0] as Uint8Array) : Buffer.concat(kept, size))
    kept = []
    size = 0
  }
  /** Does one step; what it throws is an error of the stream. */
  function step(stream: Pushing, work: () => void, done: (error?: Error) => void): void {
    try {
      work()
    } catch (error) {
      done(error as Error)
      return
    }
    flush(stream)
    done()
  }
  return transform(
    function (this: Pushing, chunk: Uint8Array | string, _encoding: string, done: (error?: Error) => void) {
      step(this, () => cleaning.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk), done)
    },
    function (this: Pushing, done: (error?: Error) => void) {
      step(this, cleaning.end, done)
    },
  ) as unknown as Transform
}
