/**
 * The decider: which lines go? It reads the lines from the top, once, and says of each whether it
 * stays or goes as soon as that is known; docs/deciding.md tells the rules in words, and the names
 * here are its names. Whole documents and streams are decided by this one machine.
 */
import type { Limits } from '../limits.js'
import type { Rule } from '../types.js'
import { hows } from './seam.js'

/** What a line without a claim is. */
export const UNCLAIMED = 0
export const PROSE = 1
export const CONTENT = 2 // by decree: preformatted, saved by an `allow` rule, a post of a forum
export const CELL = 3 // unclaimed, and ends blocks
/** Shape of an unclaimed line that is not blank; asked only when it matters. */
export type ShapeOf = (line: number) => number

export const KEPT = 0
const [LINE, CONTEXT, BLOCK, REST, WEAK, BLANKED] = hows.map((_, index) => index + 1) as [
  number,
  number,
  number,
  number,
  number,
  number,
]
/** A fate that is not known yet. */
export const PENDING = 255

export { BLANKED, REST }

enum Role {
  blank,
  stays,
  unclaimed,
  covered,
  late,
  tail,
  weak,
  weakRun,
  goes,
}

/** The lines of the current block; line numbers are indices into these. */
export interface Lines {
  /** Byte offset of each line, and of the end. */
  readonly starts: Uint32Array
  /** First visible byte of each line; the end of the line if it is blank. */
  readonly inks: Uint32Array
  /** Number of the rule that claims the line, or -1. */
  readonly claims: Int32Array
  readonly shapeOf: ShapeOf
}

export interface Mode {
  /** Does the document hold prose? Without it only strong claims count, line by line. */
  readonly hasProse: boolean
  /** A document too long to hold: lines that go count against the limits, too. */
  readonly streaming: boolean
}

