/**
 * HTML: a file or a stream is one page. Its result is the page's text, a block a line, or the page itself
 * without the spans of what goes. Both are told as batches of lines: of the text rendered without rules,
 * or of the source, cut into the spans that go and what lies between them.
 */
import { compact } from '../../engine/compact.js'
import type { Batch, Cleaner, DocumentReport } from '../../engine/seam.js'
import { decodePage } from './charset.js'
import { pageLimits } from './limits.js'
import { createPageDecider, type DecidedPage } from './page.js'
import { tooMuch } from './parse.js'
import { sourceBatch } from './source.js'

export interface HtmlOptions {
  readonly to: 'text' | 'html'
  /** Host of the pages, for rules with `sites`. */
  readonly site?: string | undefined
  /** What becomes of a page of which too much would go: it stays as it was, or goes whole. */
  readonly guard?: 'keep' | 'drop' | undefined
  /** Bytes of the result; only valid during the call. */
  onOutput(bytes: Uint8Array): void
  onBatch?: ((batch: Batch) => void) | undefined
  onDocument?: ((report: DocumentReport) => void) | undefined
  /** Too little prose would have been left: no element went. */
  onUndone?: (() => void) | undefined
}

export interface HtmlCleaner {
  write(bytes: Uint8Array): void
  end(): void
}

export function createHtmlCleaner(cleaner: Cleaner, options: HtmlOptions): HtmlCleaner {
  const cleanPage = createPageCleaner(cleaner, options)
  let chunks: Uint8Array[] = []
  let size = 0
  return {
    write(bytes) {
      size += bytes.length
      if (size > pageLimits.pageBytes) throw tooMuch('bytes', 'pageBytes')
      chunks.push(bytes.slice())
    },
    end() {
      const bytes = new Uint8Array(size)
      let at = 0
      for (const chunk of chunks) {
        bytes.set(chunk, at)
        at += chunk.length
      }
      chunks = []
      size = 0
      cleanPage(bytes)
    },
  }
}

/** Cleans whole pages. */
export function createPageCleaner(cleaner: Cleaner, options: HtmlOptions): (bytes: Uint8Array) => void {
  const decidePage = createPageDecider(cleaner)
  return (bytes) => {
    const page = decodePage(bytes)
    const decided = decidePage(page.text, options.site)
    const { guarded } = decided.decision.report
    if (decided.claims.undone) options.onUndone?.()
    const batch =
      options.to === 'text' ? textBatch(decided) : sourceBatch(bytes, page, decided, decidePage, options.site)
    const report = reportOf(batch, guarded)
    options.onBatch?.(batch)
    if (report.guarded && options.guard === 'drop') {
      options.onDocument?.({ ...report, keptBytes: 0 })
      return
    }
    const result = { ...batch, bytes: options.to === 'text' ? batch.bytes : batch.bytes.slice() }
    const end = compact(result, { lines: 0, bytes: 0 })
    if (end > 0) options.onOutput(result.bytes.subarray(0, end))
    options.onDocument?.(report)
  }
}

function textBatch({ document, decision }: DecidedPage): Batch {
  const { bytes, starts, count } = document
  return {
    bytes,
    starts,
    from: 0,
    to: count,
    fates: decision.fates,
    takers: decision.takers,
    firstLine: 1,
    firstOffset: 0,
  }
}

function reportOf({ starts, fates, to }: Batch, guarded: boolean): DocumentReport {
  let removedLines = 0
  let removedBytes = 0
  for (let line = 0; line < to; line++) {
    if (fates[line] === 0) continue
    removedLines++
    removedBytes += (starts[line + 1] as number) - (starts[line] as number)
  }
  const bytes = starts[to] as number
  return { lines: to, removedLines, bytes, keptBytes: bytes - removedBytes, guarded, streamed: false }
}
