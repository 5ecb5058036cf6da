/** Copies of one page, told by the prose they share: they count once. */
import { mainText } from './main-text.js'
import { keyOf, type PageLines } from './pages.js'

/** Share of the pages, and pages at least, that a line may stand on and still be of the text of copies. */
const RARE_SHARE = 0.25
const RARE_PAGES = 2

/** The number of the group of each page; pages of a group are copies of one. The order of the pages does not matter. */
export function groupCopies(pages: readonly PageLines[], copyShare: number): number[] {
  const counts = new Map<string, number>()
  for (const lines of pages)
    for (const text of new Set(lines.map(keyOf))) counts.set(text, (counts.get(text) ?? 0) + 1)
  const most = Math.max(RARE_PAGES, Math.floor(pages.length * RARE_SHARE))
  const isRare = (key: string): boolean => (counts.get(key) as number) <= most
  // What copies have in common is the main text: lists of the day's news are on pages of one day.
  const proses = pages.map((lines) => {
    const own = lines.map((line) => line.isProse && isRare(keyOf(line)))
    const { first, last } = mainText(lines, own, (line) => !isRare(keyOf(line)))
    const prose = new Map<string, number>()
    lines.forEach(({ text }, at) => {
      if (own[at] && at >= first && at <= last) prose.set(text, text.length)
    })
    return prose
  })
  const masses = proses.map((prose) => [...prose.values()].reduce((sum, length) => sum + length, 0))
  const texts = pages.map((lines) => lines.map(({ text }) => text).join('\n'))
  const order = pages
    .map((_, page) => page)
    .sort(
      (a, b) =>
        (masses[b] as number) - (masses[a] as number) || compare(texts[a] as string, texts[b] as string),
    )
  const groups = new Array<number>(pages.length).fill(-1)
  /** Pages that stand for their groups, by their lines of prose. */
  const heads = new Map<string, number[]>()
  const wholes = new Map<string, number>()
  for (const page of order) {
    const prose = proses[page] as Map<string, number>
    const mass = masses[page] as number
    const same = wholes.get(texts[page] as string)
    const shared = new Map<number, number>()
    for (const [text, length] of prose)
      for (const head of heads.get(text) ?? []) shared.set(head, (shared.get(head) ?? 0) + length)
    let best = same ?? -1
    if (best < 0)
      for (const [head, length] of shared)
        if (length >= mass * copyShare && (best < 0 || length > (shared.get(best) ?? 0))) best = head
    groups[page] = best < 0 ? page : (groups[best] as number)
    if (best >= 0) continue
    wholes.set(texts[page] as string, page)
    for (const text of prose.keys()) {
      const known = heads.get(text)
      if (known) known.push(page)
      else heads.set(text, [page])
    }
  }
  return groups
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
