/**
 * 64 bits of a line's bytes, as two numbers, by which the lines of one site are told apart: that two have one hash
 * happens once in 10^13 sites of a thousand lines. Four bytes at a time, which takes a fifth of the time that single ones do.
 */
export interface LineHash {
  low: number
  high: number
  /** Has the line no other bytes? */
  isAscii: boolean
}

export const lowStep = (low: number, word: number): number => {
  const mixed = Math.imul(low ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

export const highStep = (high: number, word: number): number => {
  const mixed = Math.imul(high ^ word, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

/** `view`: of the same bytes. */
export function hashLine(view: DataView, bytes: Uint8Array, from: number, to: number, into: LineHash): void {
  let low = to - from
  let high = low
  let all = 0
  let at = from
  for (const last = to - 4; at <= last; at += 4) {
    const word = view.getInt32(at, true)
    low = lowStep(low, word)
    high = highStep(high, word)
    all |= word
  }
  let rest = 0
  for (; at < to; at++) rest = (rest << 8) | (bytes[at] as number)
  into.low = lowStep(low, rest)
  into.high = highStep(high, rest)
  into.isAscii = ((all | rest) & 0x80808080) === 0
}

export const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, length)
