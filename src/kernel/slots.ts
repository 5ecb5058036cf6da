/** Where slots may end in the folded line, the longest first: engine/slots.ts, which says why. */
import {
  ANY_UNITS,
  CASELESS,
  COMBINING,
  DIGIT,
  LETTER,
  NAME_WORDS,
  SLOT_DATE,
  SLOT_EMAIL,
  SLOT_N,
  SLOT_NAME,
  SLOT_SITE,
  SLOT_TIME,
  SLOT_URL,
  SPACE,
  UPPER,
  WORD_MAGNITUDES,
  WORD_NUMBERS,
  WORD_PARTICLES,
  WORD_SITES,
} from '../engine/layout'
import { date, time } from './dates'
import { classesOf, length, unitOf } from './fold'
import { kindOf } from './units'
import { isDigit, isLetter, put, word } from './words'

const BLANK = 0x20

function isGroupMark(unit: i32): bool {
  return unit === 0x2c || unit === 0x2e || unit === 0x27 || unit === 0x3001
}

/** Digits with grouping and a fraction. */
function digits(from: i32): i32 {
  let at = from
  while (isDigit(at)) at++
  while (at < length && isDigit(at + 1) && isGroupMark(unitOf(at))) {
    at++
    while (isDigit(at)) at++
  }
  return at
}

function templateEnd(from: i32): i32 {
  if (unitOf(from) === 0x25) {
    let at = from + 1
    while (isDigit(at)) at++
    if (at > from + 1 && unitOf(at) === 0x24) at++
    else if (at > from + 1) return -1
    return at < length && (unitOf(at) === 0x64 || unitOf(at) === 0x73) ? at + 1 : -1
  }
  if (unitOf(from) === 0x7b && unitOf(from + 1) === 0x7b)
    for (let at = from + 2; at + 1 < length && at < from + 60; at++)
      if (unitOf(at) === 0x7d && unitOf(at + 1) === 0x7d) return at + 2
  return -1
}

function number(from: i32, ends: usize): i32 {
  let count = 0
  const template = templateEnd(from)
  if (template > 0) count = put(ends, count, template)
  if (isDigit(from)) {
    const plain = digits(from)
    let grouped = plain
    while (
      unitOf(grouped) === BLANK &&
      isDigit(grouped + 1) &&
      isDigit(grouped + 2) &&
      isDigit(grouped + 3) &&
      !isDigit(grouped + 4)
    )
      grouped += 4
    const magnitude = word(unitOf(grouped) === BLANK ? grouped + 1 : grouped, WORD_MAGNITUDES)
    if (magnitude > 0) count = put(ends, count, magnitude)
    if (grouped > plain) count = put(ends, count, grouped)
    count = put(ends, count, plain)
    if (unitOf(plain) === 0x2b) count = put(ends, count, plain + 1)
  } else if (from > 0) {
    const named = word(from, WORD_NUMBERS)
    if (named > 0) count = put(ends, count, named)
  }
  return count
}

function isNameUnit(at: i32): bool {
  if (classesOf(at) & (LETTER | DIGIT | COMBINING)) return true
  const unit = unitOf(at)
  return (unit === 0x27 || unit === 0x2d || unit === 0x5f) && isLetter(at + 1)
}

function name(from: i32, ends: usize): i32 {
  let at = from
  let count = 0
  let words = 0
  while (words < NAME_WORDS && at < length) {
    const start = at
    if (!isLetter(at)) break
    while (at < length && isNameUnit(at)) at++
    const capital = (classesOf(start) & UPPER) !== 0 || (kindOf(unitOf(start)) & CASELESS) !== 0
    if (!capital && !(words > 0 && word(start, WORD_PARTICLES) === at)) break
    if (unitOf(at) === 0x2e && at - start <= 3) at++ // J. · Dr.
    words++
    if (capital) {
      count = put(ends, count, at)
      if (unitOf(at - 1) === 0x2e) count = put(ends, count, at - 1)
    }
    if (unitOf(at) === BLANK) at++
    else if (unitOf(at - 1) !== 0x2e) break
  }
  // The longest first.
  for (let k = 0; k < count >> 1; k++) {
    const first = ends + ((<usize>k) << 2)
    const last = ends + ((<usize>(count - 1 - k)) << 2)
    const end = load<u32>(first)
    store<u32>(first, load<u32>(last))
    store<u32>(last, end)
  }
  return count
}

function site(from: i32, ends: usize): i32 {
  const end = word(from, WORD_SITES)
  return end < 0 ? 0 : put(ends, 0, end)
}

function url(from: i32, ends: usize): i32 {
  const begin = lineTextAt(from)
  const isWeb = isAt(from, 0x77, 0x77) && unitOf(from + 2) === 0x77 && unitOf(from + 3) === 0x2e
  if (!isWeb && !begin) return 0
  let at = from
  while (at < length && unitOf(at) !== BLANK) at++
  return put(ends, 0, at)
}

function isAt(at: i32, first: i32, second: i32): bool {
  return unitOf(at) === first && unitOf(at + 1) === second
}

/** "http://" or "https://". Behind the end stand zeros, so nothing is read beyond them. */
function lineTextAt(from: i32): bool {
  if (!isAt(from, 0x68, 0x74) || !isAt(from + 2, 0x74, 0x70)) return false
  const colon = unitOf(from + 4) === 0x73 ? from + 5 : from + 4
  return unitOf(colon) === 0x3a && isAt(colon + 1, 0x2f, 0x2f)
}

function email(from: i32, ends: usize): i32 {
  let at = from
  let sign = -1
  let dot = -1
  while (at < length && unitOf(at) !== BLANK) {
    if (unitOf(at) === 0x40) {
      if (sign >= 0) return 0
      sign = at
    } else if (unitOf(at) === 0x2e && sign >= 0) dot = at
    at++
  }
  if (sign <= from || dot <= sign + 1 || dot + 1 >= at) return 0
  return put(ends, 0, at)
}

function any(from: i32, ends: usize): i32 {
  let count = 0
  if (from >= length || classesOf(from) & SPACE) return 0
  for (let at = min(length, from + ANY_UNITS); at > from; at--)
    if (!(classesOf(at - 1) & SPACE)) count = put(ends, count, at)
  return count
}

/** Writes the ends of `kind` at `from` to `ends` (u32), the longest first; returns how many. */
export function endsOf(kind: i32, from: i32, ends: usize): i32 {
  switch (kind) {
    case SLOT_N:
      return number(from, ends)
    case SLOT_TIME:
      return time(from, ends)
    case SLOT_DATE:
      return date(from, ends)
    case SLOT_SITE:
      return site(from, ends)
    case SLOT_URL:
      return url(from, ends)
    case SLOT_EMAIL:
      return email(from, ends)
    case SLOT_NAME:
      return name(from, ends)
    default:
      return any(from, ends)
  }
}
