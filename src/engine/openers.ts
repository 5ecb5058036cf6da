/**
 * Openers of a rest ("12 comments", "Related posts" near the end): does one take everything to the end,
 * or is the page a forum, whose posts are its content? Whole documents only.
 */
import type { Limits } from '../limits.js'
import type { Category, Rule } from '../types.js'
import { KEPT, PROSE, type ShapeOf, UNCLAIMED } from './decide-state.js'
import type { View } from './view.js'

export interface OpenerLines {
  readonly view: View
  /** Fates of the lines if nothing opened a rest and the tail were kept. */
  decideWithout(): Uint8Array
  isBlank(line: number): boolean
  readonly shapeOf: ShapeOf
  characters(line: number): number
  isStamp(line: number): boolean
  countsNothing(line: number): boolean
}

/** The line of the opener that takes the rest; `forum`; or nothing. */
export type Opened = number | 'forum' | undefined

export function findOpener(lines: OpenerLines, rules: readonly Rule[], limits: Limits): Opened {
  const { count, claims } = lines.view
  let prose = 0
  let counted = 0
  /** Characters of the prose before `line`, or the first `enough` of them: only an opener asks. */
  function proseBefore(line: number, enough = Infinity): number {
    for (; counted < line && prose < enough; counted++)
      if (isProse(lines, counted)) prose += lines.characters(counted)
    return prose
  }
  const hasText = (line: number): boolean =>
    proseBefore(line, limits.proseBeforeRest) >= limits.proseBeforeRest
  let thread: Thread | undefined
  let marked = false
  for (let line = 0; line < count; line++) {
    // An index of -1 would be looked up as a name.
    if ((claims[line] as number) < 0) continue
    const rule = rules[claims[line] as number] as Rule
    if (rule.then === 'rest' && rule.confirm && hasText(line) && !lines.countsNothing(line)) {
      thread ??= createThread(lines, rules)
      const { category, within } = rule.confirm
      const opens =
        isConfirmed(thread, category, line, within) &&
        (!rule.weak || hasMore(thread, category, line)) &&
        proseAtEnd(thread, category, line) <= proseBefore(line)
      if (opens) return marked ? 'forum' : line
    }
    if (rule.end !== undefined && !marked && hasText(line) && isEnd(lines, line, rule.end)) return line
    if (rule.post) marked = true
  }
  return undefined
}

function isProse(lines: OpenerLines, line: number): boolean {
  return (lines.view.claims[line] as number) < 0 && !lines.isBlank(line) && lines.shapeOf(line) === PROSE
}

/** Do at most that share of the document's characters stand behind the line? */
function isEnd(lines: OpenerLines, line: number, share: number): boolean {
  const { count, starts } = lines.view
  // No document has more characters than bytes.
  const most = share * (starts[count] as number)
  let behind = 0
  for (let at = line + 1; at < count && behind <= most; at++)
    if (!lines.isBlank(at)) behind += lines.characters(at)
  let all = behind
  // Mostly the lines before it are many times those behind it: not all of them need be counted.
  for (let at = line; at >= 0 && behind > share * all; at--)
    if (!lines.isBlank(at)) all += lines.characters(at)
  return behind <= share * all
}

/** What says of a line that a thread goes on here; `undefined`: nothing. A stamp is a sign of its own each time. */
type Sign = 'post' | 'stamp' | Rule | undefined

interface Thread {
  readonly lines: OpenerLines
  signOf(category: Category, line: number): Sign
  isOpener(line: number): boolean
  /** Of the lines if nothing opened a rest. */
  fateOf(line: number): number
}

function createThread(lines: OpenerLines, rules: readonly Rule[]): Thread {
  const { view } = lines
  let fates: Uint8Array | undefined
  const ruleOf = (line: number): Rule | undefined =>
    (view.claims[line] as number) < 0 ? undefined : rules[view.claims[line] as number]
  return {
    lines,
    signOf(category, line) {
      const rule = ruleOf(line)
      if (rule && !rule.allow && rule.category === category) {
        if (rule.post) return 'post'
        if (!rule.weak) return rule
      }
      const mayBeStamp = rule ? rule.weak : lines.shapeOf(line) === UNCLAIMED
      return mayBeStamp && lines.isStamp(line) ? 'stamp' : undefined
    },
    isOpener: (line) => ruleOf(line)?.then === 'rest',
    fateOf(line) {
      fates ??= lines.decideWithout()
      return fates[line] as number
    },
  }
}

/** Is there a sign after `opener` that is more than a stamp? Minutes and diaries have those. */
function hasMore({ lines, signOf }: Thread, category: Category, opener: number): boolean {
  for (let line = opener + 1; line < lines.view.count; line++) {
    const sign = lines.isBlank(line) ? undefined : signOf(category, line)
    if (sign !== undefined && sign !== 'stamp') return true
  }
  return false
}

/** Characters of the prose behind the last sign after `opener`. */
function proseAtEnd({ lines, signOf }: Thread, category: Category, opener: number): number {
  let prose = 0
  for (let line = lines.view.count - 1; line > opener; line--) {
    if (lines.isBlank(line)) continue
    if (signOf(category, line) !== undefined) break
    if (isProse(lines, line)) prose += lines.characters(line)
  }
  return prose
}

/**
 * Does a thread follow? "12 comments" heads one, but a list of posts holds it too, at each of them:
 * only a mark of a post shows a thread, or two signs of one: stamps ("4 May 2012 at 10:54") and
 * strong claims ("Leave a reply"). What follows another opener is the other's.
 */
function isConfirmed(
  { lines, signOf, isOpener, fateOf }: Thread,
  category: Category,
  opener: number,
  within: number,
): boolean {
  let between = 0
  let first: Sign
  for (let line = opener + 1; line < lines.view.count && between < within; line++) {
    if (lines.isBlank(line)) continue
    if (isOpener(line)) return false
    const sign = signOf(category, line)
    if (sign === 'post') return true
    if (sign === undefined) {
      if (fateOf(line) === KEPT) between++
      continue
    }
    if (first !== undefined && (sign === 'stamp' || sign !== first)) return true
    first = sign
    between = 0
  }
  return false
}
