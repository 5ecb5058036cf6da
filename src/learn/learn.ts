/** Learns what the sites of a set of pages print on all of them. */

import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createMatcher } from '../engine/match.js'
import type { Ruleset } from '../engine/ruleset.js'
import type { LearnOptions } from './options.js'
import type { CategoryOf } from './rules.js'
import { createSample, hashOf, type Sample } from './sample.js'
import { type LearnedSite, learnSite } from './site.js'
import { createSiteReader } from './site-lines.js'

export interface Learner {
  /** A page of `host`, as text; empty where there is one site only. */
  add(host: string, text: Uint8Array): void
  /** What was learned of each host, by name. */
  sites(): { readonly host: string; readonly site: LearnedSite }[]
  readonly categoryOf: CategoryOf
}

export function createLearner(ruleset: Ruleset, options: LearnOptions): Learner {
  const read = createSiteReader(ruleset.characters, ruleset.words)
  const hosts = new Map<string, Sample<Uint8Array>>()
  return {
    add(host, text) {
      const sample = hosts.get(host) ?? createSample<Uint8Array>(options.maxPages)
      hosts.set(host, sample)
      sample.add(hashOf(text), text.length, () => new Uint8Array(text))
    },
    sites: () =>
      [...hosts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([host, sample]) => ({
          host,
          site: learnSite(read(sample.pages(), options.minPages), options),
        })),
    categoryOf: createCategoryOf(ruleset),
  }
}

/** Bytes of most lines; those of longer ones are put elsewhere. */
const LINE_BYTES = 4096

/** By the rule that claims the line by itself. */
export function createCategoryOf(ruleset: Ruleset): CategoryOf {
  const rules = ruleset.parts.flatMap((part) => part.rules)
  const matcher = createMatcher(ruleset, new Uint8Array(rules.length).fill(1))
  const table = emptyLineTable()
  const claims = new Int32Array(1)
  let bytes = Buffer.alloc(LINE_BYTES)
  return (text) => {
    if (text.length * 3 > bytes.length) bytes = Buffer.alloc(text.length * 3)
    cutLines(ruleset.characters, bytes, bytes.write(text), true, table)
    if (table.count !== 1) return undefined
    matcher.claim({ bytes, starts: table.starts, inks: table.inks, count: 1 }, 0, 1, claims)
    return rules[claims[0] as number]?.category
  }
}
