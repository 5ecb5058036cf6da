/** Lines that many hosts print and no text holds: what the shipped packs may still lack. */
import type { Ruleset } from '../engine/ruleset.js'
import { createCategoryOf } from './learn.js'
import { gainOf, mainText } from './main-text.js'
import { createPageReader } from './pages.js'
import { hasWords } from './rules.js'

/** What counts as evidence that a line is of no site and no text. */
export interface SharedOptions {
  /** Hosts that print it, at least. */
  readonly minHosts: number
  /** Share of the pages with it on which it stands outside the main text, at least, 0 to 1. */
  readonly minOutside: number
  /** Pairs of a line and a host that are remembered; beyond it the lines of the fewest hosts are forgotten. */
  readonly maxPairs: number
}

export const sharedDefaults: SharedOptions = { minHosts: 5, minOutside: 0.9, maxPairs: 2_000_000 }

/** Words of a line at most; what is longer is a site's own. */
const WORDS = 10
/** Lines of main text that are kept, for examples of what is to stay. */
const PROSE_LINES = 2000

export interface Proposal {
  readonly phrase: string
  /** As it stands on a page. */
  readonly text: string
  readonly hosts: number
  /** Pages with it, and where on them it stands: before, after, inside the main text. */
  readonly pages: number
  readonly before: number
  readonly after: number
  readonly inside: number
}

export interface SharedLearner {
  /** A page of `host`, as text. */
  add(host: string, text: Uint8Array): void
  /** Those on the most hosts first. */
  proposals(): Proposal[]
  /** Lines of main text that no shipped rule claims. */
  prose(): string[]
}

interface Seen {
  text: string
  readonly hosts: Set<number>
  pages: number
  before: number
  after: number
  inside: number
  /** Reads like a sentence somewhere. */
  isProse: boolean
}

export function createSharedLearner(ruleset: Ruleset, options: SharedOptions): SharedLearner {
  const read = createPageReader(ruleset.characters, ruleset.words)
  const categoryOf = createCategoryOf(ruleset)
  const numbers = new Map<string, number>()
  const seen = new Map<string, Seen>()
  const texts = new Set<string>()
  let pairs = 0

  /** Lines of few hosts go until half of the pairs are left. */
  function forget(): void {
    for (let hosts = 1; pairs > options.maxPairs / 2; hosts++)
      for (const [phrase, known] of seen)
        if (known.hosts.size <= hosts) {
          seen.delete(phrase)
          pairs -= known.hosts.size
        }
  }

  return {
    add(host, bytes) {
      const number = numbers.get(host) ?? numbers.size
      numbers.set(host, number)
      const lines = read(bytes)
      const gains = Int32Array.from(lines, ({ text, isProse }) => gainOf(text.length, isProse, false))
      const { first, last } = mainText(gains)
      const places = new Map<string, 'before' | 'after' | 'inside'>()
      lines.forEach(({ phrase, text, isProse }, at) => {
        const place = first < 0 || at < first ? 'before' : at > last ? 'after' : 'inside'
        if (isProse && place === 'inside' && texts.size < PROSE_LINES) texts.add(text)
        if (!hasWords(phrase) || phrase.split(' ').length > WORDS) return
        const known = seen.get(phrase) ?? {
          text,
          hosts: new Set(),
          pages: 0,
          before: 0,
          after: 0,
          inside: 0,
          isProse,
        }
        seen.set(phrase, known)
        if (text < known.text) known.text = text
        known.isProse ||= isProse
        if (!known.hosts.has(number)) pairs++
        known.hosts.add(number)
        // A page counts once, inside if it stands there too.
        if (places.get(phrase) !== 'inside') places.set(phrase, place)
      })
      for (const [phrase, place] of places) {
        const known = seen.get(phrase) as Seen
        known.pages++
        known[place]++
      }
      if (pairs > options.maxPairs) forget()
    },
    proposals: () =>
      [...seen]
        .filter(([, { hosts, isProse, pages, inside }]) => {
          return hosts.size >= options.minHosts && !isProse && 1 - inside / pages >= options.minOutside
        })
        .filter(([, { text }]) => categoryOf(text) === undefined)
        .map(([phrase, { text, hosts, pages, before, after, inside }]) => {
          return { phrase, text, hosts: hosts.size, pages, before, after, inside }
        })
        .sort((a, b) => b.hosts - a.hosts || b.pages - a.pages || (a.phrase < b.phrase ? -1 : 1)),
    prose: () => [...texts].filter((text) => categoryOf(text) === undefined),
  }
}
