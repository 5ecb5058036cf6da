/** Where the main text of a page stands, as its site's other pages tell. */

export interface MainText {
  /** Of each line: 1 if it is prose that no other page has. */
  readonly own: Uint8Array
  /** Its first and last line; -1 if there is none. */
  readonly first: number
  readonly last: number
}

/** Characters that a line counts against the main text, beside its own where other pages have it. */
const SHARED = 40
const SHORT = 10

/** What a line of `length` characters counts for the main text: more than nothing only if it is of the page's own prose. */
export function gainOf(length: number, isProse: boolean, isShared: boolean): number {
  if (isShared) return -length - SHARED
  return isProse ? length : -SHORT
}

/** The run of lines with the most characters of prose of the page's own, less those of lines that other pages have. */
export function mainText(gains: Int32Array): MainText {
  const own = new Uint8Array(gains.length)
  let first = -1
  let last = -1
  let best = 0
  let from = 0
  let sum = 0
  for (let at = 0; at < gains.length; at++) {
    const gain = gains[at] as number
    if (sum <= 0) {
      from = at
      sum = 0
    }
    sum += gain
    if (gain <= 0) continue
    own[at] = 1
    if (sum <= best) continue
    first = from
    last = at
    best = sum
  }
  while (first >= 0 && own[first] === 0) first++
  return { own, first, last }
}
