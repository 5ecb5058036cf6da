/** Cleaning in tests: whole, in pieces, and through the streaming engine whatever the size. */
import type { TextCleaner as Shipped } from '../src/core.js'
import type { Batch, DocumentReport } from '../src/engine/seam.js'
import { hows } from '../src/engine/seam.js'
import { createHtmlCleaner } from '../src/formats/html/html.js'
import { createJsonlCleaner } from '../src/formats/jsonl.js'
import { createTextCleaner, type TextOptions } from '../src/formats/text.js'

export interface Cleaned {
  readonly kept: Uint8Array
  /** Per removal: the record's row if it has one, line number, how, rule id or null, the line. */
  readonly removals: { row?: number; line: number; text: string; rule: string | null; how: string }[]
  readonly reports: DocumentReport[]
}

/** `size`: bytes of the pieces the input comes in; 0 for all at once. */
export function cleanBytes(
  cleaner: Shipped,
  input: Uint8Array,
  size = 0,
  options: Partial<TextOptions> = {},
): Cleaned {
  const kept: Uint8Array[] = []
  const removals: Cleaned['removals'] = []
  const reports: DocumentReport[] = []
  const text = createTextCleaner(cleaner, {
    ...options,
    onOutput: (bytes) => kept.push(bytes.slice()),
    onBatch: (batch) => removals.push(...removalsOf(cleaner, batch)),
    onDocument: (report) => reports.push(report),
  })
  if (size === 0) text.write(input)
  else for (let at = 0; at < input.length; at += size) text.write(input.subarray(at, at + size))
  text.end()
  return { kept: Buffer.concat(kept), removals, reports }
}

/** The same of JSON Lines. */
export function cleanRecords(cleaner: Shipped, input: Uint8Array): Pick<Cleaned, 'kept' | 'removals'> {
  const kept: Uint8Array[] = []
  const removals: Cleaned['removals'] = []
  const records = createJsonlCleaner(cleaner, {
    onOutput: (bytes) => kept.push(bytes.slice()),
    onBatch: (batch) => removals.push(...removalsOf(cleaner, batch)),
  })
  records.write(input)
  records.end()
  return { kept: Buffer.concat(kept), removals }
}

/** A page, to its text or to what is left of its source. */
export function cleanPage(
  cleaner: Shipped,
  input: Uint8Array,
  to: 'text' | 'html',
): Pick<Cleaned, 'kept' | 'removals'> {
  const kept: Uint8Array[] = []
  const removals: Cleaned['removals'] = []
  const page = createHtmlCleaner(cleaner, {
    to,
    onOutput: (bytes) => kept.push(bytes.slice()),
    onBatch: (batch) => removals.push(...removalsOf(cleaner, batch)),
  })
  page.write(input)
  page.end()
  return { kept: Buffer.concat(kept), removals }
}

function removalsOf(
  { rules }: Shipped,
  { bytes, starts, from, to, fates, takers, firstLine, origin }: Batch,
): Cleaned['removals'] {
  const removals: Cleaned['removals'] = []
  for (let line = from; line < to; line++) {
    const fate = fates[line] as number
    if (fate === 0) continue
    const own = bytes.subarray(starts[line], starts[line + 1])
    removals.push({
      ...(origin && { row: origin.row }),
      line: firstLine + line - from,
      text: Buffer.from(own).toString('utf8'),
      rule: rules[takers[line] as number]?.id ?? null,
      how: hows[fate - 1] as string,
    })
  }
  return removals
}
