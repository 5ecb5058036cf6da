/**
 * The cleaner: asks its claimers about a document, has its lines decided, and watches over the
 * whole. Documents up to `documentBytes` are decided here at once; longer ones flow (flow.ts).
 */
import type { Limits } from '../limits.js'
import type { Claimer, Document, Rule } from '../types.js'
import { createBlankStage } from './blanks.js'
import type { Characters } from './characters.js'
import { createDecider } from './decide.js'
import { CONTENT, KEPT, PENDING, PROSE, REST, UNCLAIMED } from './decide-state.js'
import type { ElementRule } from './elements.js'
import { createFlow } from './flow.js'
import { findOpener } from './openers.js'
import { charactersOf, exceeds, reportOf, untouched } from './outcome.js'
import { type ClaimRuns, createClaimRuns, type RunRule } from './runs.js'
import type { Cleaner, Decision } from './seam.js'
import { createIsProse, type IsProse } from './shape.js'
import { countsNothing, isStamp } from './stamp.js'
import { takeElements } from './take-elements.js'

export interface CleanerParts {
  /** Asked in this order; a line keeps its first claim, unless a later rule allows it. */
  readonly claimers: readonly Claimer[]
  /** Rules with `run`; whole documents are asked for them. */
  readonly runs?: readonly RunRule[] | undefined
  readonly characters: Characters
  readonly limits: Limits
  /** Identifies rules and switches. */
  readonly hash: string
  /** Rules for elements, numbered over the rules of all claimers. */
  readonly elements?: readonly ElementRule[] | undefined
}

/** A shape that was not asked for yet. */
const UNKNOWN = 255

/** Claims of all claimers, numbered over all their rules. */
export type AskAll = (document: Document, from: number, to: number, claims: Int32Array) => void

export function createCleanerOf({
  claimers,
  runs,
  characters,
  limits,
  hash,
  elements = [],
}: CleanerParts): Cleaner {
  const rules: Rule[] = claimers.flatMap((claimer) => claimer.rules)
  const askAll = createAskAll(claimers, rules)
  const isProse = createIsProse(characters)
  const decideWhole = createWholeDecider(
    rules,
    limits,
    askAll,
    isProse,
    createClaimRuns(characters, rules, runs ?? []),
  )
  return {
    rules,
    hash,
    limits,
    elements,
    decide: decideWhole,
    flow: (sink, site) => createFlow({ rules, limits, characters, askAll, isProse, sink, site }),
    characters,
  }
}

function createAskAll(claimers: readonly Claimer[], rules: readonly Rule[]): AskAll {
  let own = new Int32Array(0)
  return (document, from, to, claims) => {
    let base = 0
    claimers.forEach((claimer, index) => {
      if (index === 0) claimer.claim(document, from, to, claims)
      else {
        if (own.length < to) own = new Int32Array(to)
        claimer.claim(document, from, to, own)
        for (let line = from; line < to; line++) {
          const claim = own[line] as number
          if (claim < 0) continue
          if ((claims[line] as number) < 0 || (rules[base + claim] as Rule).allow) claims[line] = base + claim
        }
      }
      base += claimer.rules.length
    })
    const kinds = document.hints?.kinds
    if (kinds) for (let line = from; line < to; line++) if (kinds[line] === 'preformatted') claims[line] = -1
  }
}

/** Shape of an unclaimed line of `document`, by its hints first. */
export function shapeOfLine(document: Document, line: number, isProse: IsProse): number {
  const kind = document.hints?.kinds?.[line]
  if (kind === 'preformatted' || kind === 'cell') return CONTENT
  const prose = isProse(document.bytes, document.inks[line] as number, document.starts[line + 1] as number)
  return prose ? PROSE : UNCLAIMED
}

/** The lines that are left, as a document of their own: what a further pass decides. */
export interface View {
  readonly count: number
  readonly starts: Uint32Array
  readonly inks: Uint32Array
  readonly claims: Int32Array
  /** Lines of the document. */
  readonly origins: Uint32Array | undefined
}

