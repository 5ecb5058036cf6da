/** Where the main text of a page stands, as its site's other pages tell. */
import type { PageLine, PageLines } from './pages.js'

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

/** The run of lines with the most characters of prose of the page's own, less those of lines that other pages have. */
export function mainText(
  lines: PageLines,
  isOwn: (line: PageLine, at: number) => boolean,
  isShared: (at: number) => boolean,
): MainText {
  const own = new Uint8Array(lines.length)
  let first = -1
  let last = -1
  let best = 0
  let from = 0
  let sum = 0
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as PageLine
    const { length } = line.text
    if (sum <= 0) {
      from = at
      sum = 0
    }
    if (isOwn(line, at)) {
      own[at] = 1
      sum += length
      if (sum <= best) continue
      first = from
      last = at
      best = sum
    } else sum -= isShared(at) ? length + SHARED : SHORT
  }
  while (first >= 0 && own[first] === 0) first++
  return { own, first, last }
}
