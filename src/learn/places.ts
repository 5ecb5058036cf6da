/** Where on its pages each line of a site stands. Arrays are by the ids of lines. */
import { gainOf, type MainText, mainText } from './main-text.js'
import type { SiteLines } from './site-lines.js'

export interface ReadSite extends SiteLines {
  /** Of each page. */
  readonly groups: readonly number[]
  readonly texts: readonly MainText[]
}

/** On how many pages a line stands before, after, inside the main text, copies of one counted once. */
export interface Places {
  /** Reads like a sentence where it has a phrase. */
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
export function mainTexts(site: SiteLines, groups: readonly number[]): MainText[] {
  const { pages, ids, idCount, lengths, isProse } = site
  const groupOf = new Int32Array(idCount).fill(-1)
  const isShared = new Uint8Array(idCount)
  pages.forEach((lines, page) => {
    const group = groups[page] as number
    for (const line of lines) {
      const id = ids[line] as number
      if (groupOf[id] === -1) groupOf[id] = group
      else if (groupOf[id] !== group) isShared[id] = 1
    }
  })
  return pages.map((lines) => {
    const gains = new Int32Array(lines.length)
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as number
      gains[at] = gainOf(lengths[line] as number, isProse[line] === 1, isShared[ids[line] as number] === 1)
    }
    return mainText(gains)
  })
}

export function placesOf(site: ReadSite): Places {
  const { pages, ids, idCount, hasPhrase, groups, texts: mainTextOf } = site
  const isProse = new Uint8Array(idCount)
  const counts = [new Int32Array(idCount), new Int32Array(idCount), new Int32Array(idCount)] as const
  const [before, after, inside] = counts
  const lastGroup = new Int32Array(idCount).fill(-1)
  /** In its last group: inside counts before after, and that before before. */
  const lastPlace = new Uint8Array(idCount)
  for (const page of byGroup(groups)) {
    const { first, last } = mainTextOf[page] as MainText
    const group = groups[page] as number
    const lines = pages[page] as Int32Array
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as number
      if (hasPhrase[line] === 0) continue
      const id = ids[line] as number
      if (site.isProse[line] === 1) isProse[id] = 1
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
  return { isProse, before, after, inside }
}

/** The title of one page stands in the lists of others, in other company. */
export function titlesOf({ pages, ids, idCount, hasPhrase, groups, texts }: ReadSite): Titles {
  const isNear = new Uint8Array(idCount)
  const near = new Int32Array(idCount)
  const alone = new Int32Array(idCount)
  const order = byGroup(groups)
  const nearOn = createCounter(near)
  const idAt = (lines: Int32Array, at: number): number => ids[lines[at] as number] as number
  /** Calls `visit` with lines that may be titles. */
  function eachNear(visit: (id: number, at: number, lines: Int32Array, group: number) => void): void {
    for (const page of order) {
      const { first } = texts[page] as MainText
      const lines = pages[page] as Int32Array
      for (let at = Math.max(0, first - NEAR); at < first; at++)
        if (hasPhrase[lines[at] as number] === 1) visit(idAt(lines, at), at, lines, groups[page] as number)
    }
  }
  eachNear((id, _, __, group) => {
    isNear[id] = 1
    nearOn(id, group)
  })
  /** Pairs of such a line, where it is no title, and one beside it. */
  const company = new Set<number>()
  pages.forEach((lines, page) => {
    const { first } = texts[page] as MainText
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as number
      const id = ids[line] as number
      if (isNear[id] === 0 || (at < first && at >= first - NEAR) || hasPhrase[line] === 0) continue
      if (at > 0) company.add(id * idCount + idAt(lines, at - 1))
      if (at + 1 < lines.length) company.add(id * idCount + idAt(lines, at + 1))
    }
  })
  const aloneOn = createCounter(alone)
  eachNear((id, at, lines, group) => {
    const isKnown = (beside: number): boolean =>
      beside >= 0 && beside < lines.length && company.has(id * idCount + idAt(lines, beside))
    if (!isKnown(at - 1) && !isKnown(at + 1)) aloneOn(id, group)
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
