/** Records that cannot be read: where, and why. */
import { decodeUtf8 } from '../engine/utf8.js'
import type { RecordScanner } from './jsonl-scan.js'

export interface Reject {
  /** Line of the file, from 1. */
  readonly row: number
  /** Column of the line, from 1, in UTF-16 units, if one place is wrong. */
  readonly column?: number | undefined
  /** Bytes of the record with its terminator. */
  readonly bytes: number
  /** `Unexpected X, expected Y`. */
  readonly message: string
}

type Reason = Omit<Reject, 'row' | 'bytes'>

/** Characters of what was found that are shown. */
const SHOWN = 12

export const rejectOf = {
  json(bytes: Uint8Array, from: number, end: number, { at, expected }: RecordScanner): Reason {
    const found = at >= end ? 'end of the record' : `\`${shownAt(bytes, at, end)}\``
    return { column: columnOf(bytes, from, at), message: `Unexpected ${found}, expected ${expected}` }
  },
  /** `isObject`: else the record has no fields at all. */
  absent(field: string | undefined, fields: readonly string[], isObject: boolean): Reason {
    const names = (field === undefined ? fields : [field]).map((name) => `\`${name}\``)
    const wanted = [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ')
    const message = isObject
      ? `Unexpected record without text, expected the field ${wanted}`
      : `Unexpected record that is no object, expected one with ${wanted}`
    return { message }
  },
  kind(field: string, bytes: Uint8Array, from: number, at: number): Reason {
    const found = shownAt(bytes, at, at + SHOWN)
    return {
      column: columnOf(bytes, from, at),
      message: `Unexpected \`${found}\` for \`${field}\`, expected a string`,
    }
  },
  marked: (field: string): Reason => ({
    message: `Unexpected \`${field}\` in the record, expected a record without marks`,
  }),
  long: (most: number): Reason => ({
    message: `Unexpected longer record, expected at most ${most} bytes`,
  }),
}

function columnOf(bytes: Uint8Array, from: number, at: number): number {
  return decodeUtf8(bytes, from, at).length + 1
}

/** A word or a character of what stands there. */
function shownAt(bytes: Uint8Array, at: number, end: number): string {
  const text = decodeUtf8(bytes, at, Math.min(end, at + SHOWN))
  return /^[\w.+-]+/.exec(text)?.[0] ?? (String.fromCodePoint(text.codePointAt(0) ?? 0xfffd) as string)
}
