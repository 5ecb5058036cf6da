/** Cuts bytes into lines by the kernel, a piece at a time. */
import type { Characters } from './characters.js'
import { batchOf, instantiate } from './kernel.js'
import { BYTES_AT, CLASSES_AT, FOLD_AT, REST_AT } from './layout.js'

/** Where the lines of a piece begin that is cut at its LFs. */
export interface Piece {
  /** Behind each LF; valid until the next call. */
  readonly starts: Uint32Array
  /** Where the text of each line between two of them begins. */
  readonly inks: Uint32Array
}

/** Cuts `bytes[from … to]`, at most `BATCH_LINES` bytes. */
export type Cut = (bytes: Uint8Array, from: number, to: number) => Piece

const known = new WeakMap<Characters, Cut | undefined>()

/** Undefined where there is no WebAssembly. */
export function cutOf(characters: Characters): Cut | undefined {
  if (!known.has(characters)) known.set(characters, createCut(characters))
  return known.get(characters)
}

function createCut({ fold, classes }: Characters): Cut | undefined {
  const exports = instantiate(REST_AT, [
    [FOLD_AT, fold],
    [CLASSES_AT, classes],
  ])
  if (exports === undefined) return undefined
  const batch = batchOf(exports)
  return (bytes, from, to) => {
    batch.bytes.set(bytes.subarray(from, to))
    const count = exports.cut(to - from, from)
    const between = Math.max(0, count - 1)
    exports.findInks(BYTES_AT - from, between)
    return { starts: batch.starts.subarray(0, count), inks: batch.inks.subarray(0, between) }
  }
}
