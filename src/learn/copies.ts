/** Copies of one page, told by the prose they share: they count once. */
import { gainOf, mainText } from './main-text.js'
import type { SiteLines } from './site-lines.js'

/** Share of the pages, and pages at least, that a line may stand on and still be of the text of copies. */
const RARE_SHARE = 0.25
const RARE_PAGES = 2

/** The number of the group of each page; pages of a group are copies of one. The order of the pages does not matter. */
export function groupCopies(site: SiteLines, copyShare: number): number[] {
  const { pages, lengths } = site
  const proses = prosesOf(site)
  const masses = proses.map((prose) => {
    let mass = 0
    for (const line of prose) mass += lengths[line] as number
    return mass
  })
  /** Pages with a line of prose: others need not be asked for it. */
  const onPages = countPages(proses, (line) => line, site.count)
  const texts: string[] = []
  /** Put together where it must be: most pages differ in length. */
  const textOf = (page: number): string =>
    (texts[page] ??= Array.from(pages[page] as Int32Array, site.textOf).join('\n'))
  const order = pages
    .map((_, page) => page)
    .sort((a, b) => (masses[b] as number) - (masses[a] as number) || compare(textOf(a), textOf(b)))
  const groups = new Array<number>(pages.length).fill(-1)
  /** Pages that stand for their groups: by their lines of prose, and by the length of their text. */
  const heads = new Map<number, number[]>()
  const wholes = new Map<number, number[]>()
  for (const page of order) {
    const prose = proses[page] as Int32Array
    const mass = masses[page] as number
    const length = lengthOf(site, page)
    const same = wholes.get(length)?.find((head) => isSame(site, head, page))
    const shared = new Map<number, number>()
    if (same === undefined)
      for (const line of prose)
        for (const head of heads.get(line) ?? [])
          shared.set(head, (shared.get(head) ?? 0) + (lengths[line] as number))
    let best = same ?? -1
    for (const [head, length] of shared)
      if (length >= mass * copyShare && (best < 0 || length > (shared.get(best) as number))) best = head
    groups[page] = best < 0 ? page : (groups[best] as number)
    if (best >= 0) continue
    addTo(wholes, length, page)
    for (const line of prose) if ((onPages[line] as number) > 1) addTo(heads, line, page)
  }
  return groups
}

/** The prose of each page that few others have. */
function prosesOf({ pages, ids, idCount, same, lengths, isProse, count }: SiteLines): Int32Array[] {
  const counts = countPages(pages, (line) => ids[line] as number, idCount)
  const most = Math.max(RARE_PAGES, Math.floor(pages.length * RARE_SHARE))
  const lastPage = new Int32Array(count).fill(-1)
  // What copies have in common is the main text: lists of the day's news are on pages of one day.
  return pages.map((lines, page) => {
    const gains = new Int32Array(lines.length)
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as number
      const isCommon = (counts[ids[line] as number] as number) > most
      gains[at] = gainOf(lengths[line] as number, isProse[line] === 1, isCommon)
    }
    const { own, first, last } = mainText(gains)
    const prose = new Int32Array(lines.length)
    let size = 0
    for (let at = Math.max(0, first); at <= last; at++) {
      const line = same[lines[at] as number] as number
      if (own[at] === 0 || lastPage[line] === page) continue
      lastPage[line] = page
      prose[size++] = line
    }
    return prose.subarray(0, size)
  })
}

/** On how many of `pages` each of `count` numbers stands. */
function countPages(
  pages: readonly Int32Array[],
  numberOf: (line: number) => number,
  count: number,
): Int32Array {
  const counts = new Int32Array(count)
  const lastPage = new Int32Array(count).fill(-1)
  pages.forEach((lines, page) => {
    for (const line of lines) {
      const number = numberOf(line)
      if (lastPage[number] === page) continue
      lastPage[number] = page
      counts[number] = (counts[number] as number) + 1
    }
  })
  return counts
}

/** Characters of a page's text. */
function lengthOf({ pages, lengths }: SiteLines, page: number): number {
  let length = 0
  for (const line of pages[page] as Int32Array) length += (lengths[line] as number) + 1
  return length
}

/** Is the text of two pages the same? */
function isSame({ pages, same }: SiteLines, page: number, other: number): boolean {
  const lines = pages[page] as Int32Array
  const others = pages[other] as Int32Array
  return (
    lines.length === others.length && lines.every((line, at) => same[line] === same[others[at] as number])
  )
}

function addTo(lists: Map<number, number[]>, key: number, page: number): void {
  const known = lists.get(key)
  if (known) known.push(page)
  else lists.set(key, [page])
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
