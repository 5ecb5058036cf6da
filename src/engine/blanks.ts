/**
 * Blank lines, once it is known which of the others go: of several runs of blanks that a removal
 * brings together the first stays; at the start and the end of the document none, if any line went there.
 */
import type { Limits } from '../limits.js'
import { BLANKED, KEPT, PENDING } from './decide-state.js'

/** Fates and places of the lines of one block. */
export interface BlankLines {
  readonly starts: Uint32Array
  readonly inks: Uint32Array
  readonly fates: Uint8Array
}

export interface BlankStage {
  begin(streaming: boolean): void
  /** Settles blanks of the lines `from` to `to`, whose other fates are known; returns the first line that is not settled. */
  step(lines: BlankLines, from: number, to: number): number
  /** The document ends before `to`. */
  finish(lines: BlankLines, to: number): void
  shift(count: number): void
}

export function createBlankStage(limits: Limits): BlankStage {
  let streaming = false
  let keptBefore = false
  let goneSince = false
  /** The first run of blanks since a line stayed: from, to, and whether its fate is open. */
  let runFrom = -1
  let runTo = -1
  let runKept = false

  function settleRun(lines: BlankLines, fate: number): void {
    if (runFrom >= 0 && !runKept) {
      for (let j = runFrom; j < runTo; j++) if (isBlank(lines, j)) lines.fates[j] = fate
    }
    runFrom = -1
    runKept = false
  }

  function isBlank(lines: BlankLines, line: number): boolean {
    return lines.inks[line] === lines.starts[line + 1]
  }

  function overLimits(lines: BlankLines, line: number): boolean {
    return (
      line + 1 - runFrom > limits.heldLines ||
      (lines.starts[line + 1] as number) - (lines.starts[runFrom] as number) > limits.heldBytes
    )
  }

  return {
    begin(flows) {
      streaming = flows
      keptBefore = goneSince = runKept = false
      runFrom = runTo = -1
    },
    step(lines, from, to) {
      const { fates } = lines
      for (let line = from; line < to; line++) {
        const fate = fates[line] as number
        if (isBlank(lines, line) && fate === PENDING) {
          if (runFrom < 0) {
            runFrom = line
            runTo = line + 1
          } else if (runTo === line) runTo = line + 1
          else fates[line] = BLANKED
          if (runKept && runTo === line + 1) fates[line] = KEPT
        } else if (fate === KEPT) {
          settleRun(lines, goneSince && !keptBefore ? BLANKED : KEPT)
          keptBefore = true
          goneSince = false
          continue
        } else goneSince = true
        // Too long to wait for its end: the run stays.
        if (streaming && runFrom >= 0 && !runKept && overLimits(lines, line)) {
          for (let j = runFrom; j < runTo; j++) if (isBlank(lines, j)) fates[j] = KEPT
          runKept = true
        }
      }
      return runFrom >= 0 && !runKept ? runFrom : to
    },
    finish(lines, to) {
      this.step(lines, to, to)
      settleRun(lines, goneSince ? BLANKED : KEPT)
    },
    shift(count) {
      if (runFrom < 0) return
      runTo -= count
      runFrom = runKept ? 0 : runFrom - count
    },
  }
}
