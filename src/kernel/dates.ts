/** Where dates and times may end in the folded line: engine/slots.ts. */
import {
  DATE_PARTS,
  WORD_DATE_WORDS,
  WORD_DAY_PERIODS,
  WORD_MONTHS,
  WORD_ORDINALS,
  WORD_WEEKDAYS,
  WORD_ZONES,
} from '../engine/layout'
import { length, unitOf } from './fold'
import { isDigit, put, word, wordBits } from './words'

const BLANK = 0x20

/** A listed word, at once or after one space. */
function wordBehind(from: i32, kinds: i32): i32 {
  return word(from < length && unitOf(from) === BLANK ? from + 1 : from, kinds)
}

export function time(from: i32, ends: usize): i32 {
  let at = from
  while (isDigit(at)) at++
  if (at === from || at - from > 2) return 0
  let hasMinutes = false
  const colon = unitOf(at)
  if ((colon === 0x3a || colon === 0x2e || colon === 0x68) && isDigit(at + 1) && isDigit(at + 2)) {
    at += 3
    if (unitOf(at) === 0x3a && isDigit(at + 1) && isDigit(at + 2)) at += 3
    if (isDigit(at)) return 0
    hasMinutes = true
  }
  const bare = at
  const period = wordBehind(at, WORD_DAY_PERIODS)
  if (period > 0) at = period
  else if (!hasMinutes) return 0
  const zone = wordBehind(at, WORD_ZONES)
  let count = 0
  if (zone > 0) count = put(ends, count, zone)
  if (period > 0) count = put(ends, count, period)
  if (bare - from > 2) count = put(ends, count, bare)
  return count
}

function isDateGap(unit: i32): bool {
  return unit === BLANK || unit === 0x2c || unit === 0x2e || unit === 0x2d || unit === 0x2f || unit === 0x60c
}

function isDateMark(unit: i32): bool {
  return unit === 0x2d || unit === 0x2f || unit === 0x2e
}

/** 年 月 日 日 号 號 년 월 일 after a number. */
function eastern(at: i32): i32 {
  switch (unitOf(at)) {
    case 0x5e74:
    case 0x6708:
    case 0x65e5:
    case 0x53f7:
    case 0x865f:
    case 0xb144:
    case 0xc6d4:
    case 0xc77c:
      return at + 1
    default:
      return -1
  }
}

export function date(from: i32, ends: usize): i32 {
  let at = from
  let numbers = 0
  let months = 0
  let marks = 0
  let clock = 0
  let early = -1
  let last = -1
  for (let part = 0; part < DATE_PARTS && at < length; part++) {
    if (part > 0 || months > 0) {
      const before = at
      while (at < length && isDateGap(unitOf(at))) at++
      if (at > before && at - before <= 2 && isDateMark(unitOf(before))) marks++
    }
    if (isDigit(at)) {
      if (clock === 0 && last > 0) {
        const found = time(at, ends)
        if (found > 0) {
          clock++
          early = last
          at = load<u32>(ends)
          last = at
          continue
        }
      }
      let end = at
      while (isDigit(end)) end++
      if (end - at > 4 || numbers >= 3) break
      numbers++
      at = end
      const east = eastern(at)
      if (east > 0) {
        marks++
        at = east
      } else {
        const ordinal = word(at, WORD_ORDINALS)
        if (ordinal > 0) at = ordinal
      }
    } else {
      const end = word(at, WORD_MONTHS | WORD_WEEKDAYS | WORD_DATE_WORDS)
      if (end < 0) break
      if (wordBits & WORD_MONTHS) {
        if (months > 0) break
        months++
      } else if (part === 0 && !(wordBits & WORD_WEEKDAYS)) break
      at = end
      if (!(wordBits & (WORD_MONTHS | WORD_WEEKDAYS))) continue
    }
    if (
      (months > 0 && numbers > 0) ||
      (numbers === 3 && marks >= 2) ||
      (numbers === 2 && marks >= 2 && months === 0 && eastern(at - 1) > 0)
    )
      last = at
  }
  let count = 0
  if (last > 0) count = put(ends, count, last)
  if (early > 0 && early !== last) count = put(ends, count, early)
  return count
}
