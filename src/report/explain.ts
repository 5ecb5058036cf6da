/**
 * Every line with its verdict:
 *
 *   keep                         It rained.
 *   (keep)   en/share#this       Share this        a rule claims it, and it stays
 *   line     en/comments#none    No comments:
 *
 * Of a record, its row and name stand before its lines:
 *
 *   row 3, https://example.org/a
 */
import { type Batch, hows } from '../engine/seam.js'
import type { Rule } from '../types.js'
import { cutToWidth, escapeForTerminal } from './escape.js'

export interface ExplainOptions {
  readonly color: boolean
  /** Width of the terminal; `Infinity`: lines are not cut. */
  readonly columns: number
  write(text: string): void
}

/** Columns of the longest how, and two spaces. */
const HOW_COLUMNS = Math.max('(keep)'.length, ...hows.map((how) => how.length)) + 2
/** Columns that a text has at least, and a rule's name at most before it pushes its text aside. */
const TEXT_COLUMNS = 20
const NAME_COLUMNS = 44

export interface Explain {
  batch(batch: Batch): void
  /** A record that could not be read. */
  reject(reject: { readonly row: number; readonly message: string }): void
}

export function createExplain(rules: readonly Rule[], options: ExplainOptions): Explain {
  const { color, columns, write } = options
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  /** Grows from batch to batch: what is written cannot be aligned anew. */
  let nameColumns = 0

  function nameOf({ fates, takers }: Batch, line: number): string {
    const how = hows[(fates[line] as number) - 1]
    if (how === 'context' || how === 'blank') return ''
    const rule = rules[takers[line] as number]
    return rule?.named?.() ?? rule?.id ?? ''
  }

  let rows = 0

  /** The line before those of a record. */
  function writeRow(text: string): void {
    const shown = cutToWidth(escapeForTerminal(text), columns)
    write(`${rows++ > 0 ? '\n' : ''}${color ? `\x1b[1m${shown}\x1b[22m` : shown}\n`)
  }

  return {
    reject: ({ row, message }) => writeRow(`row ${row}: ${message}`),
    batch(batch) {
      const { bytes, starts, from, to, fates, origin } = batch
      if (origin) writeRow(`row ${origin.row}, ${origin.id()}`)
      for (let line = from; line < to; line++) {
        nameColumns = Math.max(nameColumns, Math.min(nameOf(batch, line).length + 2, NAME_COLUMNS))
      }
      for (let line = from; line < to; line++) {
        const name = nameOf(batch, line)
        const fate = fates[line] as number
        const word = fate > 0 ? (hows[fate - 1] as string) : name === '' ? 'keep' : '(keep)'
        const verdict = word.padEnd(HOW_COLUMNS) + `${name} `.padEnd(nameColumns)
        const room = Math.max(TEXT_COLUMNS, columns - verdict.length)
        // A character has at most 4 bytes, and escapes only make it longer: no more is ever shown.
        const end = Math.min(endOfText(batch, line), (starts[line] as number) + 4 * (room + 2))
        const text = decoder.decode(bytes.subarray(starts[line], end))
        const shown = `${verdict}${cutToWidth(escapeForTerminal(text), room)}`.trimEnd()
        write(`${color ? painted(shown, fate, name) : shown}\n`)
      }
    },
  }
}

function painted(text: string, fate: number, name: string): string {
  if (fate > 0) return `\x1b[31m${text}\x1b[39m`
  return name === '' ? text : `\x1b[33m${text}\x1b[39m`
}

/** The end of a line without its terminator. */
function endOfText({ bytes, starts }: Batch, line: number): number {
  const start = starts[line] as number
  let end = starts[line + 1] as number
  if (end === start || bytes[end - 1] !== 0x0a) return end
  end--
  return end > start && bytes[end - 1] === 0x0d ? end - 1 : end
}
