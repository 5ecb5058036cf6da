/** What examples are held against: who claims a line by itself, and what goes of a document. */
import { createCoreCleaner, type TextCleaner } from '../core.js'
import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createMatcher } from '../engine/match.js'
import type { Ruleset } from '../engine/ruleset.js'
import { encodeUtf8 } from '../engine/utf8.js'
import type { Claimer, Rule } from '../types.js'

/** Prose around an example line, so that head, tail and company have something to be near to. */
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.\n'

export const betweenProse = (line: string): string => `${PROSE}${line}\n${PROSE}${line}\n`

export interface Against {
  readonly cleaner: TextCleaner
  /** The rule that claims a line by itself, on a page of `site`. */
  claimant(line: string, site: string | undefined): Rule | undefined
}

/** All rules of `ruleset` hold, those that are off by default, too, as if they were one's own. */
export function againstRules(ruleset: Ruleset): Against {
  const cleaner = createCoreCleaner(ruleset, { ownParts: ruleset.parts.length })
  return against(createMatcher(ruleset, new Uint8Array(cleaner.rules.length).fill(1)), cleaner)
}

export function against(claimer: Claimer, cleaner: TextCleaner): Against {
  const table = emptyLineTable()
  const claims = new Int32Array(1)
  return {
    cleaner,
    claimant(line, site) {
      const bytes = encodeUtf8(line)
      cutLines(cleaner.characters, bytes, bytes.length, true, table)
      claimer.claim({ bytes, starts: table.starts, inks: table.inks, count: 1, site }, 0, 1, claims)
      return claimer.rules[claims[0] as number]
    },
  }
}
