/** One document as a string. Kept lines are cut from the string itself, so not even a lone surrogate changes. */
import type { ByteOffset, Removal } from '../types.js'
import { cutLines, emptyLineTable } from './lines.js'
import { type Batch, type Cleaner, hows } from './seam.js'
import { encodeUtf8 } from './utf8.js'

export interface CleanedText {
  readonly text: string
  readonly removals: readonly Removal[]
  /** More than `maxRemoved` would have gone, so it stayed as it was. */
  readonly guarded: boolean
}

export function cleanText(cleaner: Cleaner, text: string, site?: string): CleanedText {
  const bytes = encodeUtf8(text)
  const removals: Removal[] = []
  const kept: string[] = []
  let from = 0
  let gone = 0
  const take = (batch: Batch): void => {
    for (let line = batch.from; line < batch.to; line++) {
      const found = text.indexOf('\n', from)
      const end = found < 0 ? text.length : found + 1
      const own = text.slice(from, end)
      const start = batch.starts[line] as number
      from = end
      const fate = batch.fates[line] as number
      if (fate === 0) {
        kept.push(own)
        continue
      }
      const offset = batch.firstOffset + start - (batch.starts[batch.from] as number)
      removals.push({
        line: batch.firstLine + line - batch.from,
        offset: offset as ByteOffset,
        at: (offset - gone) as ByteOffset,
        text: own,
        rule: cleaner.rules[batch.takers[line] as number] ?? null,
        how: hows[fate - 1] as Removal['how'],
      })
      gone += (batch.starts[line + 1] as number) - start
    }
  }
  let guarded = false
  if (bytes.length <= cleaner.limits.documentBytes) {
    const table = emptyLineTable()
    cutLines(cleaner.characters, bytes, bytes.length, true, table)
    const { starts, inks, count } = table
    const { fates, takers, report } = cleaner.decide({ bytes, starts, inks, count, site })
    guarded = report.guarded
    take({ bytes, starts, from: 0, to: count, fates, takers, firstLine: 1, firstOffset: 0 })
  } else {
    const flow = cleaner.flow({ output: () => {}, batch: take }, site)
    flow.write(bytes)
    flow.end()
    // The rest of a line too long to be looked at comes in no batch.
  }
  return { text: kept.join(''), removals, guarded }
}
