/** Parts of slots that need no word lists: addresses, anything, templates, and what characters may be. */

import type { Folded } from './fold.js'
import { ANY_UNITS, COMBINING, DIGIT, FIRST_CASELESS, LETTER, SPACE } from './layout.js'

export const SPACE_UNIT = 0x20

export function isDigit(line: Folded, at: number): boolean {
  return at < line.length && ((line.classes[at] as number) & DIGIT) !== 0
}

export function isLetter(line: Folded, at: number): boolean {
  return at < line.length && ((line.classes[at] as number) & LETTER) !== 0
}

export function isGroupMark(unit: number): boolean {
  return unit === 0x2c || unit === 0x2e || unit === 0x27 || unit === 0x3001
}

/** Unfilled templates reach pages: %d, %1$s, {{ count }}. */
export function templateEnd(line: Folded, from: number): number {
  const { units, length } = line
  if (units[from] === 0x25) {
    let at = from + 1
    while (isDigit(line, at)) at++
    if (at > from + 1 && units[at] === 0x24) at++
    else if (at > from + 1) return -1
    return at < length && (units[at] === 0x64 || units[at] === 0x73) ? at + 1 : -1
  }
  if (units[from] === 0x7b && units[from + 1] === 0x7b) {
    for (let at = from + 2; at + 1 < length && at < from + 60; at++) {
      if (units[at] === 0x7d && units[at + 1] === 0x7d) return at + 2
    }
  }
  return -1
}

export function isDateGap(unit: number): boolean {
  return (
    unit === SPACE_UNIT || unit === 0x2c || unit === 0x2e || unit === 0x2d || unit === 0x2f || unit === 0x60c
  )
}

export function isDateMark(unit: number): boolean {
  return unit === 0x2d || unit === 0x2f || unit === 0x2e
}

/** 年 月 日, 년 월 일 after a number. */
export function eastern(line: Folded, at: number): number {
  const unit = line.units[at] as number
  return unit >= 0x5000 && '年月日号號년월일'.includes(String.fromCharCode(unit)) ? at + 1 : -1
}

export function isNameUnit(line: Folded, at: number): boolean {
  const kind = line.classes[at] as number
  if (kind & (LETTER | DIGIT | COMBINING)) return true
  const unit = line.units[at]
  return (unit === 0x27 || unit === 0x2d || unit === 0x5f) && isLetter(line, at + 1)
}

/** A letter of a script without case: its folded form and its classes show neither case. */
export function isCaseless(line: Folded, at: number): boolean {
  const unit = line.units[at] as number
  if (unit < FIRST_CASELESS) return false
  const character = String.fromCharCode(unit)
  return character.toUpperCase() === character
}

export function url(line: Folded, from: number, ends: number[]): number {
  const { units, length } = line
  if (
    !startsWith(units, from, 'http://') &&
    !startsWith(units, from, 'https://') &&
    !startsWith(units, from, 'www.')
  )
    return 0
  let at = from
  while (at < length && units[at] !== SPACE_UNIT) at++
  ends[0] = at
  return 1
}

export function startsWith(units: Uint16Array, from: number, text: string): boolean {
  for (let k = 0; k < text.length; k++) if (units[from + k] !== text.charCodeAt(k)) return false
  return true
}

export function email(line: Folded, from: number, ends: number[]): number {
  const { units, length } = line
  let at = from
  let sign = -1
  let dot = -1
  while (at < length && units[at] !== SPACE_UNIT) {
    if (units[at] === 0x40) {
      if (sign >= 0) return 0
      sign = at
    } else if (units[at] === 0x2e && sign >= 0) dot = at
    at++
  }
  if (sign <= from || dot <= sign + 1 || dot + 1 >= at) return 0
  ends[0] = at
  return 1
}

export function any(line: Folded, from: number, ends: number[]): number {
  let count = 0
  if (from >= line.length || (line.classes[from] as number) & SPACE) return 0
  for (let at = Math.min(line.length, from + ANY_UNITS); at > from; at--) {
    if (!((line.classes[at - 1] as number) & SPACE)) ends[count++] = at
  }
  return count
}
