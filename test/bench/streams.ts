/** Inputs that would be too long, or too odd, to lie on a disk: made on the fly for the memory table. */
import { madeBlocks } from './blocks.js'
import { chunksOf } from './corpora.js'

export interface Stream {
  readonly name: string
  readonly bytes: number
  readonly chunks: () => Iterable<Buffer>
}

const chunkBytes = 1024 * 1024

function repeated(name: string, line: string, times: number): Stream {
  const perChunk = Math.floor(chunkBytes / line.length)
  const chunk = Buffer.from(line.repeat(perChunk))
  const bytes = line.length * times
  return {
    name,
    bytes,
    *chunks() {
      for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
    },
  }
}

/** `gigabytes` of text (10^9 bytes), and the others at `scale`, 1 for their full length. */
export function memoryStreams(gigabytes: number, scale: number): Stream[] {
  const bytes = Math.round(gigabytes * 1e9 * scale)
  const times = (count: number) => Math.round(count * scale)
  const count = (times(10e6) / 1e6).toLocaleString('en')
  return [
    { name: 'text as in `made`', bytes, chunks: () => chunksOf(madeBlocks(bytes), bytes) },
    repeated('one line', 'no end of a line ', times(1e9 / 17)),
    repeated(`${count} million tail claims`, 'Share this article\n', times(10e6)),
    repeated(`${count} million weak claims`, 'Reply\n', times(10e6)),
  ]
}
