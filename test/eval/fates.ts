/** What a cleaner makes of each line of a text. */
import type { TextCleaner } from '../../src/core.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'
import { hows } from '../../src/engine/seam.js'
import type { How, Rule } from '../../src/types.js'

/** What became of a line. */
export interface Fate {
  /** Undefined: it stayed. */
  readonly how: How | undefined
  /** Who took it, or claims it though it stays. */
  readonly rule: Rule | undefined
}

const table = emptyLineTable()
const encoder = new TextEncoder()

export interface Fates {
  /** One for every line of the text, as `split('\n')` parts it. */
  readonly fates: readonly Fate[]
  /** So much would have gone that the page stayed as it was. */
  readonly guarded: boolean
}

export function fatesOf(cleaner: TextCleaner, text: string, url: string): Fates {
  const bytes = encoder.encode(text)
  if (bytes.length > cleaner.limits.documentBytes)
    throw new Error(`a page of ${bytes.length} bytes, expected at most ${cleaner.limits.documentBytes}`)
  cutLines(cleaner.characters, bytes, bytes.length, true, table)
  const { starts, inks, count } = table
  const { fates, takers, report } = cleaner.decide({ bytes, starts, inks, count, site: hostOf(url) })
  const lines = Array.from({ length: count }, (_, line): Fate => {
    const fate = fates[line] as number
    return {
      how: fate === 0 ? undefined : hows[fate - 1],
      rule: cleaner.rules[takers[line] as number],
    }
  })
  // After a last LF nothing stands, which `split` calls a line.
  if (count === 0 || bytes[bytes.length - 1] === 0x0a) lines.push({ how: undefined, rule: undefined })
  return { fates: lines, guarded: report.guarded }
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined
}
