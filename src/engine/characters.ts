/**
 * What the engine knows of a character, as two tables over the Basic Multilingual Plane: what it
 * folds to, and its classes. Made once at build time (it takes tenths of a second) and stored with
 * the compiled rules.
 */
import {
  CASELESS,
  CLOSE,
  COMBINING,
  COMMA,
  DIGIT,
  FIRST_CASELESS,
  LEAD,
  LEAD_SPACED,
  LETTER,
  SEPARATOR,
  SLOW,
  SPACE,
  STOP,
  TRAIL,
  UNMARKED,
  UNSPACED,
  UPPER,
} from './layout.js'

/** What stands for every emoji and object replacement. */
export const ICON = 0xfffc

export interface Characters {
  /** Folded unit per code point; 0: the character is dropped; SLOW: see there. */
  readonly fold: Uint16Array
  readonly classes: Uint16Array
}

const QUOTES = '‘’‚‛′`´＇ʼ'
const DOUBLE_QUOTES = '“”„‟″«»‹›＂〝〞'
const DASHES = '‐‑‒–—―⁃−﹘﹣－'
const DROPPED =
  /^(?:[\p{Cf}\p{Cc}\u00AD\u0640\u115F\u1160\u3164]|\u034F|[\uFE00-\uFE0F]|[\u20D0-\u20F0]|[\u180B-\u180D])$/u
const SPACES = /^[\s\u0085\u200B\u00A0\uFEFF\u3000\u2800]$/u
const NOT_ICONS = '©®℗™℠°'
const BULLETS = '*|•‣◦∙⋅·・･●○▪■□◆◇▶►▸▷»«›‹×_¶☐'
const TRAILING = ':.…!*|•‣◦∙⋅·・･»«›‹×_¶>~-：！．。।॥۔։።។၊။؛'
const STOPS = '.!?…。！？．؟۔।॥։។၊။።፧፨‽⁇⁈⁉｡'
const CLOSING = '"\'’”»›)]}）」』】〉》〕］｝＂＇“'
const SEPARATORS = '|·•»›>/→←⟩｜∙⋅▪►▸'
const COMMAS = ',،，、;；؛:：'

/** What NFKC would take apart though it is one sign to a reader. */
export function keepShape(text: string): string {
  return text.replaceAll('…', '.').replaceAll('´', "'")
}

function lowered(text: string): string {
  return text.toUpperCase().toLowerCase()
}

/** Folds one character of NFKC text; several units where Unicode says so ("ß" is "ss"). */
export function foldCharacter(character: string): string {
  if (QUOTES.includes(character)) return "'"
  if (DOUBLE_QUOTES.includes(character)) return '"'
  if (DASHES.includes(character)) return '-'
  if (SPACES.test(character)) return ' '
  if (DROPPED.test(character)) return ''
  if (character === '\u0130') return 'i' // Turkish capital dotted i: the dot would be a mark of its own
  if (/^\p{Nd}$/u.test(character)) return String(digitValue(character.codePointAt(0) as number))
  if (character === '٫') return '.'
  if (character === '٬') return ','
  if (/^[\uE000-\uF8FF]$/.test(character)) return '\uFFFC'
  // Each character by itself: over a whole word the final sigma would depend on its place.
  return lowered(character)
}

/** Digits of every script stand in a row of ten that begins with their zero. */
function digitValue(code: number): number {
  let zero = code
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--
  return (code - zero) % 10
}

function classesOf(character: string, folded: string): number {
  let classes = 0
  if (/^[\p{L}\p{M}]$/u.test(character)) classes |= LETTER
  if (/^[\p{Lu}\p{Lt}]$/u.test(character)) classes |= UPPER
  if (/^\p{Nd}$/u.test(character)) classes |= DIGIT
  if (folded === ' ') classes |= SPACE
  if (/^\p{Mn}$/u.test(character)) classes |= COMBINING
  const icon =
    !NOT_ICONS.includes(character) &&
    (/^[\p{So}\uE000-\uF8FF\uFFFC]$/u.test(character) ||
      /^[\u2190-\u21FF\u25A0-\u27BF\u27F0-\u27FF\u2900-\u297F\u2B00-\u2BFF]$/u.test(character))
  if (icon || BULLETS.includes(character)) classes |= LEAD
  if ('-#+=></~^'.includes(character) || DASHES.includes(character)) classes |= LEAD_SPACED
  if (icon || TRAILING.includes(character) || DASHES.includes(character)) classes |= TRAIL
  if (STOPS.includes(character)) classes |= STOP
  if (CLOSING.includes(character)) classes |= CLOSE
  if (SEPARATORS.includes(character)) classes |= SEPARATOR
  if (COMMAS.includes(character)) classes |= COMMA
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(character)) classes |= UNSPACED
  if (/^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u.test(character)) {
    if (classes & LETTER) classes |= UNSPACED | UNMARKED
  }
  return classes
}

/** The last unit of every canonical decomposition: after it, composing may be due. */
function composers(): Set<number> {
  const found = new Set<number>()
  for (let code = 0xc0; code < 0x10000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue
    const parts = String.fromCharCode(code).normalize('NFD')
    if (parts.length > 1) for (let i = 1; i < parts.length; i++) found.add(parts.charCodeAt(i))
  }
  return found
}

export function makeCharacters(): Characters {
  const fold = new Uint16Array(0x10000)
  const classes = new Uint16Array(0x10000)
  const composing = composers()
  for (let code = 0; code < 0x10000; code++) {
    if (code >= 0xd800 && code < 0xe000) {
      fold[code] = SLOW
      continue
    }
    const character = String.fromCharCode(code)
    const normal = keepShape(character).normalize('NFKC')
    const folded = [...normal].map(foldCharacter).join('')
    classes[code] = classesOf(normal.length === 1 ? normal : character, folded)
    if (code >= FIRST_CASELESS && character.toUpperCase() === character)
      classes[code] = (classes[code] as number) | CASELESS
    // U+0340 is another way to write the grave accent, and composes as that does.
    if (composing.has(code) || composing.has(normal.charCodeAt(0)) || folded.length > 1) fold[code] = SLOW
    else fold[code] = folded === '' ? 0 : folded.charCodeAt(0)
  }
  return { fold, classes }
}
