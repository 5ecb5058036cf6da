/** Where on its pages each line of a site stands. Arrays are by the numbers of lines. */
import { type MainText, mainText } from './main-text.js'
import type { PageLine } from './pages.js'
import type { SiteLines } from './site-lines.js'

export interface ReadSite extends SiteLines {
  /** Of each page. */
  readonly groups: readonly number[]
  readonly texts: readonly MainText[]
}

/** On how many pages a line stands before, after, inside the main text, copies of one counted once. */
export interface Places {
  /** None where a line has no phrase. */
  readonly phrases: readonly string[]
  /** The least of a line's texts. */
  readonly texts: readonly string[]
  readonly isProse: Uint8Array
  readonly before: Int32Array
  readonly after: Int32Array
  readonly inside: Int32Array
}

/** On how many pages a line stands near the main text, and on how many alone: as nowhere else. */
export interface Titles {
  readonly near: Int32Array
  readonly alone: Int32Array
}

/** Lines before the main text among which its title is. */
export const NEAR = 6

/** The main text of each page: prose that no other has. */
export function mainTexts({ pages, ids, count }: SiteLines, groups: readonly number[]): MainText[] {
  const groupOf = new Int32Array(count).fill(-1)
  const isShared = new Uint8Array(count)
  ids.forEach((numbers, page) => {
    const group = groups[page] as number
    for (const id of numbers) {
      if (groupOf[id] === -1) groupOf[id] = group
      else if (groupOf[id] !== group) isShared[id] = 1
    }
  })
  return pages.map((lines, page) => {
    const numbers = ids[page] as Int32Array
    const isCommon = (at: number): boolean => isShared[numbers[at] as number] === 1
    return mainText(lines, ({ isProse }, at) => isProse && !isCommon(at), isCommon)
  })
}

export function placesOf(site: ReadSite): Places {
  const { pages, ids, count, groups, texts: mainTextOf } = site
  const phrases: string[] = []
  const texts: string[] = []
  const isProse = new Uint8Array(count)
  const counts = [new Int32Array(count), new Int32Array(count), new Int32Array(count)] as const
  const [before, after, inside] = counts
  const lastGroup = new Int32Array(count).fill(-1)
  /** In its last group: inside counts before after, and that before before. */
  const lastPlace = new Uint8Array(count)
  for (const page of byGroup(groups)) {
    const { first, last } = mainTextOf[page] as MainText
    const group = groups[page] as number
    const lines = pages[page] as readonly PageLine[]
    const numbers = ids[page] as Int32Array
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as PageLine
      if (line.phrase === '') continue
      const id = numbers[at] as number
      const known = texts[id]
      if (known === undefined) phrases[id] = line.phrase
      if (known === undefined || line.text < known) texts[id] = line.text
      if (line.isProse) isProse[id] = 1
      const place = first < 0 || at < first ? 0 : at > last ? 1 : 2
      if (lastGroup[id] === group) {
        const other = lastPlace[id] as 0 | 1 | 2
        if (place <= other) continue
        counts[other][id] = (counts[other][id] as number) - 1
      }
      lastGroup[id] = group
      lastPlace[id] = place
      counts[place][id] = (counts[place][id] as number) + 1
    }
  }
  return { phrases, texts, isProse, before, after, inside }
}

/** The title of one page stands in the lists of others, in other company. */
export function titlesOf(site: ReadSite): Titles {
  const { pages, ids, count, groups, texts } = site
  const isNear = new Uint8Array(count)
  const near = new Int32Array(count)
  const alone = new Int32Array(count)
  const order = byGroup(groups)
  const nearOn = createCounter(near)
  /** Calls `visit` with lines that may be titles. */
  function eachNear(visit: (id: number, at: number, numbers: Int32Array, group: number) => void): void {
    for (const page of order) {
      const { first } = texts[page] as MainText
      const numbers = ids[page] as Int32Array
      for (let at = Math.max(0, first - NEAR); at < first; at++)
        if (pages[page]?.[at]?.phrase !== '')
          visit(numbers[at] as number, at, numbers, groups[page] as number)
    }
  }
  eachNear((id, _, __, group) => {
    isNear[id] = 1
    nearOn(id, group)
  })
  /** Pairs of such a line, where it is no title, and one beside it. */
  const company = new Set<number>()
  ids.forEach((numbers, page) => {
    const { first } = texts[page] as MainText
    for (let at = 0; at < numbers.length; at++) {
      const id = numbers[at] as number
      if (isNear[id] === 0 || (at < first && at >= first - NEAR) || pages[page]?.[at]?.phrase === '') continue
      if (at > 0) company.add(id * count + (numbers[at - 1] as number))
      if (at + 1 < numbers.length) company.add(id * count + (numbers[at + 1] as number))
    }
  })
  const aloneOn = createCounter(alone)
  eachNear((id, at, numbers, group) => {
    const isKnown = (beside: number | undefined): boolean =>
      beside !== undefined && company.has(id * count + beside)
    if (!isKnown(numbers[at - 1]) && !isKnown(numbers[at + 1])) aloneOn(id, group)
  })
  return { near, alone }
}

/** Counts a line once for each group; groups come one after the other. */
function createCounter(counts: Int32Array): (id: number, group: number) => void {
  const lastGroup = new Int32Array(counts.length).fill(-1)
  return (id, group) => {
    if (lastGroup[id] === group) return
    lastGroup[id] = group
    counts[id] = (counts[id] as number) + 1
  }
}

/** Pages of one group follow each other: a line's last group tells whether it was counted. */
const byGroup = (groups: readonly number[]): number[] =>
  groups.map((_, page) => page).sort((a, b) => (groups[a] as number) - (groups[b] as number))
