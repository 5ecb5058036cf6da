/**
 * Folding: what makes "» NO COMMENTS:" and "no comments" one line. The fast way walks UTF-8 bytes
 * through a table; a line with a character that composes or expands takes the slow way, which
 * is also the twin that the fast one must equal.
 */
import { type Characters, foldCharacter, ICON, keepShape } from './characters.js'
import { COMBINING, DIGIT, LEAD, LEAD_SPACED, LETTER, SLOW, SPACE, TRAIL, UPPER } from './layout.js'
import { decodeUtf8 } from './utf8.js'

/** A folded line: `units[0 … length]`, with the classes of the characters they came from. */
export interface Folded {
  readonly units: Uint16Array
  readonly classes: Uint16Array
  length: number
}

export function emptyFolded(capacity: number): Folded {
  return { units: new Uint16Array(capacity + 2), classes: new Uint16Array(capacity + 2), length: 0 }
}

/** ASCII letters and digits, folded; 0 for all that needs a closer look. */
const PLAIN = new Uint8Array(256)
const PLAIN_CLASSES = new Uint8Array(256)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  if (!/[a-z0-9]/i.test(character)) continue
  PLAIN[code] = character.toLowerCase().charCodeAt(0)
  PLAIN_CLASSES[code] = /[0-9]/.test(character) ? DIGIT : /[A-Z]/.test(character) ? LETTER | UPPER : LETTER
}

const DOT = 0x2e
const BLANK = 0x20

/**
 * Folds `bytes[start … end]` into `into`. False if the folded line is longer than the capacity of
 * `into`: it is then longer than any phrase.
 */
export function fold(
  characters: Characters,
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Folded,
): boolean {
  const { fold: table, classes: classTable } = characters
  const { units, classes } = into
  const capacity = units.length - 2
  const plainUnits = PLAIN
  const plainClasses = PLAIN_CLASSES
  let length = 0
  let space = false
  let previous = 0
  let i = start
  while (i < end) {
    let code = bytes[i] as number
    i++
    // Letters, digits and spaces of ASCII: most of most lines.
    const plain = plainUnits[code] as number
    if (plain !== 0) {
      if (length >= capacity) return false
      if (space) {
        units[length] = BLANK
        classes[length] = SPACE
        length++
        space = false
      }
      units[length] = plain
      classes[length] = plainClasses[code] as number
      length++
      previous = 0
      continue
    }
    if (code === BLANK) {
      space = length > 0
      continue
    }
    if (code >= 0x80) {
      // Two- and three-byte characters here; all else (astral, broken) the slow way.
      if (code >= 0xc2 && code < 0xe0 && i < end) {
        const b = bytes[i] as number
        if ((b & 0xc0) !== 0x80) return foldDecoded(characters, decodeUtf8(bytes, start, end), into)
        code = ((code & 31) << 6) | (b & 63)
        i++
      } else if (code >= 0xe0 && code < 0xf0 && i + 1 < end) {
        const b = bytes[i] as number
        const c = bytes[i + 1] as number
        code = ((code & 15) << 12) | ((b & 63) << 6) | (c & 63)
        if ((b & 0xc0) !== 0x80 || (c & 0xc0) !== 0x80 || code < 0x800) {
          return foldDecoded(characters, decodeUtf8(bytes, start, end), into)
        }
        i += 2
      } else return foldDecoded(characters, decodeUtf8(bytes, start, end), into)
    }
    const unit = table[code] as number
    const kind = classTable[code] as number
    if (unit === SLOW || (kind & COMBINING && previous & COMBINING)) {
      return foldDecoded(characters, decodeUtf8(bytes, start, end), into)
    }
    if (unit === 0) continue
    previous = kind
    if (unit === BLANK) {
      space = length > 0
      continue
    }
    if (length === 0 && kind & (LEAD | LEAD_SPACED) && leads(characters, kind, bytes, i, end)) continue
    if (unit === DOT && length > 0 && units[length - 1] === DOT && !space) continue
    if (length >= capacity) return false
    if (space) {
      units[length] = BLANK
      classes[length] = SPACE
      length++
      space = false
    }
    units[length] = unit
    classes[length] = kind
    length++
  }
  finish(into, length)
  return true
}

