/** The steps of the decider: what a line of each role does to what is known. */
import type { Rule } from '../types.js'
import {
  companyAbove,
  confirmGiven,
  endBlock,
  noteClaim,
  openBlock,
  runGo,
  takeByBlock,
} from './decide-neighbours.js'
import {
  CONTENT,
  endRun,
  go,
  KEPT,
  LINE,
  PROSE,
  Role,
  release,
  type State,
  WEAK,
  wait,
  waits,
} from './decide-state.js'

export function stepGoes(s: State, line: number): void {
  confirmGiven(s)
  companyAbove(s, line)
  go(s, line, LINE, s.lines.claims[line] as number)
  noteClaim(s, line)
  openBlock(s, line)
  s.aboveGone = true
}

function stepWeak(s: State, line: number): void {
  confirmGiven(s)
  if (s.aboveGone) {
    go(s, line, WEAK, s.lines.claims[line] as number)
    return
  }
  wait(s, line, Role.weak)
  if (s.runStart < 0) s.runStart = line
  else if (s.runWeak === 0) {
    runGo(s, line)
    return
  }
  s.runWeak++
  if (s.runWeak < s.limits.weakRun) return
  if (!s.proseSeen) {
    for (let j = s.runStart; j <= line; j++) if (waits(s, j)) go(s, j, WEAK, s.lines.claims[j] as number)
    endRun(s, line)
    s.aboveGone = true
  } else if (s.trusted) {
    s.roles[line] = Role.weakRun
    if (s.runWeak === s.limits.weakRun) {
      for (let j = s.runStart; j < line; j++) if (s.roles[j] === Role.weak) s.roles[j] = Role.weakRun
      noteClaim(s, line)
    }
    s.holdLast = line
  }
}

/** A tail line, or a late one: strong in a run, alone held or passed over. */
function stepStrong(s: State, line: number, role: Role.tail | Role.late): void {
  confirmGiven(s)
  if (s.blockLeft > 0) {
    takeByBlock(s, line, role)
    return
  }
  wait(s, line, role)
  if (s.runStart >= 0) {
    runGo(s, line)
    return
  }
  s.runStart = line
  s.aboveGone = false
  if (role === Role.tail && s.trusted) {
    noteClaim(s, line)
    const rule = s.rules[s.lines.claims[line] as number] as Rule
    if (rule.then === 'block' && s.proseSeen) {
      s.coverLeft = rule.max
      s.coverTaker = s.lines.claims[line] as number
    }
  }
}

function stepUnclaimed(s: State, line: number): void {
  confirmGiven(s)
  if (s.blockLeft > 0) {
    s.blockLeft--
    takeByBlock(s, line, Role.unclaimed)
    return
  }
  endRun(s, line)
  s.aboveGone = false
  if (s.holding) {
    if (s.coverLeft > 0) {
      s.coverLeft--
      wait(s, line, Role.covered)
      s.takers[line] = s.coverTaker
      return
    }
    s.gap++
    wait(s, line, Role.unclaimed)
    if (s.gap > s.limits.gapLines) {
      release(s, line + 1)
      s.gap = 0
    }
    return
  }
  s.fates[line] = KEPT
  s.roles[line] = Role.unclaimed
  if (!s.trusted && ++s.gap > s.limits.gapLines) {
    s.trusted = true
    s.gap = 0
  }
}

function stepContent(s: State, line: number, prose: boolean): void {
  endBlock(s)
  endRun(s, line)
  release(s, line)
  s.fates[line] = KEPT
  s.roles[line] = Role.stays
  s.aboveGone = false
  s.trusted = true
  s.gap = 0
  if (prose) s.proseSeen = true
}

export function step(s: State, line: number): void {
  const claim = s.lines.claims[line] as number
  s.takers[line] = claim
  if (claim < 0) {
    if (s.lines.inks[line] === s.lines.starts[line + 1]) {
      wait(s, line, Role.blank)
      return
    }
    const shape = s.lines.shapeOf(line)
    if (shape === PROSE || shape === CONTENT) stepContent(s, line, shape === PROSE)
    else stepUnclaimed(s, line)
    return
  }
  const rule = s.rules[claim] as Rule
  if (rule.alone) {
    go(s, line, LINE, claim)
    s.roles[line] = Role.aside
  } else if (rule.allow) stepContent(s, line, false)
  else if (rule.weak) {
    const void_ =
      !s.mode.hasProse || (rule.where === 'head' && s.proseSeen) || (rule.where === 'tail' && !s.proseSeen)
    if (void_) stepUnclaimed(s, line)
    else stepWeak(s, line)
  } else if (rule.where === 'anywhere' || (rule.where === 'head' && !s.proseSeen)) stepGoes(s, line)
  else stepStrong(s, line, rule.where === 'tail' ? Role.tail : Role.late)
}
