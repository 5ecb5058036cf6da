/** What a cleaned text lost, in characters, as ../shared/eval/score.mjs counts it. */
import type { Label } from './labels.js'

export interface Losses {
  readonly junk: number
  readonly junkGone: number
  readonly content: number
  readonly contentGone: number
  /** Junk after the last line of main content. */
  readonly tail: number
  readonly tailGone: number
}

/**
 * Which of `lines` are in `after`, which is `lines` without some: each of its lines is matched to the
 * next equal one. Of equal lines it may not be the one that truly stayed; the scorer knows only texts.
 */
export function matchLines(lines: readonly string[], after: readonly string[]): boolean[] {
  const places = new Map<string, number[]>()
  lines.forEach((line, i) => {
    const own = places.get(line)
    if (own) own.push(i)
    else places.set(line, [i])
  })
  const kept = lines.map(() => false)
  let at = 0
  for (const line of after) {
    const hit = places.get(line)?.find((i) => i >= at)
    if (hit === undefined) continue
    kept[hit] = true
    at = hit + 1
  }
  return kept
}

/** Counts over the lines of a page; `lines` are trimmed. */
export function countLosses(
  lines: readonly string[],
  labels: readonly Label[],
  kept: readonly boolean[],
): Losses {
  const last = labels.lastIndexOf('content')
  const sum = { junk: 0, junkGone: 0, content: 0, contentGone: 0, tail: 0, tailGone: 0 }
  lines.forEach((line, i) => {
    const size = line.length
    const gone = kept[i] ? 0 : size
    if (labels[i] === 'content') {
      sum.content += size
      sum.contentGone += gone
    } else if (labels[i] === 'junk') {
      sum.junk += size
      sum.junkGone += gone
      if (last === -1 || i < last) return
      sum.tail += size
      sum.tailGone += gone
    }
  })
  return sum
}
