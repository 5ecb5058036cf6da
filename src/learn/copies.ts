/** Copies of one page, told by the prose they share: they count once. */
import { mainText } from './main-text.js'
import type { PageLine } from './pages.js'
import type { SiteLines } from './site-lines.js'

/** Share of the pages, and pages at least, that a line may stand on and still be of the text of copies. */
const RARE_SHARE = 0.25
const RARE_PAGES = 2

/** The number of the group of each page; pages of a group are copies of one. The order of the pages does not matter. */
export function groupCopies(site: SiteLines, copyShare: number): number[] {
  const { pages } = site
  const proses = prosesOf(site)
  const masses = proses.map((prose) => {
    let mass = 0
    for (const text of prose) mass += text.length
    return mass
  })
  const texts: string[] = []
  /** Put together where it must be: most pages differ in length. */
  const textOf = (page: number): string =>
    (texts[page] ??= (pages[page] as readonly PageLine[]).map(({ text }) => text).join('\n'))
  const order = pages
    .map((_, page) => page)
    .sort((a, b) => (masses[b] as number) - (masses[a] as number) || compare(textOf(a), textOf(b)))
  const groups = new Array<number>(pages.length).fill(-1)
  /** Pages that stand for their groups: by their lines of prose, and by the length of their text. */
  const heads = new Map<string, number[]>()
  const wholes = new Map<number, number[]>()
  for (const page of order) {
    const prose = proses[page] as Set<string>
    const mass = masses[page] as number
    const length = (pages[page] as readonly PageLine[]).reduce((sum, { text }) => sum + text.length + 1, 0)
    const same = wholes.get(length)?.find((head) => textOf(head) === textOf(page))
    const shared = new Map<number, number>()
    if (same === undefined)
      for (const text of prose)
        for (const head of heads.get(text) ?? []) shared.set(head, (shared.get(head) ?? 0) + text.length)
    let best = same ?? -1
    for (const [head, length] of shared)
      if (length >= mass * copyShare && (best < 0 || length > (shared.get(best) as number))) best = head
    groups[page] = best < 0 ? page : (groups[best] as number)
    if (best >= 0) continue
    addTo(wholes, length, page)
    for (const text of prose) addTo(heads, text, page)
  }
  return groups
}

/** The prose of each page that few others have. */
function prosesOf({ pages, ids, count }: SiteLines): Set<string>[] {
  const counts = new Int32Array(count)
  const seenOn = new Int32Array(count).fill(-1)
  ids.forEach((own, page) => {
    for (const id of own) {
      if (seenOn[id] === page) continue
      seenOn[id] = page
      counts[id] = (counts[id] as number) + 1
    }
  })
  const most = Math.max(RARE_PAGES, Math.floor(pages.length * RARE_SHARE))
  // What copies have in common is the main text: lists of the day's news are on pages of one day.
  return pages.map((lines, page) => {
    const numbers = ids[page] as Int32Array
    const isCommon = (at: number): boolean => (counts[numbers[at] as number] as number) > most
    const { own, first, last } = mainText(lines, ({ isProse }, at) => isProse && !isCommon(at), isCommon)
    const prose = new Set<string>()
    for (let at = Math.max(0, first); at <= last; at++)
      if (own[at] === 1) prose.add((lines[at] as PageLine).text)
    return prose
  })
}

function addTo<Key>(lists: Map<Key, number[]>, key: Key, page: number): void {
  const known = lists.get(key)
  if (known) known.push(page)
  else lists.set(key, [page])
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
