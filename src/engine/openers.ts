/**
 * Openers of a rest ("12 comments", "Related posts" near the end): does one take everything to the end,
 * or is the page a forum, whose posts are its content? Whole documents only.
 */
import type { Limits } from '../limits.js'
import type { Rule } from '../types.js'
import { KEPT, PROSE, type ShapeOf } from './decide-state.js'

/** A document's lines and what would stay of them if the tail were kept. */
export interface OpenerLines {
  readonly count: number
  readonly claims: Int32Array
  readonly fates: Uint8Array
  isBlank(line: number): boolean
  readonly shapeOf: ShapeOf
  characters(line: number): number
}

/** The line of the opener that takes the rest; `forum`; or nothing. */
export type Opened = number | 'forum' | undefined

export function findOpener(lines: OpenerLines, rules: readonly Rule[], limits: Limits): Opened {
  let prose = 0
  let marked = false
  for (let line = 0; line < lines.count; line++) {
    if (lines.isBlank(line)) continue
    const rule = rules[lines.claims[line] as number]
    if (rule === undefined) {
      if (prose < limits.proseBeforeRest && lines.shapeOf(line) === PROSE) prose += lines.characters(line)
      continue
    }
    if (rule.then === 'rest') {
      if (marked) return 'forum'
      if (prose >= limits.proseBeforeRest && isConfirmed(lines, rules, line, rule)) return line
    }
    if (rule.end !== undefined && !marked && prose >= limits.proseBeforeRest && isEnd(lines, line, rule.end))
      return line
    if (rule.post) marked = true
  }
  return undefined
}

/** Do at most that share of the document's characters stand behind the line? */
function isEnd(lines: OpenerLines, line: number, share: number): boolean {
  let behind = 0
  let all = 0
  for (let at = 0; at < lines.count; at++) {
    if (lines.isBlank(at)) continue
    const characters = lines.characters(at)
    all += characters
    if (at > line) behind += characters
  }
  return behind <= share * all
}

function isConfirmed(lines: OpenerLines, rules: readonly Rule[], opener: number, { confirm }: Rule): boolean {
  if (confirm === undefined) return false
  let between = 0
  for (let line = opener + 1; line < lines.count && between < confirm.within; line++) {
    if (lines.isBlank(line)) continue
    const rule = rules[lines.claims[line] as number]
    if (rule !== undefined && !rule.allow && rule.category === confirm.category) return true
    if (lines.fates[line] === KEPT) between++
  }
  return false
}
