/** What the pages of one site have in common that is the site's and not the page's. */
import { groupCopies } from './copies.js'
import { mainText } from './main-text.js'
import type { LearnOptions } from './options.js'
import { isSlot, keyOf, type PageLine, type PageLines } from './pages.js'

export interface LearnedLine {
  readonly phrase: string
  /** As it stands on a page. */
  readonly text: string
  readonly isProse: boolean
  /** Pages with it, copies of one counted once; and where on them it stands: before, after, inside the main text. */
  readonly pages: number
  readonly before: number
  readonly after: number
  readonly inside: number
  /** Lines that follow it at most, up to the next line of the site, where they change from page to page; else 0. */
  readonly block: number
  /** The title of a page: goes where others list it, behind their text. */
  readonly isTitle: boolean
}

export interface LearnedSite {
  /** Pages, copies of one counted once. */
  readonly pages: number
  readonly lines: readonly LearnedLine[]
  /** Lines of main text, for examples of what is to stay. */
  readonly prose: readonly string[]
}

/** On how many pages a line stands so. */
interface Places {
  before: number
  after: number
  inside: number
}

interface Seen {
  text: string
  isProse: boolean
  /** Lines before and after it where it is no title; and on pages where it may be one. */
  readonly company: Set<string>
  readonly titles: { readonly group: number; readonly company: readonly string[] }[]
  readonly groups: Map<number, Places>
}

/** Lines before the main text among which its title is. */
const NEAR = 6
/** Share of the places of a heading, 0 to 1, where a list that changes must follow, and on how many at least. */
const BLOCK_SHARE = 0.8
const BLOCK_PLACES = 2
/** Lines of a list at most; what stands behind them is not the heading's. */
const BLOCK_LINES = 100

export function learnSite(pages: readonly PageLines[], options: LearnOptions): LearnedSite {
  const groups = groupCopies(pages, options.copyShare)
  const all = new Set(groups).size
  const spread = spreadOf(pages, groups)
  const countOf = (line: PageLine): number => spread.get(keyOf(line))?.size ?? 0
  const texts = pages.map((lines) =>
    mainText(
      lines,
      lines.map((line) => line.isProse && countOf(line) <= 1),
      (line) => countOf(line) >= 2,
    ),
  )
  const prose = new Set<string>()
  const seen = new Map<string, Seen>()
  pages.forEach((lines, page) => {
    const { own, first, last } = texts[page] as ReturnType<typeof mainText>
    lines.forEach(({ phrase, text, isProse }, at) => {
      if (own[at] && at >= first && at <= last) prose.add(text)
      if (phrase === '') return
      const known: Seen = seen.get(phrase) ?? {
        text,
        isProse,
        company: new Set(),
        titles: [],
        groups: new Map(),
      }
      seen.set(phrase, known)
      if (compare(text, known.text) < 0) known.text = text
      known.isProse ||= isProse
      const group = groups[page] as number
      const places = known.groups.get(group) ?? { before: 0, after: 0, inside: 0 }
      known.groups.set(group, places)
      if (first < 0 || at < first) places.before++
      else if (at > last) places.after++
      else places.inside++
      const company = [lines[at - 1], lines[at + 1]].flatMap((line) => (line ? [keyOf(line)] : []))
      if (first >= 0 && at < first && at >= first - NEAR) known.titles.push({ group, company })
      else for (const key of company) known.company.add(key)
    })
  })
  const found = new Map<string, LearnedLine>()
  for (const [phrase, { text, isProse, groups: on, titles, company }] of seen) {
    const counts = { before: 0, after: 0, inside: 0 }
    for (const { before, after, inside } of on.values()) {
      if (inside > 0) counts.inside++
      else if (after > 0) counts.after++
      else if (before > 0) counts.before++
    }
    const near = groupsOf(titles)
    // The title of one page stands in the lists of others, in other company.
    const alone = groupsOf(titles.filter((title) => !title.company.some((key) => company.has(key))))
    const isListed = near === 1 && on.size > 2 && counts.after * 2 >= on.size
    const isTitle = (alone > 0 && alone * 2 <= on.size) || isListed
    const line = { phrase, text, isProse, pages: on.size, ...counts, block: 0, isTitle }
    if (isOfSite(line, near, all, options)) found.set(phrase, line)
  }
  const blocks = blocksOf(pages, texts, found)
  const lines = [...found.values()].map((line) => ({ ...line, block: blocks.get(line.phrase) ?? 0 }))
  lines.sort((a, b) => b.pages - a.pages || compare(a.phrase, b.phrase))
  return { pages: all, lines, prose: [...prose].sort(compare) }
}

/** The groups of pages that each phrase, or text that is none, stands on. */
function spreadOf(pages: readonly PageLines[], groups: readonly number[]): Map<string, Set<number>> {
  const spread = new Map<string, Set<number>>()
  pages.forEach((lines, page) => {
    for (const line of lines) {
      const key = keyOf(line)
      const known = spread.get(key)
      if (known) known.add(groups[page] as number)
      else spread.set(key, new Set([groups[page] as number]))
    }
  })
  return spread
}

const groupsOf = (places: Seen['titles']): number => new Set(places.map(({ group }) => group)).size

/** `near`: pages on which it stands among the lines before the main text. */
function isOfSite(
  { phrase, isProse, pages, after, inside, isTitle }: LearnedLine,
  near: number,
  all: number,
  { minPages, minShare, minProsePages, minProseShare, minOutside }: LearnOptions,
): boolean {
  const share = pages / all
  if (pages < minPages || share < minShare) return false
  if (isProse && (pages < minProsePages || share < minProseShare)) return false
  if (isTitle && after * 2 < pages) return false
  // Dates at the text are content to some; without a word beside them only lists tell them apart.
  if (phrase.includes('{date}') && near * 2 >= pages) return false
  if (isSlot(phrase) && near > 0) return false
  return 1 - inside / pages >= minOutside
}

/** Headings of lists that change from page to page: how many lines follow them at most, up to the next line of the site. */
function blocksOf(
  pages: readonly PageLines[],
  texts: readonly ReturnType<typeof mainText>[],
  found: ReadonlyMap<string, LearnedLine>,
): Map<string, number> {
  const counts = new Map<string, { follow: number; most: number; bare: number }>()
  pages.forEach((lines, page) => {
    const { first, last, own } = texts[page] as ReturnType<typeof mainText>
    for (let at = 0; at < lines.length; at++) {
      const line = found.get(lines[at]?.phrase as string)
      if (!line || line.isProse) continue
      let next = at + 1
      while (next < lines.length && !found.has(lines[next]?.phrase as string) && !lines[next]?.isProse) next++
      const length = next - at - 1
      const count = counts.get(line.phrase) ?? { follow: 0, most: 0, bare: 0 }
      counts.set(line.phrase, count)
      // The last lines before the text are its title.
      const isOutside = first < 0 || at > last || next <= first - NEAR
      const endsWell =
        next < lines.length && (found.has(lines[next]?.phrase as string) || next > last) && !own[next]
      if (length > 0 && isOutside && endsWell) {
        count.follow++
        count.most = Math.max(count.most, length)
      } else count.bare++
    }
  })
  const blocks = new Map<string, number>()
  for (const [phrase, { follow, most, bare }] of counts)
    if (follow >= BLOCK_PLACES && follow >= (follow + bare) * BLOCK_SHARE)
      blocks.set(phrase, Math.min(BLOCK_LINES, most))
  return blocks
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
