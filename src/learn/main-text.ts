/** Where the main text of a page stands, as its site's other pages tell. */
import type { PageLines } from './pages.js'

export interface MainText {
  /** Of each line: prose that no other page has. */
  readonly own: readonly boolean[]
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
  own: readonly boolean[],
  isShared: (line: PageLines[number]) => boolean,
): MainText {
  let [first, last, best] = [-1, -1, 0]
  let [from, sum] = [0, 0]
  lines.forEach((line, at) => {
    const { text } = line
    if (sum <= 0) [from, sum] = [at, 0]
    sum += own[at] ? text.length : isShared(line) ? -text.length - SHARED : -SHORT
    if (sum <= best || !own[at]) return
    ;[first, last, best] = [from, at, sum]
  })
  while (first >= 0 && !own[first]) first++
  return { own, first, last }
}
