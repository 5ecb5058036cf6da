/**
 * Compressed files: told by their magic bytes, unpacked and packed as they flow.
 *
 *   1f 8b 08      gzip, of any number of members, zeros between and behind them
 *   28 b5 2f fd   Zstandard, of any number of frames
 *   5? 2a 4d 18   a skippable frame, which parallel writers of Zstandard put first
 */
import { UserError } from '../errors.js'
import { gunzip, gzip } from './gzip.js'
import { unzstd, zstd } from './zstd.js'

export const codecs = ['none', 'gzip', 'zstd'] as const
export type Codec = (typeof codecs)[number]

/** Bytes that tell a codec. */
const MAGIC_BYTES = 4

/** The codec of what begins with `bytes`. */
export function codecOf(bytes: Uint8Array): Codec {
  const [a = 0, b, c, d] = bytes
  if (a === 0x1f && b === 0x8b && c === 8) return 'gzip'
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd'
  if (a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd'
  return 'none'
}

/** The codec that a file name promises; undefined if it says nothing. */
export function codecOfName(name: string): Codec | undefined {
  const suffix = /\.(gz|gzip|zst|zstd)$/i.exec(name)?.[1]?.toLowerCase()
  return suffix === undefined ? undefined : suffix.startsWith('g') ? 'gzip' : 'zstd'
}

/** A name without the codec's suffix, which hides what the file holds. */
export const withoutCodec = (name: string): string => name.replace(/\.(gz|gzip|zst|zstd)$/i, '')

export interface Unpacked {
  readonly codec: Codec
  /** A chunk is only valid until the next is asked for. */
  readonly chunks: AsyncGenerator<Uint8Array>
}

/**
 * Unpacks what is packed. Of an archive that is cut off or damaged, all chunks come that could be
 * read, and then a UserError that names `file`.
 */
export async function unpack(chunks: AsyncGenerator<Uint8Array>, file: string): Promise<Unpacked> {
  const first = await firstBytes(chunks)
  const codec = codecOf(first)
  const all = withFirst(first, chunks)
  switch (codec) {
    case 'none':
      return { codec, chunks: all }
    case 'gzip':
      return { codec, chunks: gunzip(all, file) }
    case 'zstd':
      return { codec, chunks: unzstd(all, file) }
    default:
      return codec satisfies never
  }
}

/** The first chunk, or the first few together: a pipe may hand over single bytes. */
async function firstBytes(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let first = new Uint8Array(0)
  while (first.length < MAGIC_BYTES) {
    const { done, value } = await chunks.next()
    if (done) return first
    if (first.length === 0 && value.length >= MAGIC_BYTES) return value
    first = Buffer.concat([first, value])
  }
  return first
}

async function* withFirst(first: Uint8Array, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* chunks
}

/** Takes bytes and hands them on, packed. */
export interface Packer {
  /** Settles when more may be written; `bytes` may be used again at once. */
  write(bytes: Uint8Array): Promise<void>
  /** Settles when all was handed on. */
  end(): Promise<void>
  /** Gives up. */
  destroy(): void
}

/** Levels of a codec: the least, the greatest, the fast one that is the default. */
export const levels: Readonly<Record<Exclude<Codec, 'none'>, readonly [number, number, number]>> = {
  gzip: [1, 9, 1],
  zstd: [1, 19, 1],
}

/** Throws a UserError if this machine cannot write the codec. `write` settles when more may come. */
export function pack(
  codec: Exclude<Codec, 'none'>,
  level: number | undefined,
  write: (bytes: Uint8Array) => Promise<void>,
): Packer {
  const [least, most, fast] = levels[codec]
  const chosen = level ?? fast
  if (!(Number.isInteger(chosen) && chosen >= least && chosen <= most))
    throw new UserError(
      'USAGE',
      {},
      `Unexpected \`${chosen}\` for --level, expected a whole number from ${least} to ${most} with ${codec}`,
    )
  return inPieces(codec === 'gzip' ? gzip(chosen, write) : zstd(chosen, write))
}

/** Bytes that a packer is given at a time. */
const PIECE = 256 * 1024

/** What a packer makes may depend on how its input is cut: it always gets pieces of one size. */
function inPieces(packer: Packer): Packer {
  let piece = new Uint8Array(PIECE)
  let used = 0
  return {
    async write(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const size = Math.min(bytes.length - from, PIECE - used)
        piece.set(bytes.subarray(from, from + size), used)
        from += size
        used += size
        if (used < PIECE) continue
        const full = piece
        piece = new Uint8Array(PIECE)
        used = 0
        await packer.write(full)
      }
    },
    async end() {
      if (used > 0) await packer.write(piece.subarray(0, used))
      await packer.end()
    },
    destroy: () => packer.destroy(),
  }
}