export interface Decider {
  /** Per line: 0 stays, else 1 + index in `hows`; 255 while undecided. */
  fates: Uint8Array
  /** Per line: the rule that took it or claims it, or -1. */
  takers: Int32Array
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

export function createDecider(rules: readonly Rule[], limits: Limits): Decider {
  let fates = new Uint8Array(1024)
  let takers = new Int32Array(1024)
  let roles = new Uint8Array(1024)
  let mode: Mode = { hasProse: true, streaming: false }
  let lines: Lines = {
    starts: new Uint32Array(1),
    inks: new Uint32Array(1),
    claims: new Int32Array(0),
    shapeOf: () => UNCLAIMED,
  }

  let proseSeen = false
  let trusted = true
  /** Did the nearest non-blank line above go? */
  let aboveGone = false
  // The run: not there (-1), one late or tail line, only weak lines, or going.
  let runStart = -1
  let runWeak = 0
  let runGoes = false
  // The block of an opener that went, and the line that it may have to give back.
  let blockLeft = 0
  let blockTaker = -1
  let blockSingle = false
  /** Line of the opener; a line above it that goes later opens no block in its place. */
  let blockOpener = -1
  let givable = -1
  // The hold; nothing before its first line waits.
  let holding = false
  let holdFirst = 0
  let holdLast = -1
  let holdClaims = 0
  let holdContext = false
  let gap = 0
  let coverLeft = 0
  let coverTaker = -1
  /** Not less than the lines and bytes that wait; made exact before it counts. */
  let waitLines = 0
  let waitBytes = 0

  function reset(): void {
    proseSeen = aboveGone = runGoes = holding = holdContext = blockSingle = false
    trusted = true
    runStart = givable = holdLast = blockTaker = blockOpener = coverTaker = -1
    runWeak = blockLeft = holdClaims = gap = coverLeft = waitLines = waitBytes = 0
  }

  function grow(count: number): void {
    if (count <= fates.length) return
    const size = Math.max(count, fates.length * 2)
    const larger = { fates: new Uint8Array(size), takers: new Int32Array(size), roles: new Uint8Array(size) }
    larger.fates.set(fates)
    larger.takers.set(takers)
    larger.roles.set(roles)
    ;({ fates, takers, roles } = larger)
    decider.fates = fates
    decider.takers = takers
  }

  function go(line: number, how: number, taker: number): void {
    fates[line] = how
    takers[line] = taker
    roles[line] = Role.goes
  }

  function waits(line: number): boolean {
    return fates[line] === PENDING && roles[line] !== Role.blank
  }

  /** The first line that waits, of those before `fed`; -1 if none does. */
  function firstWaiting(fed: number): number {
    let first = -1
    if (holding) {
      while (holdFirst < fed && !waits(holdFirst)) holdFirst++
      if (holdFirst < fed) first = holdFirst
    }
    if (runStart >= 0 && !runGoes && (first < 0 || runStart < first)) first = runStart
    if (givable >= 0 && (first < 0 || givable < first)) first = givable
    return first
  }

  /** Keeps everything that is held. */
  function release(upTo: number): void {
    if (holding) for (let j = holdFirst; j < upTo; j++) if (waits(j) && j !== givable) fates[j] = KEPT
    holding = false
    coverLeft = 0
    waitLines = waitBytes = 0
  }

  function endRun(line: number): void {
    if (runStart >= 0 && !runGoes) {
      // What the hold has of it waits on.
      const end = holding ? Math.min(line, holdFirst) : line
      for (let j = runStart; j < end; j++) if (waits(j)) fates[j] = KEPT
    }
    runStart = -1
    runWeak = 0
    runGoes = false
  }

  /** A strong claim that is held or goes, or a weak run of `weakRun`: a claim of the hold. */
  function noteClaim(line: number): void {
    if (!trusted) {
      if (roles[line] === Role.goes) gap = 0
      return
    }
    if (!holding) {
      if (roles[line] === Role.goes && !proseSeen) return
      holding = true
      holdFirst = roles[line] === Role.weakRun ? runStart : line
      holdClaims = 0
      holdContext = proseSeen
    } else if (gap > holdClaims) holdContext = false
    holdClaims++
    gap = 0
    holdLast = line
  }

  /** The line goes, and if its rule opens a block, so do the lines after it. */
  function openBlock(line: number): void {
    const taker = lines.claims[line] as number
    const rule = rules[taker] as Rule
    if (rule.then !== 'block' || !mode.hasProse) return
    if (line < blockOpener) return
    blockOpener = line
    blockLeft = rule.max
    blockSingle = rule.max === 1
    blockTaker = taker
    coverLeft = 0
  }

  /** What follows the last line of a block is not prose, so it goes. */
  function confirmGiven(): void {
    if (givable < 0) return
    const line = givable
    const strong = roles[line] !== Role.unclaimed
    givable = -1
    go(line, BLOCK, blockTaker)
    if (!strong) return
    noteClaim(line)
    openBlock(line)
  }

  function takeByBlock(line: number, role: Role): void {
    roles[line] = role
    aboveGone = true
    givable = line
    if (blockSingle) confirmGiven()
    else fates[line] = PENDING
  }

  /** The whole run goes, `line` its newest member. */
  function runGo(line: number): void {
    takeBackWeakRun()
    for (let j = runStart; j <= line; j++) {
      if (!waits(j)) continue
      const role = roles[j] as Role
      const held = role === Role.tail && j !== line
      const weak = role === Role.weak || role === Role.weakRun
      go(j, weak ? WEAK : LINE, lines.claims[j] as number)
      if (weak) continue
      if (!held || !holding) noteClaim(j)
      openBlock(j)
    }
    runGoes = true
    runWeak = 0
    aboveGone = true
    // In the head a run that goes starts no hold, though its first line was held.
    if (!proseSeen && firstWaiting(line + 1) < 0) holding = false
  }

  function wait(line: number, role: Role): void {
    fates[line] = PENDING
    roles[line] = role
    waitLines++
    waitBytes += (lines.starts[line + 1] as number) - (lines.starts[line] as number)
  }

  /** A weak run that goes for another reason is no claim of its own. */
  function takeBackWeakRun(): void {
    if (holding && runStart >= 0 && roles[runStart] === Role.weakRun) holdClaims--
  }

  /** Weak lines directly above a line that goes, go. */
  function companyAbove(line: number): void {
    if (runStart < 0 || runWeak === 0 || runGoes) return
    takeBackWeakRun()
    for (let j = runStart; j < line; j++) if (waits(j)) go(j, WEAK, lines.claims[j] as number)
    endRun(line)
  }

  function stepGoes(line: number): void {
    confirmGiven()
    companyAbove(line)
    go(line, LINE, lines.claims[line] as number)
    noteClaim(line)
    openBlock(line)
    aboveGone = true
  }

  function stepWeak(line: number): void {
    confirmGiven()
    if (aboveGone) {
      go(line, WEAK, lines.claims[line] as number)
      return
    }
    wait(line, Role.weak)
    if (runStart < 0) runStart = line
    else if (runWeak === 0) {
      runGo(line)
      return
    }
    runWeak++
    if (runWeak < limits.weakRun) return
    if (!proseSeen) {
      for (let j = runStart; j <= line; j++) if (waits(j)) go(j, WEAK, lines.claims[j] as number)
      endRun(line)
      aboveGone = true
    } else if (trusted) {
      roles[line] = Role.weakRun
      if (runWeak === limits.weakRun) {
        for (let j = runStart; j < line; j++) if (roles[j] === Role.weak) roles[j] = Role.weakRun
        noteClaim(line)
      }
      holdLast = line
    }
  }

  /** A tail line, or a late one: strong in a run, alone held or passed over. */
  function stepStrong(line: number, role: Role.tail | Role.late): void {
    confirmGiven()
    if (blockLeft > 0) {
      takeByBlock(line, role)
      return
    }
    wait(line, role)
    if (runStart >= 0) {
      runGo(line)
      return
    }
    runStart = line
    aboveGone = false
    if (role === Role.tail && trusted) {
      noteClaim(line)
      const rule = rules[lines.claims[line] as number] as Rule
      if (rule.then === 'block' && mode.hasProse) {
        coverLeft = rule.max
        coverTaker = lines.claims[line] as number
      }
    }
  }

  function stepUnclaimed(line: number, endsBlocks: boolean): void {
    if (endsBlocks) endBlock()
    confirmGiven()
    if (blockLeft > 0) {
      blockLeft--
      takeByBlock(line, Role.unclaimed)
      return
    }
    endRun(line)
    aboveGone = false
    if (holding) {
      if (coverLeft > 0) {
        coverLeft--
        wait(line, Role.covered)
        takers[line] = coverTaker
        return
      }
      gap++
      wait(line, Role.unclaimed)
      if (gap > limits.gapLines) {
        release(line + 1)
        gap = 0
      }
      return
    }
    fates[line] = KEPT
    roles[line] = Role.unclaimed
    if (!trusted && ++gap > limits.gapLines) {
      trusted = true
      gap = 0
    }
  }

  /** Prose and the like end a block, and the line before them is their heading. */
  function endBlock(): void {
    blockLeft = 0
    coverLeft = 0
    if (givable < 0) return
    fates[givable] = KEPT
    givable = -1
    aboveGone = false
  }

  function stepContent(line: number, prose: boolean): void {
    endBlock()
    endRun(line)
    release(line)
    fates[line] = KEPT
    roles[line] = Role.stays
    aboveGone = false
    trusted = true
    gap = 0
    if (prose) proseSeen = true
  }

  /** Too much waits: all of it is content, and so is the doubt about what follows. `ended`: the document did. */
  function checkLimits(line: number, ended = false): void {
    const first = firstWaiting(line + 1)
    if (first < 0) {
      waitLines = waitBytes = 0
      return
    }
    if (mode.streaming) {
      waitLines = line + 1 - first
      waitBytes = (lines.starts[line + 1] as number) - (lines.starts[first] as number)
    } else if (waitLines > limits.heldLines || waitBytes > limits.heldBytes) {
      // A run that is not decided may go yet: it counts when it is.
      const end = runStart >= 0 && !runGoes && !ended ? Math.max(first, runStart) : line + 1
      countWaiting(first, end)
      if (waitLines <= limits.heldLines && waitBytes <= limits.heldBytes) {
        waitLines += line + 1 - end
        waitBytes += (lines.starts[line + 1] as number) - (lines.starts[end] as number)
        return
      }
    }
    if (waitLines <= limits.heldLines && waitBytes <= limits.heldBytes) return
    const givesBack = mode.streaming && givable >= 0
    if (givesBack) endBlock()
    release(line + 1)
    if (givesBack || !runGoes) endRun(line + 1)
    trusted = false
  }

  /** Counts the lines from `first` up to `end` that stay if the tail is kept. */
  function countWaiting(first: number, end: number): void {
    waitLines = waitBytes = 0
    let blankSeen = false
    let goneSince = false
    for (let j = first; j < end; j++) {
      const blank = roles[j] === Role.blank
      if (!blank && (j === givable || (fates[j] !== PENDING && fates[j] !== KEPT))) {
        goneSince ||= blankSeen
        continue
      }
      if (blank && goneSince) continue
      waitLines++
      waitBytes += (lines.starts[j + 1] as number) - (lines.starts[j] as number)
      blankSeen = blank
      if (!blank) goneSince = false
    }
  }

  function step(line: number): void {
    const claim = lines.claims[line] as number
    takers[line] = claim
    if (claim < 0) {
      if (lines.inks[line] === lines.starts[line + 1]) {
        wait(line, Role.blank)
        return
      }
      const shape = lines.shapeOf(line)
      if (shape === PROSE || shape === CONTENT) stepContent(line, shape === PROSE)
      else stepUnclaimed(line, shape === CELL)
      return
    }
    const rule = rules[claim] as Rule
    if (rule.allow) stepContent(line, false)
    else if (rule.weak) {
      const void_ =
        !mode.hasProse || (rule.where === 'head' && proseSeen) || (rule.where === 'tail' && !proseSeen)
      if (void_) stepUnclaimed(line, false)
      else stepWeak(line)
    } else if (rule.where === 'anywhere' || (rule.where === 'head' && !proseSeen)) stepGoes(line)
    else stepStrong(line, rule.where === 'tail' ? Role.tail : Role.late)
  }

  /** Is there nothing that an unclaimed line could change? Then its shape need not be known. */
  function idle(): boolean {
    return proseSeen && trusted && !holding && runStart < 0 && blockLeft === 0 && givable < 0
  }

  /** The document ended: a line of the hold goes, or stays. `context`: it stands between two claims. */
  function condemn(line: number, context: boolean): void {
    const claim = lines.claims[line] as number
    switch (roles[line] as Role) {
      case Role.tail:
        go(line, LINE, claim)
        break
      case Role.weakRun:
        go(line, WEAK, claim)
        break
      case Role.covered:
        go(line, BLOCK, takers[line] as number)
        break
      case Role.late:
      case Role.weak:
      case Role.unclaimed:
        if (context) go(line, CONTEXT, -1)
        break
      default:
    }
  }

  function resolveHold(count: number, keepTail: boolean): void {
    if (keepTail) release(count)
    if (holding) {
      for (let j = holdFirst; j < count; j++)
        if (fates[j] === PENDING) condemn(j, j <= holdLast && holdContext)
      weakCompany(holdFirst, count)
    }
    for (let j = 0; j < count; j++) if (waits(j)) fates[j] = KEPT
  }

  /** Weak lines that wait next to a line that goes, go, as long as there are any. */
  function weakCompany(first: number, count: number): void {
    let segment = -1
    let above = false
    for (let j = first; j <= count; j++) {
      if (j < count && roles[j] === Role.blank) continue
      const waits = j < count && roles[j] === Role.weak && fates[j] === PENDING
      if (waits) {
        if (segment < 0) segment = j
        continue
      }
      const gone = j < count && fates[j] !== PENDING && fates[j] !== KEPT
      if (segment >= 0 && (above || gone)) {
        for (let k = segment; k < j; k++)
          if (roles[k] === Role.weak && fates[k] === PENDING) go(k, WEAK, lines.claims[k] as number)
      }
      segment = -1
      above = gone
    }
  }

  const decider: Decider = {
    fates,
    takers,
    begin(wanted) {
      mode = wanted
      reset()
    },
    feed(given, from, to) {
      lines = given
      grow(to)
      const { claims, starts, inks } = given
      for (let line = from; line < to; line++) {
        if ((claims[line] as number) < 0 && idle()) {
          const blank = inks[line] === starts[line + 1]
          roles[line] = blank ? Role.blank : Role.stays
          fates[line] = blank ? PENDING : KEPT
          takers[line] = -1
          if (!blank) aboveGone = false
          continue
        }
        step(line)
        checkLimits(line)
      }
    },
    rest(given, line) {
      lines = given
      grow(line + 1)
      stepGoes(line)
    },
    finish(given, count, keepTail = false) {
      lines = given
      confirmGiven()
      if (count > 0) checkLimits(count - 1, true)
      resolveHold(count, keepTail)
      reset()
    },
    reserve: grow,
    waiting(fed) {
      const first = firstWaiting(fed)
      return first < 0 ? fed : first
    },
    shift(count, fed) {
      fates.copyWithin(0, count, fed)
      takers.copyWithin(0, count, fed)
      roles.copyWithin(0, count, fed)
      if (runStart >= 0) runStart = Math.max(0, runStart - count)
      if (givable >= 0) givable -= count
      holdFirst = Math.max(0, holdFirst - count)
      holdLast -= count
      blockOpener -= count
    },
  }
  return decider
}
