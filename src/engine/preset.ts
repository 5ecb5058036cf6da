/**
 * A preset: a published recipe of line rules, replayed. Its rules claim lines by named conditions,
 * in the order in which the recipe tests them; blank lines are lines like others. What a claim does
 * is up to the cleaner, as ever: these are `alone`, so a claimed line goes and no other for its sake.
 */
import { presetLimits } from '../limits.js'
import type { Claimer, Document, Rule } from '../types.js'
import { type Condition, createTest } from './conditions.js'
import { createCutter, emptyView, measure, skipSpace, skipSpaceBack, type View } from './measure.js'
import { BREAK, codeOf, decodeAt, kindOf, sizeOf } from './python.js'

/** Where a recipe cuts text into lines: at LF alone, or where Python's `splitlines` does. */
export const cutters = ['newline', 'splitlines'] as const

/** A preset as it is stored. */
export interface PresetData {
  readonly name: string
  readonly title: string
  readonly language: string
  /** Of the rules and their conditions; hexadecimal. */
  readonly hash: string
  readonly cuts: (typeof cutters)[number]
  /** Are lines stripped of outer white space before they are looked at? */
  readonly strip: boolean
  readonly rules: readonly Rule[]
  /** The condition of each rule. */
  readonly conditions: readonly Condition[]
}

/** A preset ready for a cleaner. */
export interface Preset {
  readonly name: string
  readonly hash: string
  readonly rules: readonly Rule[]
  /** Bytes; a longer line is content, never looked at. */
  readonly lineBytes: number
  /** `enabled[r]`: rule r is on. */
  claimer(enabled: Uint8Array): Claimer
}

export function createPreset(data: PresetData): Preset {
  const { name, hash, rules } = data
  const { lineBytes } = presetLimits
  return { name, hash, rules, lineBytes, claimer: (enabled) => createClaimer(data, enabled) }
}

const LF = 0x0a
const CR = 0x0d

function createClaimer({ rules, conditions, cuts, strip }: PresetData, enabled: Uint8Array): Claimer {
  const numbers = rules.flatMap((_, number) => (enabled[number] ? [number] : []))
  const tests = conditions.map(createTest)
  const view = emptyView()
  const uncited = createCutter()
  const splits = cuts === 'splitlines'

  /** Makes `view` that of `bytes[from … to]`. */
  function look(bytes: Uint8Array, from: number, to: number): void {
    const start = strip ? skipSpace(bytes, from, to) : from
    measure(view, bytes, start, strip ? skipSpaceBack(bytes, start, to) : to)
  }

  /** The first rule that holds for `view`, or -1. */
  function judge(): number {
    for (const number of numbers) if (tests[number]?.(view, uncited)) return number
    return -1
  }

  /** Several lines to the recipe are one to us: it goes if all of them go, with the rule of the first. */
  function judgePieces(bytes: Uint8Array, from: number, to: number, ended: boolean): number {
    let rule = -1
    let start = from
    let at = from
    while (at < to) {
      const decoded = decodeAt(bytes, at, to)
      const next = at + sizeOf(decoded)
      if (kindOf(codeOf(decoded)) & BREAK) {
        look(bytes, start, at)
        const found = judge()
        if (found < 0) return -1
        if (rule < 0) rule = found
        start = next
      }
      at = next
    }
    // Behind a last break there is a line only if something ends it.
    if (start === to && !ended) return rule
    look(bytes, start, to)
    const found = judge()
    return found < 0 ? -1 : rule < 0 ? found : rule
  }

  return {
    rules,
    claim({ bytes, starts }: Document, from: number, to: number, claims: Int32Array): void {
      for (let line = from; line < to; line++) {
        const start = starts[line] as number
        let end = starts[line + 1] as number
        claims[line] = -1
        if (end - start > presetLimits.lineBytes) continue
        const ended = end > start && bytes[end - 1] === LF
        if (ended) end--
        // CR LF ends a line of Python's, too; a CR by itself is a break.
        if (splits && ended && end > start && bytes[end - 1] === CR) end--
        look(bytes, start, end)
        claims[line] = splits && isBroken(view, start, end) ? judgePieces(bytes, start, end, ended) : judge()
      }
    },
  }
}

/** Is the line, of which `view` is the stripped one, several lines of Python's? */
function isBroken({ bytes, from, to, kinds }: View, start: number, end: number): boolean {
  return (kinds & BREAK) !== 0 || hasBreak(bytes, start, from) || hasBreak(bytes, to, end)
}

/** Is there a break of Python's in `bytes[from … to]`? */
function hasBreak(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte < 0x20 && byte >= 0x0b && kindOf(byte) & BREAK) return true
    if (byte === 0xc2 && bytes[at + 1] === 0x85) return true
    if (byte === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] as number) & 0xfe) === 0xa8) return true
  }
  return false
}
