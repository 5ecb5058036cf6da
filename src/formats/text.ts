/**
 * Text: a file or a stream is one document; with NUL between documents the NUL stays, belongs to no
 * document, and LF still ends lines.
 */
import { compact } from '../engine/compact.js'
import type { Flow } from '../engine/flow.js'
import { cutLines, emptyLineTable } from '../engine/lines.js'
import type { Batch, Cleaner, DocumentReport } from '../engine/seam.js'

export interface TextOptions {
  /** NUL ends a document. */
  readonly nullData?: boolean | undefined
  /** Settle what can be settled after every write; always streams. */
  readonly lineBuffered?: boolean | undefined
  /** Host of the documents, for rules with `sites`. */
  readonly site?: string | undefined
  /** What becomes of a document of which too much would go: it stays as it was, or goes whole. */
  readonly guard?: 'keep' | 'drop' | undefined
  /** Kept bytes, in order; only valid during the call. */
  onOutput(bytes: Uint8Array): void
  /** Every line, in order; only valid during the call. */
  onBatch?: ((batch: Batch) => void) | undefined
  /** After the last line of a document. */
  onDocument?: ((report: DocumentReport) => void) | undefined
}

export interface TextCleaner {
  write(bytes: Uint8Array): void
  end(): void
}

const NUL = new Uint8Array([0])
const LF = 0x0a
const SMALLEST = 64 * 1024

export function createTextCleaner(cleaner: Cleaner, options: TextOptions): TextCleaner {
  const { limits } = cleaner
  const table = emptyLineTable()
  const sink = {
    output: (bytes: Uint8Array) => options.onOutput(bytes),
    ...(options.onBatch && { batch: options.onBatch }),
  }
  let buffer = new Uint8Array(SMALLEST)
  let used = 0
  let begun = false
  let flow: Flow | undefined

  function append(bytes: Uint8Array): void {
    begun = true
    if (!flow && (options.lineBuffered || used + bytes.length > limits.documentBytes)) {
      flow = cleaner.flow(sink, options.site)
      flow.write(buffer.subarray(0, used))
      used = 0
      buffer = new Uint8Array(0)
    }
    if (flow) {
      flow.write(bytes)
      return
    }
    if (used + bytes.length > buffer.length) {
      const larger = new Uint8Array(
        Math.max(used + bytes.length, Math.min(buffer.length * 2, limits.documentBytes), SMALLEST),
      )
      larger.set(buffer.subarray(0, used))
      buffer = larger
    }
    buffer.set(bytes, used)
    used += bytes.length
  }

  function decideWhole(): DocumentReport {
    cutLines(cleaner.characters, buffer, used, true, table)
    const { starts, inks, count } = table
    const decision = cleaner.decide({ bytes: buffer, starts, inks, count, site: options.site })
    const batch = {
      bytes: buffer,
      starts,
      from: 0,
      to: count,
      fates: decision.fates,
      takers: decision.takers,
      firstLine: 1,
      firstOffset: 0,
    }
    options.onBatch?.(batch)
    if (decision.report.guarded && options.guard === 'drop') return { ...decision.report, keptBytes: 0 }
    const end = compact(batch, { lines: 0, bytes: 0 })
    if (end > 0) options.onOutput(buffer.subarray(0, end))
    return decision.report
  }

  function endDocument(): void {
    const report = flow ? flow.end() : decideWhole()
    flow = undefined
    used = 0
    begun = false
    options.onDocument?.(report)
  }

  return {
    write(bytes) {
      let rest = bytes
      while (options.nullData) {
        const nul = rest.indexOf(0)
        if (nul < 0) break
        append(rest.subarray(0, nul))
        endDocument()
        options.onOutput(NUL)
        rest = rest.subarray(nul + 1)
      }
      if (rest.length > 0) append(rest)
      if (options.lineBuffered && bytes.includes(LF)) flow?.flush()
    },
    end() {
      // With NULs the text after the last one is a document only if there is any.
      if (begun || !options.nullData) endDocument()
    },
  }
}
