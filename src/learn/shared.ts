/** Lines that many hosts print and no text holds: what the shipped packs may still lack. */
import type { Ruleset } from '../engine/ruleset.js'
import { createCategoryOf } from './learn.js'
import { gainOf, mainText } from './main-text.js'
import { createPageReader } from './pages.js'
import { hasWords } from './rules.js'
import { createSample, hashOf } from './sample.js'

/** What counts as evidence that a line is of no site and no text. */
export interface SharedOptions {
  /** Hosts that print it, at least. */
  readonly minHosts: number
  /** Share of the pages with it on which it stands outside the main text, at least, 0 to 1. */
  readonly minOutside: number
  /** Pairs of a line and a host that are remembered, hosts counted too; those of the hosts with the largest hashes are left out. */
  readonly maxPairs: number
}

export const sharedDefaults: SharedOptions = { minHosts: 5, minOutside: 0.9, maxPairs: 1_000_000 }

/** Words of a line at most; what is longer is a site's own. */
const WORDS = 10
/** Lines of main text that are kept, for examples of what is to stay: those with the smallest hashes. */
const PROSE_LINES = 2000
/** Pairs that may wait to be left out, as a share of `maxPairs`: to find the hosts with the largest hashes all are sorted. */
const SLACK = 0.25

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

/** A line on the pages of one host. */
interface Seen {
  /** The least of its texts. */
  text: string
  pages: number
  before: number
  after: number
  inside: number
  /** Reads like a sentence somewhere. */
  isProse: boolean
}

interface Host {
  readonly name: string
  readonly hash: number
  /** By phrase. */
  readonly lines: Map<string, Seen>
}

/** Neither the order of the pages nor what was left out in between changes what is proposed. */
export function createSharedLearner(ruleset: Ruleset, options: SharedOptions): SharedLearner {
  const read = createPageReader(ruleset.characters, ruleset.words)
  const categoryOf = createCategoryOf(ruleset)
  const hosts = new Map<string, Host>()
  const texts = createSample<string>(PROSE_LINES)
  /** The least host that was left out. */
  let limit: Pick<Host, 'name' | 'hash'> | undefined
  let pairs = 0

  /** Keeps the first hosts that have no more than `maxPairs` together: of any part of the pages they are among the first, too. */
  function cut(): void {
    if (pairs <= options.maxPairs) return
    const ordered = [...hosts.values()].sort(compareHosts)
    pairs = 0
    let isFull = false
    for (const host of ordered) {
      const size = host.lines.size + 1
      if (!isFull && pairs + size > options.maxPairs) {
        isFull = true
        limit = { name: host.name, hash: host.hash }
      }
      if (isFull) hosts.delete(host.name)
      else pairs += size
    }
  }

  /** Undefined if it is left out. */
  function hostOf(name: string): Host | undefined {
    const known = hosts.get(name)
    if (known) return known
    const host = { name, hash: hashOf(Buffer.from(name)), lines: new Map<string, Seen>() }
    if (limit && compareHosts(host, limit) >= 0) return undefined
    hosts.set(name, host)
    pairs++
    return host
  }

  function seenOn({ lines }: Host, phrase: string, text: string): Seen {
    const known = lines.get(phrase)
    if (known) return known
    const seen = { text, pages: 0, before: 0, after: 0, inside: 0, isProse: false }
    lines.set(phrase, seen)
    pairs++
    return seen
  }

  return {
    add(name, bytes) {
      const host = hostOf(name)
      const lines = read(bytes)
      const gains = Int32Array.from(lines, ({ text, isProse }) => gainOf(text.length, isProse, false))
      const { first, last } = mainText(gains)
      const places = new Map<Seen, 'before' | 'after' | 'inside'>()
      lines.forEach(({ phrase, text, isProse }, at) => {
        const place = first < 0 || at < first ? 'before' : at > last ? 'after' : 'inside'
        if (isProse && place === 'inside') texts.add(hashOf(Buffer.from(text)), text.length, () => text)
        if (!host || !hasWords(phrase) || phrase.split(' ').length > WORDS) return
        const seen = seenOn(host, phrase, text)
        if (text < seen.text) seen.text = text
        seen.isProse ||= isProse
        // A page counts once, inside if it stands there too.
        if (places.get(seen) !== 'inside') places.set(seen, place)
      })
      for (const [seen, place] of places) {
        seen.pages++
        seen[place]++
      }
      if (pairs > options.maxPairs * (1 + SLACK)) cut()
    },
    proposals() {
      cut()
      return linesOf(hosts.values())
        .filter(({ hosts: on, isProse, pages, inside }) => {
          return on >= options.minHosts && !isProse && 1 - inside / pages >= options.minOutside
        })
        .filter(({ text }) => categoryOf(text) === undefined)
        .map(({ isProse: _, ...line }) => line)
        .sort((a, b) => b.hosts - a.hosts || b.pages - a.pages || (a.phrase < b.phrase ? -1 : 1))
    },
    prose: () => texts.pages().filter((text) => categoryOf(text) === undefined),
  }
}

/** What the hosts say of each line, together. */
function linesOf(hosts: Iterable<Host>): (Proposal & Pick<Seen, 'isProse'>)[] {
  const all = new Map<string, Seen & { hosts: number }>()
  for (const { lines } of hosts)
    for (const [phrase, seen] of lines) {
      const known = all.get(phrase)
      if (!known) {
        all.set(phrase, { ...seen, hosts: 1 })
        continue
      }
      if (seen.text < known.text) known.text = seen.text
      known.isProse ||= seen.isProse
      known.hosts++
      for (const count of ['pages', 'before', 'after', 'inside'] as const) known[count] += seen[count]
    }
  return [...all].map(([phrase, { text, hosts: on, pages, before, after, inside, isProse }]) => ({
    ...{ phrase, text, hosts: on, pages, before, after, inside, isProse },
  }))
}

const compareHosts = (a: Pick<Host, 'name' | 'hash'>, b: Pick<Host, 'name' | 'hash'>): number =>
  a.hash - b.hash || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
