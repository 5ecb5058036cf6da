/** Neighbours: runs, company, the block of an opener, the claims of the hold. */
import type { Rule } from '../types.js'
import {
  BLOCK,
  endRun,
  firstWaiting,
  go,
  KEPT,
  LINE,
  PENDING,
  Role,
  type State,
  WEAK,
  waits,
} from './decide-state.js'

/** A strong claim that is held or goes, or a weak run of `weakRun`: a claim of the hold. */
export function noteClaim(s: State, line: number): void {
  if (!s.trusted) {
    if (s.roles[line] === Role.goes) s.gap = 0
    return
  }
  if (!s.holding) {
    if (s.roles[line] === Role.goes && !s.proseSeen) return
    s.holding = true
    s.holdFirst = s.roles[line] === Role.weakRun ? s.runStart : line
    s.holdClaims = 0
    s.holdContext = s.proseSeen
  } else if (s.gap > s.holdClaims) s.holdContext = false
  s.holdClaims++
  s.gap = 0
  s.holdLast = line
}

/** The line goes, and if its rule opens a block, so do the lines after it. */
export function openBlock(s: State, line: number): void {
  const taker = s.lines.claims[line] as number
  const rule = s.rules[taker] as Rule
  // Before the first prose stands the page's title.
  if (rule.then !== 'block' || !s.proseSeen) return
  if (line < s.blockOpener) return
  s.blockOpener = line
  s.blockLeft = rule.max
  s.blockSingle = rule.max === 1
  s.blockTaker = taker
  s.coverLeft = 0
}

/** What follows the last line of a block is not prose, so it goes. */
export function confirmGiven(s: State): void {
  if (s.givable < 0) return
  const line = s.givable
  const strong = s.roles[line] !== Role.unclaimed
  s.givable = -1
  go(s, line, BLOCK, s.blockTaker)
  if (!strong) return
  noteClaim(s, line)
  openBlock(s, line)
}

export function takeByBlock(s: State, line: number, role: Role): void {
  s.roles[line] = role
  s.aboveGone = true
  s.givable = line
  if (s.blockSingle) confirmGiven(s)
  else s.fates[line] = PENDING
}

/** Prose and the like end a block, and the line before them is their heading. */
export function endBlock(s: State): void {
  s.blockLeft = 0
  s.coverLeft = 0
  if (s.givable < 0) return
  s.fates[s.givable] = KEPT
  s.givable = -1
  s.aboveGone = false
}

/** The whole run goes, `line` its newest member. */
export function runGo(s: State, line: number): void {
  takeBackWeakRun(s)
  // Of a run that goes already only the newest member is new.
  for (let j = s.runGoes ? line : s.runStart; j <= line; j++) {
    if (!waits(s, j)) continue
    const role = s.roles[j] as Role
    const held = role === Role.tail && j !== line
    const weak = role === Role.weak || role === Role.weakRun
    go(s, j, weak ? WEAK : LINE, s.lines.claims[j] as number)
    if (weak) continue
    if (!held || !s.holding) noteClaim(s, j)
    openBlock(s, j)
  }
  s.runGoes = true
  s.runWeak = 0
  s.aboveGone = true
  // In the head a run that goes starts no hold, though its first line was held.
  if (!s.proseSeen && firstWaiting(s, line + 1) < 0) s.holding = false
}

/** A weak run that goes for another reason is no claim of its own. */
function takeBackWeakRun(s: State): void {
  if (s.holding && s.runStart >= 0 && s.roles[s.runStart] === Role.weakRun) s.holdClaims--
}

/** Weak lines directly above a line that goes, go. */
export function companyAbove(s: State, line: number): void {
  if (s.runStart < 0 || s.runWeak === 0 || s.runGoes) return
  takeBackWeakRun(s)
  for (let j = s.runStart; j < line; j++) if (waits(s, j)) go(s, j, WEAK, s.lines.claims[j] as number)
  endRun(s, line)
}
