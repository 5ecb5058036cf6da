/** Reads a file from its begin to its end, in pieces that are as long as they are asked for. */
import { closeSync, openSync, readSync } from 'node:fs'

export interface PieceReader {
  /** Where the next piece begins. */
  readonly at: number
  /** The next bytes, in memory that is read into once; undefined if there are not so many. */
  next(size: number): Buffer | undefined
  close(): void
}

const READ_BYTES = 1024 * 1024

/** Undefined if the file is not there. */
export function openReader(file: string): PieceReader | undefined {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw error
  }
  let buffer = Buffer.alloc(0)
  let from = 0
  let to = 0
  let at = 0
  /** Are there so many bytes from `from` on? */
  function has(size: number): boolean {
    if (to - from >= size) return true
    const left = buffer.subarray(from, to)
    // Memory of its own for every piece takes longer than to read it.
    buffer = Buffer.allocUnsafeSlow(Math.max(size, READ_BYTES))
    left.copy(buffer)
    to -= from
    from = 0
    while (to < size) {
      const count = readSync(fd, buffer, to, buffer.length - to, null)
      if (count === 0) return false
      to += count
    }
    return true
  }
  return {
    get at() {
      return at
    },
    next(size) {
      if (!has(size)) return undefined
      from += size
      at += size
      return buffer.subarray(from - size, from)
    },
    close: () => closeSync(fd),
  }
}
