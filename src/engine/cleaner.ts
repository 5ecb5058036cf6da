/**
 * The cleaner: asks its claimers about a document, has its lines decided, and watches over the
 * whole. Documents up to `documentBytes` are decided here at once; longer ones flow (flow.ts).
 */
import type { Limits } from '../limits.js'
import type { Claimer, Document, Rule } from '../types.js'
import type { Characters } from './characters.js'
import type { ElementRule } from './elements.js'
import { createFlow } from './flow.js'
import { createClaimRuns, type RunRule } from './runs.js'
import type { Cleaner } from './seam.js'
import { createIsProse } from './shape.js'
import { createWholeDecider } from './whole.js'

export interface CleanerParts {
  /** Asked in this order; a line keeps its first claim, unless a later rule allows it or is the user's own. */
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
          const before = claims[line] as number
          if (before < 0 || (rules[base + claim] as Rule).allow || (claimer.isOwn && !rules[before]?.allow))
            claims[line] = base + claim
        }
      }
      base += claimer.rules.length
    })
    const kinds = document.hints?.kinds
    if (kinds) for (let line = from; line < to; line++) if (kinds[line] === 'preformatted') claims[line] = -1
  }
}
