/**
 * What the decider knows between two lines: fates and roles of the lines of the block, the run, the
 * block of an opener, the hold; and what is asked and done with it everywhere.
 */
import type { Limits } from '../limits.js'
import type { Rule } from '../types.js'
import { hows } from './seam.js'

/** What a line without a claim is. */
export const UNCLAIMED = 0
export const PROSE = 1
export const CONTENT = 2 // by decree: preformatted, a table row, saved by an `allow` rule, a post of a forum
/** Shape of an unclaimed line that is not blank; asked only when it matters. */
export type ShapeOf = (line: number) => number

export const KEPT = 0
export const [LINE, CONTEXT, BLOCK, REST, WEAK, BLANKED, ELEMENT] = hows.map((_, index) => index + 1) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]
/** A fate that is not known yet. */
export const PENDING = 255

/** What a line is to the decider. */
export enum Role {
  blank,
  stays,
  unclaimed,
  covered,
  late,
  tail,
  weak,
  weakRun,
  goes,
  /** Goes, and is no neighbour of any line. */
  aside,
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

export interface State {
  readonly rules: readonly Rule[]
  readonly limits: Limits
  fates: Uint8Array
  takers: Int32Array
  roles: Uint8Array
  mode: Mode
  lines: Lines
  proseSeen: boolean
  /** Are lone tail claims held? Not after too much was held, until content follows. */
  trusted: boolean
  /** Did the nearest non-blank line above go? */
  aboveGone: boolean
  // The run: not there (-1), one late or tail line, only weak lines, or going.
  runStart: number
  runWeak: number
  runGoes: boolean
  // The block of an opener that went, and the line that it may have to give back.
  blockLeft: number
  blockTaker: number
  blockSingle: boolean
  /** Line of the opener; a line above it that goes later opens no block in its place. */
  blockOpener: number
  givable: number
  // The hold; nothing before its first line waits.
  holding: boolean
  holdFirst: number
  holdLast: number
  holdClaims: number
  holdContext: boolean
  /** Unclaimed lines in a row since the last claim. */
  gap: number
  // What the block of a held opener would take.
  coverLeft: number
  coverTaker: number
  /** Not less than the lines and bytes that wait; made exact before it counts. */
  waitLines: number
  waitBytes: number
}

/** As at the start of a document; the arrays of the one before are used again. */
export function createState(rules: readonly Rule[], limits: Limits, before?: State): State {
  return {
    rules,
    limits,
    fates: before?.fates ?? new Uint8Array(1024),
    takers: before?.takers ?? new Int32Array(1024),
    roles: before?.roles ?? new Uint8Array(1024),
    mode: before?.mode ?? { hasProse: true, streaming: false },
    lines: before?.lines ?? noLines,
    proseSeen: false,
    trusted: true,
    aboveGone: false,
    runStart: -1,
    runWeak: 0,
    runGoes: false,
    blockLeft: 0,
    blockTaker: -1,
    blockSingle: false,
    blockOpener: -1,
    givable: -1,
    holding: false,
    holdFirst: 0,
    holdLast: -1,
    holdClaims: 0,
    holdContext: false,
    gap: 0,
    coverLeft: 0,
    coverTaker: -1,
    waitLines: 0,
    waitBytes: 0,
  }
}

const noLines: Lines = {
  starts: new Uint32Array(1),
  inks: new Uint32Array(1),
  claims: new Int32Array(0),
  shapeOf: () => UNCLAIMED,
}

/** Makes room for `count` lines. */
export function grow(s: State, count: number): void {
  if (count <= s.fates.length) return
  const size = Math.max(count, s.fates.length * 2)
  const { fates, takers, roles } = s
  s.fates = new Uint8Array(size)
  s.takers = new Int32Array(size)
  s.roles = new Uint8Array(size)
  s.fates.set(fates)
  s.takers.set(takers)
  s.roles.set(roles)
}

/** Forgets the first `count` of `fed` lines. */
export function shift(s: State, count: number, fed: number): void {
  s.fates.copyWithin(0, count, fed)
  s.takers.copyWithin(0, count, fed)
  s.roles.copyWithin(0, count, fed)
  if (s.runStart >= 0) s.runStart = Math.max(0, s.runStart - count)
  if (s.givable >= 0) s.givable -= count
  s.holdFirst = Math.max(0, s.holdFirst - count)
  s.holdLast -= count
  s.blockOpener -= count
}

export function go(s: State, line: number, how: number, taker: number): void {
  s.fates[line] = how
  s.takers[line] = taker
  s.roles[line] = Role.goes
}

export function waits(s: State, line: number): boolean {
  return s.fates[line] === PENDING && s.roles[line] !== Role.blank
}

export function wait(s: State, line: number, role: Role): void {
  s.fates[line] = PENDING
  s.roles[line] = role
  s.waitLines++
  s.waitBytes += (s.lines.starts[line + 1] as number) - (s.lines.starts[line] as number)
}

/** The first line that waits, of those before `fed`; -1 if none does. */
export function firstWaiting(s: State, fed: number): number {
  let first = -1
  if (s.holding) {
    while (s.holdFirst < fed && !waits(s, s.holdFirst)) s.holdFirst++
    if (s.holdFirst < fed) first = s.holdFirst
  }
  if (s.runStart >= 0 && !s.runGoes && (first < 0 || s.runStart < first)) first = s.runStart
  if (s.givable >= 0 && (first < 0 || s.givable < first)) first = s.givable
  return first
}

/** Keeps everything that is held. */
export function release(s: State, upTo: number): void {
  if (s.holding)
    for (let j = s.holdFirst; j < upTo; j++) if (waits(s, j) && j !== s.givable) s.fates[j] = KEPT
  s.holding = false
  s.coverLeft = 0
  s.waitLines = s.waitBytes = 0
}

export function endRun(s: State, line: number): void {
  if (s.runStart >= 0 && !s.runGoes) {
    // What the hold has of it waits on.
    const end = s.holding ? Math.min(line, s.holdFirst) : line
    for (let j = s.runStart; j < end; j++) if (waits(s, j)) s.fates[j] = KEPT
  }
  s.runStart = -1
  s.runWeak = 0
  s.runGoes = false
}
