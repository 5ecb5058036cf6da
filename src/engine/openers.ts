/**
 * Openers of a rest ("12 comments", "Related posts" near the end): does one take everything to the end,
 * or is the page a forum, whose posts are its content? Whole documents only.
 */
import type { Limits } from '../limits.js'
import type { Category, Rule } from '../types.js'
import { KEPT, PROSE, type ShapeOf, UNCLAIMED } from './decide-state.js'

/** A document's lines and what would stay of them if the tail were kept. */
export interface OpenerLines {
  readonly count: number
  readonly claims: Int32Array
  readonly fates: Uint8Array
  isBlank(line: number): boolean
  readonly shapeOf: ShapeOf
  characters(line: number): number
  isStamp(line: number): boolean
  countsNothing(line: number): boolean
}

/** The line of the opener that takes the rest; `forum`; or nothing. */
export type Opened = number | 'forum' | undefined

export function findOpener(lines: OpenerLines, rules: readonly Rule[], limits: Limits): Opened {
  let prose = 0
  let marked = false
  let last = lines.count - 1
  while (last >= 0 && !mayOpen(rules[lines.claims[last] as number])) last--
  for (let line = 0; line <= last; line++) {
    if (lines.isBlank(line)) continue
    const rule = rules[lines.claims[line] as number]
    if (rule === undefined) {
      if (lines.shapeOf(line) === PROSE) prose += lines.characters(line)
      continue
    }
    if (
      rule.then === 'rest' &&
      rule.confirm &&
      prose >= limits.proseBeforeRest &&
      !lines.countsNothing(line)
    ) {
      const thread = createThread(lines, rules, rule.confirm.category)
      const opens =
        isConfirmed(thread, line, rule.confirm.within) &&
        (!rule.weak || thread.hasMore(line)) &&
        thread.proseAtEnd(line) <= prose
      if (opens) return marked ? 'forum' : line
    }
    if (rule.end !== undefined && !marked && prose >= limits.proseBeforeRest && isEnd(lines, line, rule.end))
      return line
    if (rule.post) marked = true
  }
  return undefined
}

const mayOpen = (rule: Rule | undefined): boolean =>
  rule !== undefined && (rule.then === 'rest' || rule.end !== undefined)

/** Do at most that share of the document's characters stand behind the line? */
function isEnd(lines: OpenerLines, line: number, share: number): boolean {
  let behind = 0
  for (let at = line + 1; at < lines.count; at++) if (!lines.isBlank(at)) behind += lines.characters(at)
  let all = behind
  // Mostly the lines before it are many times those behind it: not all of them need be counted.
  for (let at = line; at >= 0 && behind > share * all; at--)
    if (!lines.isBlank(at)) all += lines.characters(at)
  return behind <= share * all
}

/** What says of a line that a thread goes on here; `undefined`: nothing. A stamp is a sign of its own each time. */
type Sign = 'post' | 'stamp' | Rule | undefined

function createThread(lines: OpenerLines, rules: readonly Rule[], category: Category) {
  const signOf = (line: number): Sign => {
    const rule = rules[lines.claims[line] as number]
    if (rule && !rule.allow && rule.category === category) {
      if (rule.post) return 'post'
      if (!rule.weak) return rule
    }
    const mayBeStamp = rule ? rule.weak : lines.shapeOf(line) === UNCLAIMED
    return mayBeStamp && lines.isStamp(line) ? 'stamp' : undefined
  }
  return {
    signOf,
    lines,
    opens: (line: number): boolean => rules[lines.claims[line] as number]?.then === 'rest',
    /** A sign after `opener` that is more than a stamp: minutes and diaries have those. */
    hasMore(opener: number): boolean {
      for (let line = opener + 1; line < lines.count; line++) {
        const sign = lines.isBlank(line) ? undefined : signOf(line)
        if (sign !== undefined && sign !== 'stamp') return true
      }
      return false
    },
    /** Characters of the prose behind the last sign after `opener`. */
    proseAtEnd(opener: number): number {
      let prose = 0
      for (let line = lines.count - 1; line > opener; line--) {
        if (lines.isBlank(line)) continue
        if (signOf(line) !== undefined) break
        if ((lines.claims[line] as number) < 0 && lines.shapeOf(line) === PROSE)
          prose += lines.characters(line)
      }
      return prose
    },
  }
}

/**
 * Does a thread follow? "12 comments" heads one, but a list of posts holds it too, at each of them:
 * only a mark of a post shows a thread, or two signs of one: stamps ("4 May 2012 at 10:54") and
 * strong claims ("Leave a reply"). What follows another opener is the other's.
 */
function isConfirmed(
  { lines, signOf, opens }: ReturnType<typeof createThread>,
  opener: number,
  within: number,
): boolean {
  let between = 0
  let first: Sign
  for (let line = opener + 1; line < lines.count && between < within; line++) {
    if (lines.isBlank(line)) continue
    if (opens(line)) return false
    const sign = signOf(line)
    if (sign === 'post') return true
    if (sign === undefined) {
      if (lines.fates[line] === KEPT) between++
      continue
    }
    if (first !== undefined && (sign === 'stamp' || sign !== first)) return true
    first = sign
    between = 0
  }
  return false
}
