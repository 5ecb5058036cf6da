/**
 * The decider: which lines go? It reads the lines from the top, once, and says of each whether it
 * stays or goes as soon as that is known; docs/deciding.md tells the rules in words, and the names
 * here are its names. Whole documents and streams are decided by this one machine.
 */
import type { Limits } from '../limits.js'
import type { Rule } from '../types.js'
import { resolveHold } from './decide-end.js'
import { checkLimits } from './decide-limits.js'
import { confirmGiven } from './decide-neighbours.js'
import {
  createState,
  firstWaiting,
  grow,
  KEPT,
  type Lines,
  type Mode,
  PENDING,
  Role,
  type State,
  shift,
} from './decide-state.js'
import { step, stepGoes } from './decide-steps.js'

export interface Decider {
  /** Per line: 0 stays, else 1 + index in `hows`; 255 while undecided. */
  readonly fates: Uint8Array
  /** Per line: the rule that took it or claims it, or -1. */
  readonly takers: Int32Array
  begin(mode: Mode): void
  /** Decides the lines `from` to `to` (exclusive) as far as may be. */
  feed(lines: Lines, from: number, to: number): void
  /** The opener of a rest: goes, and ends the document at `line`. */
  rest(lines: Lines, line: number): void
  /** The document ends before `count`. `keepTail`: as if content followed. */
  finish(lines: Lines, count: number, keepTail?: boolean): void
  /** The first line whose fate is not known, or `fed`. */
  waiting(fed: number): number
  /** Makes room for `count` lines. */
  reserve(count: number): void
  /** Forgets the first `count` lines of the block. */
  shift(count: number, fed: number): void
}

/** Is there nothing that an unclaimed line could change? Then its shape need not be known. */
function idle(s: State): boolean {
  return s.proseSeen && s.trusted && !s.holding && s.runStart < 0 && s.blockLeft === 0 && s.givable < 0
}

export function createDecider(rules: readonly Rule[], limits: Limits): Decider {
  let s = createState(rules, limits)
  return {
    get fates() {
      return s.fates
    },
    get takers() {
      return s.takers
    },
    begin(mode) {
      s = createState(rules, limits, s)
      s.mode = mode
    },
    feed(lines, from, to) {
      s.lines = lines
      grow(s, to)
      const { claims, starts, inks } = lines
      const { fates, takers, roles } = s
      for (let line = from; line < to; line++) {
        if ((claims[line] as number) < 0 && idle(s)) {
          const blank = inks[line] === starts[line + 1]
          roles[line] = blank ? Role.blank : Role.stays
          fates[line] = blank ? PENDING : KEPT
          takers[line] = -1
          if (!blank) s.aboveGone = false
          continue
        }
        step(s, line)
        checkLimits(s, line)
      }
    },
    rest(lines, line) {
      s.lines = lines
      grow(s, line + 1)
      stepGoes(s, line)
    },
    finish(lines, count, keepTail = false) {
      s.lines = lines
      confirmGiven(s)
      if (count > 0) checkLimits(s, count - 1, true)
      resolveHold(s, count, keepTail)
      s = createState(rules, limits, s)
    },
    reserve: (count) => grow(s, count),
    waiting(fed) {
      const first = firstWaiting(s, fed)
      return first < 0 ? fed : first
    },
    shift: (count, fed) => shift(s, count, fed),
  }
}
