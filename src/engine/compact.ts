/** Moves the kept lines of a block together, in place: fewer copies than a write for every range. */
import type { Batch } from './seam.js'

/** Lines and bytes that a batch removed. */
export interface Removed {
  lines: number
  bytes: number
}

/**
 * Compacts the kept lines of `batch` to the front of their range and returns the end of what is
 * kept there; adds to `removed`.
 */
export function compact(batch: Batch, removed: Removed): number {
  const { bytes, starts, from, to, fates } = batch
  let target = starts[from] as number
  let line = from
  while (line < to) {
    while (line < to && fates[line] !== 0) {
      removed.lines++
      removed.bytes += (starts[line + 1] as number) - (starts[line] as number)
      line++
    }
    const first = line
    while (line < to && fates[line] === 0) line++
    const source = starts[first] as number
    const size = (starts[line] as number) - source
    if (size > 0 && target !== source) bytes.copyWithin(target, source, source + size)
    target += size
  }
  return target
}
