/**
 * Documents too long to hold, decided as they flow: bytes are gathered into one block, its lines
 * decided as far as may be, what is settled goes out, and the lines that wait move to the front.
 * A limit on what waits bounds the memory; where the chunks were cut makes no difference.
 */
import type { Limits } from '../limits.js'
import type { Document, Rule } from '../types.js'
import { createBlankStage } from './blanks.js'
import type { Characters } from './characters.js'
import type { AskAll } from './cleaner.js'
import { compact } from './compact.js'
import { createDecider } from './decide.js'
import { cutLines, emptyLineTable } from './lines.js'
import type { DocumentReport, Sink } from './seam.js'
import { type IsProse, shapeOfLine } from './shape.js'

export interface FlowParts {
  readonly rules: readonly Rule[]
  readonly limits: Limits
  readonly characters: Characters
  readonly askAll: AskAll
  readonly isProse: IsProse
  readonly sink: Sink
  readonly site: string | undefined
}

/** One document that flows. */
export interface Flow {
  write(bytes: Uint8Array): void
  /** Settles what can be settled: for readers that wait for every line. */
  flush(): void
  end(): DocumentReport
}

/** Bytes gathered before the lines are looked at. */
const BLOCK = 512 * 1024
const LF = 0x0a

export function createFlow({ rules, limits, characters, askAll, isProse, sink, site }: FlowParts): Flow {
  const block = new Uint8Array(BLOCK + limits.heldBytes * 2)
  const table = emptyLineTable()
  const decider = createDecider(rules, limits)
  const blanks = createBlankStage(limits)
  const removed = { lines: 0, bytes: 0 }
  let claims = new Int32Array(1024)
  let used = 0
  /** Lines at the front of the block that the decider and the blank stage have seen. */
  let fed = 0
  let passed = 0
  /** The bytes that come belong to a line too long for the block, which is content. */
  let insideLine = false
  let lines = 0
  let bytes = 0
  decider.begin({ hasProse: true, streaming: true })
  blanks.begin(true)

  function process(final: boolean): void {
    let next = cutLines(characters, block, used, final, table)
    if (!final && used - next > limits.lineBytes) {
      next = cutLines(characters, block, used, true, table)
      insideLine = true
    }
    const { count, starts, inks } = table
    if (claims.length < count) {
      const larger = new Int32Array(Math.max(count, claims.length * 2))
      larger.set(claims.subarray(0, fed))
      claims = larger
    }
    const document: Document = { bytes: block, starts, inks, count, site }
    askAll(document, fed, count, claims)
    const decided = { starts, inks, claims, shapeOf: (line: number) => shapeOfLine(document, line, isProse) }
    decider.feed(decided, fed, count)
    if (final) decider.finish(decided, count)
    const known = final ? count : decider.waiting(count)
    const blankLines = { starts, inks, fates: decider.fates }
    let settled = blanks.step(blankLines, passed, known)
    passed = known
    if (final) {
      blanks.finish(blankLines, count)
      settled = count
    }
    emit(settled)
    block.copyWithin(0, starts[settled] as number, used)
    used -= starts[settled] as number
    claims.copyWithin(0, settled, count)
    decider.shift(settled, count)
    blanks.shift(settled)
    fed = count - settled
    passed -= settled
  }

  function emit(to: number): void {
    if (to === 0) return
    const { starts } = table
    const batch = {
      bytes: block,
      starts,
      from: 0,
      to,
      fates: decider.fates,
      takers: decider.takers,
      firstLine: lines + 1,
      firstOffset: bytes,
    }
    sink.batch?.(batch)
    const end = compact(batch, removed)
    if (end > 0) sink.output(block.subarray(0, end))
    lines += to
    bytes += starts[to] as number
  }

  /** Hands on the rest of a long line; returns where it ends in `chunk`. */
  function passLine(chunk: Uint8Array, from: number): number {
    const found = chunk.indexOf(LF, from)
    const end = found < 0 ? chunk.length : found + 1
    if (end > from) sink.output(chunk.subarray(from, end))
    bytes += end - from
    if (found >= 0) insideLine = false
    return end
  }

  return {
    write(chunk) {
      let from = 0
      while (from < chunk.length) {
        if (insideLine) {
          from = passLine(chunk, from)
          continue
        }
        const size = Math.min(block.length - used, chunk.length - from)
        block.set(size === chunk.length ? chunk : chunk.subarray(from, from + size), used)
        used += size
        from += size
        if (used === block.length) process(false)
      }
    },
    flush() {
      if (used > 0) process(false)
    },
    end() {
      process(true)
      return {
        lines,
        removedLines: removed.lines,
        bytes,
        keptBytes: bytes - removed.bytes,
        guarded: false,
        streamed: true,
      }
    },
  }
}
