/** A result on its way to a file or a stream, packed or not. */
import { type Codec, type Packer, pack } from './codecs.js'
import type { Output } from './files.js'

/** Where a result ends: a file, or standard output, which has no name to be given. */
export interface Place extends Partial<Output> {
  write(data: Uint8Array): Promise<void>
}

export interface Result {
  /** `bytes` may be used again when it settles. */
  write(bytes: Uint8Array): Promise<void>
  /** Bytes that were handed on, packed. */
  readonly size: number
  commit(backup?: string): Promise<void>
  /** The input that it was made of is cut off: it gets another name, which is returned. */
  keepPartial(): Promise<string | undefined>
  discard(): void
}

/** Throws a UserError where the codec cannot be written. */
export function openResult(place: Place, codec: Codec, level: number | undefined): Result {
  let size = 0
  const write = (bytes: Uint8Array): Promise<void> => {
    size += bytes.length
    return place.write(bytes)
  }
  const packer: Packer | undefined = codec === 'none' ? undefined : pack(codec, level, write)
  return {
    write: packer ? (bytes) => packer.write(bytes) : write,
    get size() {
      return size
    },
    async commit(backup) {
      await packer?.end()
      await place.commit?.(backup)
    },
    async keepPartial() {
      await packer?.end()
      return place.keepPartial?.()
    },
    discard() {
      packer?.destroy()
      place.discard?.()
    },
  }
}
