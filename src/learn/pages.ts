/** Pages as learning sees them, one by one: their lines folded, with slots where numbers and dates stand. */
import type { Characters } from '../engine/characters.js'
import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createIsProse } from '../engine/shape.js'
import type { Trie } from '../engine/trie.js'
import { createPhraseReader } from './phrases.js'

export interface PageLine {
  /**
   * What it has in common with lines that differ in numbers and dates only: a phrase; empty if it cannot be one.
   * A sentence has no slots: where it differs in a number it says something of its page (weather, scores, towns).
   */
  readonly phrase: string
  /** As it stands there. */
  readonly text: string
  /** Reads like a sentence. */
  readonly isProse: boolean
}

/** The lines of a page that are not blank, in order. */
export type PageLines = readonly PageLine[]

/** What the lines of many pages of one site are read by in `site-lines.ts`, which must find the same. */
export function createPageReader(characters: Characters, words: Trie): (page: Uint8Array) => PageLine[] {
  const isProse = createIsProse(characters)
  const { phraseOf } = createPhraseReader(characters, words)
  const table = emptyLineTable()
  return (page) => {
    const bytes = Buffer.from(page.buffer, page.byteOffset, page.length)
    cutLines(characters, bytes, bytes.length, true, table)
    const lines: PageLine[] = []
    for (let line = 0; line < table.count; line++) {
      const ink = table.inks[line] as number
      const end = table.starts[line + 1] as number
      if (ink === end) continue
      const prose = isProse(bytes, ink, end)
      lines.push({
        phrase: phraseOf(bytes, ink, end, prose),
        text: bytes.toString('utf8', ink, end).trimEnd(),
        isProse: prose,
      })
    }
    return lines
  }
}