function createWholeDecider(
  rules: readonly Rule[],
  limits: Limits,
  askAll: AskAll,
  isProse: IsProse,
  claimRuns: ClaimRuns,
): Cleaner['decide'] {
  const decider = createDecider(rules, limits)
  const blanks = createBlankStage(limits)
  const opens = rules.map((rule) => rule.then === 'rest' || rule.end !== undefined)
  let claims = new Int32Array(1024)
  let fates = new Uint8Array(1024)
  let takers = new Int32Array(1024)
  /** Shapes of the document's lines, as far as they were asked for: each pass asks several times. */
  let shapes = new Uint8Array(1024)
  /** Their characters, and 1: 0 as long as nobody asked. */
  let sizes = new Uint32Array(1024)

  function shapeAt(document: Document, line: number): number {
    if (shapes[line] === UNKNOWN) shapes[line] = shapeOfLine(document, line, isProse)
    return shapes[line] as number
  }

  function sizeAt(document: Document, line: number): number {
    if (sizes[line] === 0) sizes[line] = charactersOf(document, line) + 1
    return (sizes[line] as number) - 1
  }

  /** Decides the lines of `view` once; true if any goes. Fates and takers are the decider's. */
  function pass(document: Document, view: View): boolean {
    const { count, starts, inks } = view
    const lineOf = (line: number): number => (view.origins ? (view.origins[line] as number) : line)
    const isBlank = (line: number): boolean => inks[line] === starts[line + 1]
    let decreed: Uint8Array | undefined
    const shapeOf = (line: number): number => (decreed?.[line] ? CONTENT : shapeAt(document, lineOf(line)))
    let hasProse = false
    for (let line = 0; line < count && !hasProse; line++)
      hasProse = (view.claims[line] as number) < 0 && !isBlank(line) && shapeOf(line) === PROSE
    if (hasProse) claimRuns(document, view, shapeOf)
    const lines = { starts, inks, claims: view.claims, shapeOf }
    const mode = { hasProse, streaming: false }
    let rest = -1
    if (hasProse && view.claims.subarray(0, count).some((claim) => claim >= 0 && opens[claim])) {
      // As if nothing opened a rest; only asked where something might.
      let fates: Uint8Array | undefined
      const decideWithout = (): Uint8Array => {
        decider.begin(mode)
        decider.feed(lines, 0, count)
        decider.finish(lines, count, true)
        return decider.fates
      }
      const characters = (line: number): number => sizeAt(document, lineOf(line))
      const { bytes } = document
      const asks = (test: typeof isStamp) => (line: number) =>
        test(bytes, document.inks[lineOf(line)] as number, document.starts[lineOf(line) + 1] as number)
      const found = findOpener(
        {
          count,
          claims: view.claims,
          get fates() {
            fates ??= decideWithout()
            return fates
          },
          isBlank,
          shapeOf,
          characters,
          isStamp: asks(isStamp),
          countsNothing: asks(countsNothing),
        },
        rules,
        limits,
      )
      if (found === 'forum') {
        decreed = new Uint8Array(count)
        for (let line = 0; line < count; line++) {
          const rule = rules[view.claims[line] as number]
          if (rule === undefined || !(rule.post || rule.then === 'rest')) continue
          decreed[line] = 1
          view.claims[line] = -1
        }
      } else if (found !== undefined) rest = found
    }
    decider.begin(mode)
    if (rest < 0) {
      decider.feed(lines, 0, count)
      decider.finish(lines, count)
    } else {
      decider.feed(lines, 0, rest)
      decider.rest(lines, rest)
      decider.finish(lines, rest + 1)
      decider.reserve(count)
      for (let line = rest + 1; line < count; line++) {
        decider.fates[line] = isBlank(line) ? PENDING : REST
        decider.takers[line] = isBlank(line) ? -1 : (view.claims[rest] as number)
      }
    }
    const blankLines = { starts, inks, fates: decider.fates }
    blanks.begin(false)
    blanks.step(blankLines, 0, count)
    blanks.finish(blankLines, count)
    return decider.fates.subarray(0, count).some((fate) => fate !== KEPT)
  }

  function decide(document: Document): Decision {
    const { count } = document
    if (claims.length < count) {
      claims = new Int32Array(count)
      fates = new Uint8Array(count)
      takers = new Int32Array(count)
      shapes = new Uint8Array(count)
      sizes = new Uint32Array(count)
    }
    sizes.fill(0, 0, count)
    shapes.fill(UNKNOWN, 0, count)
    askAll(document, 0, count, claims)
    let claimed = 0
    for (let line = 0; line < count; line++) {
      const claim = claims[line] as number
      takers[line] = claim
      fates[line] = KEPT
      if (claim >= 0) claimed++
    }
    // Most documents of a corpus are small, and most of those end here.
    const hasElements = takeElements(document, rules, claims, fates, takers)
    if (claimed === 0 && !hasElements) return { fates, takers, report: untouched(document) }
    let view: View = hasElements
      ? remaining(document, fates, claims)
      : {
          count,
          starts: document.starts,
          inks: document.inks,
          claims: claims.slice(0, count),
          origins: undefined,
        }
    // What is left is decided again until nothing changes: so cleaning twice is cleaning once.
    while (pass(document, view)) {
      for (let line = 0; line < view.count; line++) {
        if (decider.fates[line] === KEPT) continue
        const origin = view.origins ? (view.origins[line] as number) : line
        fates[origin] = decider.fates[line] as number
        takers[origin] = decider.fates[line] === KEPT ? -1 : (decider.takers[line] as number)
      }
      view = remaining(document, fates, claims)
    }
    const guarded = exceeds(document, fates, limits)
    if (guarded) {
      fates.fill(KEPT, 0, count)
      takers.set(claims.subarray(0, count))
      takeElements(document, rules, claims, fates, takers)
    }
    return { fates, takers, report: reportOf(document, fates, guarded) }
  }
  return decide
}

function remaining(document: Document, fates: Uint8Array, claims: Int32Array): View {
  const origins: number[] = []
  for (let line = 0; line < document.count; line++) if (fates[line] === KEPT) origins.push(line)
  const count = origins.length
  const view = {
    count,
    starts: new Uint32Array(count + 1),
    inks: new Uint32Array(count + 1),
    claims: new Int32Array(count),
    origins: Uint32Array.from(origins),
  }
  for (let line = 0; line < count; line++) {
    const origin = origins[line] as number
    const start = document.starts[origin] as number
    view.starts[line + 1] = (view.starts[line] as number) + ((document.starts[origin + 1] as number) - start)
    view.inks[line] = (view.starts[line] as number) + ((document.inks[origin] as number) - start)
    view.claims[line] = claims[origin] as number
  }
  return view
}