/** Does a bullet at the start of the line go? "-5 degrees" keeps its sign. */
function leads(characters: Characters, kind: number, bytes: Uint8Array, i: number, end: number): boolean {
  if (kind & LEAD || i >= end) return true
  const byte = bytes[i] as number
  if (byte < 0x80) return ((characters.classes[byte] as number) & (SPACE | LEAD | LEAD_SPACED)) !== 0
  const next = decodeUtf8(bytes, i, Math.min(i + 4, end)).charCodeAt(0)
  return ((characters.classes[next] as number) & (SPACE | LEAD | LEAD_SPACED)) !== 0
}

/** Takes the trailing marks off; two zeros behind the end spare the readers a check. */
function finish(into: Folded, length: number): void {
  const { units, classes } = into
  let last = length
  while (last > 0 && (classes[last - 1] as number) & (TRAIL | SPACE)) last--
  // Stores, not `fill`: its call costs more than the whole of a short line.
  units[last] = units[last + 1] = 0
  classes[last] = classes[last + 1] = 0
  into.length = last
}

function isIcon(code: number): boolean {
  return (code >= 0x1f000 && code < 0x1fb00) || code === ICON || (code >= 0xe000 && code < 0xf900)
}

/** The slow way, over decoded text; folds what the fast way folds to the same units. */
export function foldDecoded(characters: Characters, text: string, into: Folded): boolean {
  const { units, classes } = into
  const capacity = units.length - 2
  const pieces: { folded: string; kind: number }[] = []
  for (const character of keepShape(text).normalize('NFKC')) {
    const code = character.codePointAt(0) as number
    if (isIcon(code)) pieces.push({ folded: String.fromCharCode(ICON), kind: LEAD | TRAIL })
    else if (code >= 0xe0000 && code < 0xe0080) continue
    else {
      const kind = code < 0x10000 ? (characters.classes[code] as number) : astralClasses(character)
      const unit = code < 0x10000 ? (characters.fold[code] as number) : SLOW
      const folded = unit === SLOW ? foldCharacter(character) : unit === 0 ? '' : String.fromCharCode(unit)
      pieces.push({ folded, kind })
    }
  }
  let length = 0
  let space = false
  for (let p = 0; p < pieces.length; p++) {
    const { folded, kind } = pieces[p] as { folded: string; kind: number }
    if (folded === '') continue
    if (folded === ' ') {
      space = length > 0
      continue
    }
    if (length === 0 && kind & (LEAD | LEAD_SPACED)) {
      const next = pieces[p + 1]
      if (kind & LEAD || next === undefined || next.kind & (SPACE | LEAD | LEAD_SPACED)) continue
    }
    if (folded === '.' && length > 0 && units[length - 1] === DOT && !space) continue
    if (length + folded.length + 1 > capacity) return false
    if (space) {
      units[length] = BLANK
      classes[length] = SPACE
      length++
      space = false
    }
    for (let k = 0; k < folded.length; k++) {
      units[length] = folded.charCodeAt(k)
      classes[length] = kind
      length++
    }
  }
  finish(into, length)
  return true
}

function astralClasses(character: string): number {
  return /^\p{L}$/u.test(character) ? (/^\p{Lu}$/u.test(character) ? 3 : 1) : 0
}

/** A folded text as a string; for authoring, tests and messages. */
export function foldText(characters: Characters, text: string): string {
  const into = emptyFolded(text.length * 4 + 8)
  foldDecoded(characters, text, into)
  return textOf(into)
}

/** The folded line as a string; not by spreading, which costs more than the line. */
export function textOf({ units, length }: Folded): string {
  let text = ''
  for (let k = 0; k < length; k++) text += String.fromCharCode(units[k] as number)
  return text
}
