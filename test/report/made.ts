/** Rules, batches and runs that the tables of this folder are made of. */
import type { Batch, Cleaner, DocumentReport } from '../../src/engine/seam.js'
import { hows } from '../../src/engine/seam.js'
import { createTextCleaner, type TextOptions } from '../../src/formats/text.js'
import { type AuditHeader, createAudit } from '../../src/report/audit.js'
import type { How, Rule } from '../../src/types.js'

export const header: AuditHeader = { version: '1.2.3', rules: 'abc', options: {} }

export function ruleOf(id: string, category: Rule['category'], language = 'en'): Rule {
  return {
    id,
    category,
    language,
    where: 'tail',
    weak: false,
    then: 'line',
    max: 0,
    allow: false,
    post: false,
    sites: [],
    why: 'For tests.',
  }
}

export const rules = [ruleOf('en/a#one', 'share'), ruleOf('de/b#second', 'comments', 'de')]

/** A line: its text, how it goes, and the number of the rule. */
export type Made = readonly [text: string, how?: How | undefined, taker?: number]

export function batchOf(lines: readonly Made[], firstLine = 1, firstOffset = 0): Batch {
  const bytes = lines.map(([text]) => Buffer.from(text, 'latin1'))
  const starts = new Uint32Array(lines.length + 1)
  bytes.forEach((line, index) => {
    starts[index + 1] = (starts[index] as number) + line.length
  })
  return {
    bytes: Buffer.concat(bytes),
    starts,
    from: 0,
    to: lines.length,
    fates: Uint8Array.from(lines, ([, how]) => (how === undefined ? 0 : hows.indexOf(how) + 1)),
    takers: Int32Array.from(lines, ([, , taker]) => taker ?? -1),
    firstLine,
    firstOffset,
  }
}

export function reportOf(given: Partial<DocumentReport>): DocumentReport {
  return { lines: 0, removedLines: 0, bytes: 0, keptBytes: 0, guarded: false, streamed: false, ...given }
}

/** Cleans files to one output, with an audit, as the command line does. */
export function cleanAll(
  cleaner: Cleaner,
  files: readonly Uint8Array[],
  options: Partial<TextOptions> = {},
  piece = Number.POSITIVE_INFINITY,
): { cleaned: Buffer; audit: string } {
  const kept: Uint8Array[] = []
  let text = ''
  const audit = createAudit(
    { ...header, options: options.nullData ? { nullData: true } : {} },
    cleaner.rules,
    (more) => {
      text += more
    },
    files.length > 1 || options.nullData === true,
  )
  for (const [index, bytes] of files.entries()) {
    audit.beginDocument(`file-${index}`)
    const stream = createTextCleaner(cleaner, {
      ...options,
      onOutput: (more) => {
        audit.output(more)
        kept.push(more.slice())
      },
      onBatch: (batch) => audit.batch(batch),
      onDocument: (report) => audit.endDocument(report),
    })
    for (let from = 0; from < bytes.length; from += piece) stream.write(bytes.subarray(from, from + piece))
    stream.end()
  }
  return { cleaned: Buffer.concat(kept), audit: text }
}
