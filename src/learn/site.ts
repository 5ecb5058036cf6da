/** What the pages of one site have in common that is the site's and not the page's. */
import { blocksOf, LINE, SENTENCE } from './blocks.js'
import { groupCopies } from './copies.js'
import type { MainText } from './main-text.js'
import { namedLines } from './names.js'
import type { LearnOptions } from './options.js'
import { isSlot } from './phrases.js'
import { mainTexts, placesOf, type ReadSite, titlesOf } from './places.js'
import type { SiteLines } from './site-lines.js'

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

/** Lines of main text that are wanted as examples: the first by the alphabet, and how long they may be. */
export interface Examples {
  readonly most: number
  readonly units: number
}

const allProse: Examples = { most: Infinity, units: Infinity }

export function learnSite(
  lines: SiteLines,
  options: LearnOptions,
  examples: Examples = allProse,
): LearnedSite {
  const groups = groupCopies(lines, options.copyShare)
  const site = { ...lines, groups, texts: mainTexts(lines, groups) }
  const all = new Set(groups).size
  const places = placesOf(site)
  const titles = titlesOf(site)
  const onPages = (id: number): number =>
    (places.before[id] as number) + (places.after[id] as number) + (places.inside[id] as number)
  const texts = leastTexts(site, (id) => onPages(id) >= options.minPages)
  const kinds = new Uint8Array(lines.idCount)
  const found = new Map<number, LearnedLine>()
  texts.forEach((text, id) => {
    const before = places.before[id] as number
    const after = places.after[id] as number
    const inside = places.inside[id] as number
    const on = before + after + inside
    const near = titles.near[id] as number
    const alone = titles.alone[id] as number
    const isListed = near === 1 && on > 2 && after * 2 >= on
    const isTitle = (alone > 0 && alone * 2 <= on) || isListed
    const phrase = lines.phrases[id] as string
    const isProse = places.isProse[id] === 1
    const line = { phrase, text, isProse, pages: on, before, after, inside, block: 0, isTitle }
    if (!isOfSite(line, near, all, options)) return
    found.set(id, line)
    kinds[id] = isProse ? SENTENCE : LINE
  })
  const blocks = blocksOf(site, kinds)
  const learned: LearnedLine[] = []
  for (const [id, line] of found) {
    const block = blocks.get(id)
    learned.push(block === undefined ? line : { ...line, block })
  }
  // Lines that were not learned as they are, and are no prose.
  const others = leastTexts(site, (id) => kinds[id] === 0 && places.isProse[id] === 0)
  learned.push(...namedLines(site, { places, texts: others, near: titles.near, all }, options))
  // No two have one phrase.
  learned.sort((a, b) => b.pages - a.pages || (a.phrase < b.phrase ? -1 : 1))
  return { pages: all, lines: learned, prose: proseOf(site, examples) }
}

/** The least text of each line that is wanted and has a phrase that was read, by id. */
function leastTexts(site: ReadSite, isWanted: (id: number) => boolean): Map<number, string> {
  const { count, ids, hasPhrase, onPages, phrases } = site
  const texts = new Map<number, string>()
  for (let line = 0; line < count; line++) {
    const id = ids[line] as number
    if (onPages[line] === 0 || hasPhrase[line] === 0 || phrases[id] === undefined || !isWanted(id)) continue
    const text = site.textOf(line)
    const known = texts.get(id)
    if (known === undefined || text < known) texts.set(id, text)
  }
  return texts
}

/** Lines of main text, sorted: those of the examples. */
function proseOf(site: ReadSite, { most, units }: Examples): string[] {
  const { pages, texts, same, lengths, count } = site
  const isKnown = new Uint8Array(count)
  const prose: string[] = []
  /** What a text must begin with at most to be among them; most are told off by it. */
  let last = Infinity
  function cut(): void {
    prose.sort(compare)
    if (prose.length < most) return
    prose.length = most
    last = (prose[most - 1] as string).charCodeAt(0)
  }
  pages.forEach((lines, page) => {
    const { own, first, last: end } = texts[page] as MainText
    for (let at = Math.max(0, first); at <= end; at++) {
      const line = lines[at] as number
      const text = same[line] as number
      if (own[at] === 0 || isKnown[text] === 1 || (lengths[line] as number) > units) continue
      isKnown[text] = 1
      // Bytes that are no ASCII stand for characters behind all of it.
      if (Math.min(site.byteOf(line), 0x80) > last) continue
      prose.push(site.textOf(line))
      if (prose.length >= most * 2) cut()
    }
  })
  cut()
  return prose
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
