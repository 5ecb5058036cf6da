/** What the pages of one site have in common that is the site's and not the page's. */
import { blocksOf } from './blocks.js'
import { groupCopies } from './copies.js'
import type { MainText } from './main-text.js'
import { namedLines } from './names.js'
import type { LearnOptions } from './options.js'
import { isSlot, type PageLine, type PageLines } from './pages.js'
import { mainTexts, placesOf, type ReadSite, titlesOf } from './places.js'
import { numberLines } from './site-lines.js'

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

export function learnSite(pages: readonly PageLines[], options: LearnOptions): LearnedSite {
  const lines = numberLines(pages)
  const groups = groupCopies(lines, options.copyShare)
  const site = { ...lines, groups, texts: mainTexts(lines, groups) }
  const all = new Set(groups).size
  const places = placesOf(site)
  const titles = titlesOf(site)
  const found = new Map<number, LearnedLine>()
  places.phrases.forEach((phrase, id) => {
    const before = places.before[id] as number
    const after = places.after[id] as number
    const inside = places.inside[id] as number
    const on = before + after + inside
    if (on < options.minPages) return
    const near = titles.near[id] as number
    const alone = titles.alone[id] as number
    const isListed = near === 1 && on > 2 && after * 2 >= on
    const isTitle = (alone > 0 && alone * 2 <= on) || isListed
    const text = places.texts[id] as string
    const isProse = places.isProse[id] === 1
    const line = { phrase, text, isProse, pages: on, before, after, inside, block: 0, isTitle }
    if (isOfSite(line, near, all, options)) found.set(id, line)
  })
  const evidence = { places, near: titles.near, all, isKnown: (id: number) => found.has(id) }
  const blocks = blocksOf(site, found)
  const learned = [...found].map(([id, line]) => ({ ...line, block: blocks.get(id) ?? 0 }))
  learned.push(...namedLines(site, evidence, options))
  learned.sort((a, b) => b.pages - a.pages || compare(a.phrase, b.phrase))
  return { pages: all, lines: learned, prose: proseOf(site) }
}

/** Lines of main text, sorted. */
function proseOf({ pages, texts }: ReadSite): string[] {
  const prose = new Set<string>()
  pages.forEach((lines, page) => {
    const { own, first, last } = texts[page] as MainText
    for (let at = Math.max(0, first); at <= last; at++)
      if (own[at] === 1) prose.add((lines[at] as PageLine).text)
  })
  return [...prose].sort(compare)
}

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

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
