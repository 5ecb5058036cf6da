/**
 * The removals as a unified diff, written while the lines flow by. A hunk is held until it is
 * complete, since its header counts its lines.
 */
import { TextDecoder } from 'node:util'
import type { Batch } from '../engine/seam.js'
import { limits } from '../limits.js'
import { escapeForTerminal } from './escape.js'

export interface Diff {
  batch(batch: Batch): void
  end(): void
}

type Sign = ' ' | '-'

/** Lines of context before and after; of two removals at most twice as far apart, one hunk is made. */
const CONTEXT = 3
/** Bytes of a hunk; beyond it a new one is begun. */
const HUNK_BYTES = 1024 * 1024
const LF = 0x0a

interface Hunk {
  readonly oldStart: number
  readonly newStart: number
  oldCount: number
  newCount: number
  bytes: number
  readonly parts: (string | Uint8Array)[]
}

/** For a terminal lines are escaped; else their bytes are written as they are, for `patch`. */
export function createDiff(
  file: string,
  write: (text: string | Uint8Array) => void,
  color: boolean,
  isTerminal = color,
): Diff {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let hunk: Hunk | undefined
  let name = file
  let headed = false
  /** Kept lines since the last removal or barrier, copied: at most 2 * CONTEXT. */
  let kept: Uint8Array[] = []
  let oldLines = 0
  let newLines = 0

  function add(to: Hunk, sign: Sign, line: Uint8Array): void {
    to.oldCount++
    if (sign === ' ') to.newCount++
    to.bytes += line.length
    const ended = line[line.length - 1] === LF
    if (isTerminal) to.parts.push(painted(sign, textOf(decoder, line), color), '\n')
    else to.parts.push(sign, line)
    if (!ended) to.parts.push(isTerminal ? '' : '\n', '\\ No newline at end of file\n')
  }

  function begin(context: readonly Uint8Array[]): Hunk {
    const begun = {
      oldStart: oldLines - context.length,
      newStart: newLines - context.length,
      oldCount: 0,
      newCount: 0,
      bytes: 0,
      parts: [],
    }
    for (const line of context) add(begun, ' ', line)
    return begun
  }

  function remove(line: Uint8Array): void {
    if (hunk && hunk.bytes > HUNK_BYTES) {
      const context = kept.splice(CONTEXT)
      finish()
      kept = context
    }
    if (hunk) for (const line of kept) add(hunk, ' ', line)
    else hunk = begin(kept.slice(-CONTEXT))
    kept = []
    add(hunk, '-', isTerminal ? line : line.slice())
    oldLines++
  }

  function keep(line: Uint8Array): void {
    oldLines++
    newLines++
    // What comes may be the first piece of a longer line: such a line is no context.
    if (line.length > limits.lineBytes && line[line.length - 1] !== LF) {
      finish()
      return
    }
    kept.push(line.slice())
    if (hunk && kept.length > 2 * CONTEXT) {
      const context = kept.splice(CONTEXT)
      finish()
      kept = context
    }
    if (!hunk && kept.length > CONTEXT) kept.shift()
  }

  /** Writes the hunk with the context after it. */
  function finish(): void {
    if (hunk) {
      for (const line of kept.slice(0, CONTEXT)) add(hunk, ' ', line)
      if (!headed) write(header(name, color))
      headed = true
      const { oldStart, oldCount, newStart, newCount } = hunk
      const range = `@@ -${rangeOf(oldStart, oldCount)} +${rangeOf(newStart, newCount)} @@`
      write(`${color ? `\x1b[36m${range}\x1b[39m` : range}\n`)
      for (const part of hunk.parts) write(part)
    }
    hunk = undefined
    kept = []
  }

  return {
    batch({ bytes, starts, from, to, fates, firstLine, origin }) {
      if (firstLine === 1 && oldLines > 0) {
        finish()
        oldLines = newLines = 0
      }
      if (origin) {
        // The text of a record is a file of its own: nobody could patch the record with it.
        name = `${file}:${origin.row}`
        headed = false
      }
      for (let index = from; index < to; index++) {
        const line = bytes.subarray(starts[index], starts[index + 1])
        if (fates[index] === 0) keep(line)
        else remove(line)
      }
    },
    end: finish,
  }
}

function header(file: string, color: boolean): string {
  const name = escapeForTerminal(file)
  const lines = [`--- ${name}`, `+++ ${name} (cleaned)`]
  return lines.map((line) => `${color ? `\x1b[1m${line}\x1b[22m` : line}\n`).join('')
}

/** `start` counts the lines before; a range without lines names the line before it. */
function rangeOf(start: number, count: number): string {
  return count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`
}

function painted(sign: Sign, text: string, color: boolean): string {
  if (!color) return sign + text
  return sign === '-' ? `\x1b[31m-${text}\x1b[39m` : ` ${text}`
}

function textOf(decoder: TextDecoder, line: Uint8Array): string {
  return escapeForTerminal(decoder.decode(line).replace(/\r?\n$/, ''))
}
