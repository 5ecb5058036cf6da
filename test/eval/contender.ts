/** What is evaluated: a cleaner under a name. Presets stand beside the shipped packs as further ones. */
import type { TextCleaner } from '../../src/core.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'
import { hows } from '../../src/engine/seam.js'
import { type CleanerOptions, createCleaner } from '../../src/io/cleaner.js'
import type { How, Rule } from '../../src/types.js'

export interface Contender {
  readonly name: string
  readonly cleaner: TextCleaner
}

export async function contender(name: string, options: CleanerOptions = {}): Promise<Contender> {
  return { name, cleaner: await createCleaner(options) }
}

/** What became of a line. */
export interface Fate {
  /** Undefined: it stayed. */
  readonly how: How | undefined
  /** Who took it, or claims it though it stays. */
  readonly rule: Rule | undefined
}

const table = emptyLineTable()
const encoder = new TextEncoder()

/** A fate for every line of the text, as `split('\n')` parts it. */
export function fatesOf(cleaner: TextCleaner, text: string, url: string): Fate[] {
  const bytes = encoder.encode(text)
  if (bytes.length > cleaner.limits.documentBytes)
    throw new Error(`a page of ${bytes.length} bytes, expected at most ${cleaner.limits.documentBytes}`)
  cutLines(cleaner.characters, bytes, bytes.length, true, table)
  const { starts, inks, count } = table
  const { fates, takers } = cleaner.decide({ bytes, starts, inks, count, site: hostOf(url) })
  const lines = Array.from({ length: count }, (_, line): Fate => {
    const fate = fates[line] as number
    return {
      how: fate === 0 ? undefined : hows[fate - 1],
      rule: cleaner.rules[takers[line] as number],
    }
  })
  // After a last LF nothing stands, which `split` calls a line.
  if (count === 0 || bytes[bytes.length - 1] === 0x0a) lines.push({ how: undefined, rule: undefined })
  return lines
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined
}
