/**
 * HTML: a file or a stream is one page. Its result is the page's text, a block a line, or the page itself
 * without the spans of what goes. Both are told as batches of lines: of the text rendered without rules,
 * or of the source, cut into the spans that go and what lies between them.
 */
import { compact } from '../../engine/compact.js'
import type { Batch, Cleaner, DocumentReport } from '../../engine/seam.js'
import type { DecidedField, FieldPages } from '../jsonl-pages.js'
import { decodePage } from './charset.js'
import { pageLimits, tooMuch } from './limits.js'
import { type DecidedPage, pageDeciderOf } from './page.js'
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
  const decide = createBatcher(cleaner, options.to)
  return (bytes) => {
    const { batch, report } = decide(bytes, options.site)
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

/** For a field of records that holds pages: their bytes are UTF-8, whatever the page says of itself. */
export function createFieldPages(cleaner: Cleaner, to: HtmlOptions['to']): FieldPages {
  const decide = createBatcher(cleaner, to)
  return { to, decide: (bytes, site) => decide(bytes, site, 'utf-8') }
}

/** `known`: the encoding, where the page need not say it. */
type Batcher = (bytes: Uint8Array, site: string | undefined, known?: string) => DecidedField

function createBatcher(cleaner: Cleaner, to: HtmlOptions['to']): Batcher {
  const decidePage = pageDeciderOf(cleaner)
  return (bytes, site, known) => {
    const page = decodePage(bytes, known)
    const decided = decidePage(page, site)
    const batch = to === 'text' ? textBatch(decided) : sourceBatch(bytes, page, decided, decidePage, site)
    return { batch, report: reportOf(batch, decided) }
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

function reportOf({ starts, fates, to }: Batch, { decision, claims }: DecidedPage): DocumentReport {
  let removedLines = 0
  let removedBytes = 0
  for (let line = 0; line < to; line++) {
    if (fates[line] === 0) continue
    removedLines++
    removedBytes += (starts[line + 1] as number) - (starts[line] as number)
  }
  const bytes = starts[to] as number
  return {
    lines: to,
    removedLines,
    bytes,
    keptBytes: bytes - removedBytes,
    guarded: decision.report.guarded,
    streamed: false,
    ...(claims.undone && { undone: true }),
  }
}
