/** What a cleaned text lost, in characters, as ../shared/eval/score.mjs counts it. */
import type { Fate } from './fates.js'
import type { LabelledPage } from './pages.js'
import { lowerWordsOf } from './words.js'

export interface Losses {
  readonly junk: number
  readonly junkGone: number
  readonly content: number
  readonly contentGone: number
  /** Of the content that is gone: bylines, dates and lines of at most three words. */
  readonly labelsGone: number
  /** Junk after the last line of main content. */
  readonly tail: number
  readonly tailGone: number
  /** Pages with main content gone, with junk in the tail, with some left there. */
  readonly pagesLosing: number
  readonly pagesWithTail: number
  readonly pagesWithTailLeft: number
}

export const noLosses: Losses = {
  junk: 0,
  junkGone: 0,
  content: 0,
  contentGone: 0,
  labelsGone: 0,
  tail: 0,
  tailGone: 0,
  pagesLosing: 0,
  pagesWithTail: 0,
  pagesWithTailLeft: 0,
}

/** Words of a line that is a label rather than text. */
const LABEL_WORDS = 3

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

/** A line that is gone by the scorer's account, and what took it (or its equal). */
export interface LostLine {
  readonly line: number
  readonly fate: Fate
}

type Cleaned = Pick<LabelledPage, 'lines' | 'fates' | 'changed'>

export function lostLines({ lines, fates, changed }: Cleaned): LostLine[] {
  if (!changed) return []
  const stays = (line: number): boolean => fates[line]?.how === undefined
  const kept = matchLines(
    lines,
    lines.filter((_, line) => stays(line)),
  )
  return lines.flatMap((text, line) => {
    if (kept[line]) return []
    const taken = stays(line) ? lines.findIndex((other, i) => !stays(i) && other === text) : line
    return [{ line, fate: fates[taken] as Fate }]
  })
}

/** Is a lost line a byline, a date or a label, which are reported apart? */
export const isLabel = (text: string, { rule }: Fate): boolean =>
  rule?.category === 'byline' || rule?.category === 'date' || lowerWordsOf(text).length <= LABEL_WORDS

export function countLosses(page: Cleaned & Pick<LabelledPage, 'labels'>): Losses {
  const { lines, labels } = page
  const last = labels.lastIndexOf('content')
  const sum = { ...noLosses } as { -readonly [Key in keyof Losses]: number }
  const isTail = (line: number): boolean => last !== -1 && line > last
  lines.forEach(({ length }, line) => {
    if (labels[line] === 'content') sum.content += length
    if (labels[line] !== 'junk') return
    sum.junk += length
    if (isTail(line)) sum.tail += length
  })
  for (const { line, fate } of lostLines(page)) {
    const text = lines[line] as string
    if (labels[line] === 'content') {
      sum.contentGone += text.length
      if (isLabel(text, fate)) sum.labelsGone += text.length
    }
    if (labels[line] !== 'junk') continue
    sum.junkGone += text.length
    if (isTail(line)) sum.tailGone += text.length
  }
  sum.pagesLosing = sum.contentGone > 0 ? 1 : 0
  sum.pagesWithTail = sum.tail > 0 ? 1 : 0
  sum.pagesWithTailLeft = sum.tailGone < sum.tail ? 1 : 0
  return sum
}

export function addLosses(a: Losses, b: Losses): Losses {
  const keys = Object.keys(noLosses) as (keyof Losses)[]
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as Losses
}
