/** Decides whole documents: passes of the decider over what is left, until nothing goes any more. */
import type { Limits } from '../limits.js'
import type { Document, Rule } from '../types.js'
import { createBlankStage } from './blanks.js'
import type { AskAll } from './cleaner.js'
import { createDecider } from './decide.js'
import { CONTENT, KEPT, type Lines, PENDING, PROSE, REST } from './decide-state.js'
import { NO_LINES } from './lines.js'
import { findOpener, type OpenerLines } from './openers.js'
import { charactersOf, exceeds, reportOf, untouched } from './outcome.js'
import type { ClaimRuns } from './runs.js'
import type { Cleaner, Decision } from './seam.js'
import { type IsProse, shapeOfLine } from './shape.js'
import { countsNothing, isStamp } from './stamp.js'
import { takeElements } from './take-elements.js'
import { emptyView, fillView } from './view.js'

/** A shape that was not asked for yet. */
const UNKNOWN = 255
export function createWholeDecider(
  rules: readonly Rule[],
  limits: Limits,
  askAll: AskAll,
  isProse: IsProse,
  runs: ClaimRuns,
): Cleaner['decide'] {
  const decider = createDecider(rules, limits)
  const blanks = createBlankStage(limits)
  const opens = Uint8Array.from(rules, (rule) => (rule.then === 'rest' || rule.end !== undefined ? 1 : 0))
  // What is asked of every line of every pass is asked of these, which stay the same objects: functions
  // made for each document would cost more than what they do.
  let document = NO_LINES
  const view = emptyView()
  let claims = new Int32Array(1024)
  let fates = new Uint8Array(1024)
  let takers = new Int32Array(1024)
  /** Shapes of the document's lines, as far as they were asked for: each pass asks several times. */
  let shapes = new Uint8Array(1024)
  /** Their characters, and 1: 0 as long as nobody asked. */
  let sizes = new Uint32Array(1024)
  /** Lines of the view that are content by decree, if any are. */
  let decreed: Uint8Array | undefined

  const isBlank = (line: number): boolean => view.inks[line] === view.starts[line + 1]

  function shapeOf(line: number): number {
    if (decreed?.[line]) return CONTENT
    const origin = view.origins[line] as number
    if (shapes[origin] === UNKNOWN) shapes[origin] = shapeOfLine(document, origin, isProse)
    return shapes[origin] as number
  }

  function characters(line: number): number {
    const origin = view.origins[line] as number
    if (sizes[origin] === 0) sizes[origin] = charactersOf(document, origin) + 1
    return (sizes[origin] as number) - 1
  }

  const asks =
    (test: typeof isStamp) =>
    (line: number): boolean => {
      const origin = view.origins[line] as number
      return test(document.bytes, document.inks[origin] as number, document.starts[origin + 1] as number)
    }

  const openerLines: OpenerLines = {
    view,
    isBlank,
    shapeOf,
    characters,
    isStamp: asks(isStamp),
    countsNothing: asks(countsNothing),
    /** As if nothing opened a rest. */
    decideWithout() {
      feed(view.count)
      decider.finish(lines(), view.count, true)
      return decider.fates
    },
  }

  let hasProse = false
  const lines = (): Lines => ({ starts: view.starts, inks: view.inks, claims: view.claims, shapeOf })

  function feed(to: number): void {
    decider.begin({ hasProse, streaming: false })
    decider.feed(lines(), 0, to)
  }

  function mayOpen(): boolean {
    for (let line = 0; line < view.count; line++) {
      const claim = view.claims[line] as number
      if (claim >= 0 && opens[claim] === 1) return true
    }
    return false
  }

  /** A forum's posts are its content. */
  function decreePosts(): void {
    decreed = new Uint8Array(view.count)
    for (let line = 0; line < view.count; line++) {
      const rule = rules[view.claims[line] as number]
      if (rule === undefined || !(rule.post || rule.then === 'rest')) continue
      decreed[line] = 1
      view.claims[line] = -1
    }
  }

  /** Decides the lines of the view once; true if any goes. Fates and takers are the decider's. */
  function pass(): boolean {
    const { count } = view
    decreed = undefined
    hasProse = false
    for (let line = 0; line < count && !hasProse; line++)
      hasProse = (view.claims[line] as number) < 0 && !isBlank(line) && shapeOf(line) === PROSE
    if (hasProse) runs.claim(view, shapeOf)
    const opened = hasProse && mayOpen() ? findOpener(openerLines, rules, limits) : undefined
    if (opened === 'forum') decreePosts()
    if (opened === 'forum' || opened === undefined) {
      feed(count)
      decider.finish(lines(), count)
    } else takeRest(opened)
    const blankLines = { starts: view.starts, inks: view.inks, fates: decider.fates }
    blanks.begin(false)
    blanks.step(blankLines, 0, count)
    blanks.finish(blankLines, count)
    for (let line = 0; line < count; line++) if (decider.fates[line] !== KEPT) return true
    return false
  }

  /** Everything behind the line `opener` goes with it. */
  function takeRest(opener: number): void {
    const { count } = view
    feed(opener)
    decider.rest(lines(), opener)
    decider.finish(lines(), opener + 1)
    decider.reserve(count)
    for (let line = opener + 1; line < count; line++) {
      decider.fates[line] = isBlank(line) ? PENDING : REST
      decider.takers[line] = isBlank(line) ? -1 : (view.claims[opener] as number)
    }
  }

  function begin(next: Document): void {
    document = next
    const { count } = next
    if (claims.length < count) {
      claims = new Int32Array(count)
      fates = new Uint8Array(count)
      takers = new Int32Array(count)
      shapes = new Uint8Array(count)
      sizes = new Uint32Array(count)
    }
    sizes.fill(0, 0, count)
    shapes.fill(UNKNOWN, 0, count)
    fates.fill(KEPT, 0, count)
  }

  function decide(): Decision {
    const { count } = document
    askAll(document, 0, count, claims)
    let isClaimed = false
    for (let line = 0; line < count; line++) {
      const claim = claims[line] as number
      takers[line] = claim
      isClaimed ||= claim >= 0
    }
    // Most documents of a corpus are small, and most of those end here.
    const hasElements = takeElements(document, rules, claims, fates, takers)
    if (!isClaimed && !hasElements) return { fates, takers, report: untouched(document) }
    fillView(view, document, fates, claims)
    runs.begin(document)
    // What is left is decided again until nothing changes: so cleaning twice is cleaning once.
    while (pass()) {
      for (let line = 0; line < view.count; line++) {
        if (decider.fates[line] === KEPT) continue
        const origin = view.origins[line] as number
        fates[origin] = decider.fates[line] as number
        takers[origin] = decider.takers[line] as number
      }
      fillView(view, document, fates, claims)
    }
    const guarded = exceeds(document, { fates, takers }, rules, limits)
    if (guarded) {
      fates.fill(KEPT, 0, count)
      takers.set(claims.subarray(0, count))
      takeElements(document, rules, claims, fates, takers)
    }
    return { fates, takers, report: reportOf(document, fates, guarded) }
  }

  return (next) => {
    begin(next)
    try {
      return decide()
    } finally {
      document = NO_LINES
    }
  }
}
