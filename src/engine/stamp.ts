/**
 * Does a line name a day and a time of the clock, as posts of a thread do in every language?
 * "Ana, 4 May 2012 at 10:54", "04.05.2012, 10:54 Uhr", "2012年5月4日 10:54"
 */
import { decodeUtf8 } from './utf8.js'

/** Bytes; a longer line is text, whatever times it names. */
const STAMP_BYTES = 160

const clock = /(?<!\p{Nd}|:)\p{Nd}{1,2}[:h：時时시]\p{Nd}{2}(?!\p{Nd})/u
const day = /(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})|\p{Nd}{1,2}([./-])\p{Nd}{1,2}\1\p{Nd}{2}/u
/** The first number is a zero of some script. */
const nothing = /^\P{Nd}*[0٠۰०০０](?!\p{Nd})/u

/** Is `bytes[ink … end]` such a line? */
export function isStamp(bytes: Uint8Array, ink: number, end: number): boolean {
  if (end - ink > STAMP_BYTES) return false
  const text = decodeUtf8(bytes, ink, end)
  return clock.test(text) && day.test(text)
}

/** Does the line count nothing ("0 comments", "Comments (0)")? */
export function countsNothing(bytes: Uint8Array, ink: number, end: number): boolean {
  return end - ink <= STAMP_BYTES && nothing.test(decodeUtf8(bytes, ink, end))
}
