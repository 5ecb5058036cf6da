/** Learns what the sites of a set of pages print on all of them. */

import { cutLines, emptyLineTable } from '../engine/lines.js'
import { createMatcher } from '../engine/match.js'
import type { Ruleset } from '../engine/ruleset.js'
import { encodeUtf8 } from '../engine/utf8.js'
import type { LearnOptions } from './options.js'
import { createPageReader, type PageLines } from './pages.js'
import type { CategoryOf } from './rules.js'
import { createSample, hashOf, type Sample } from './sample.js'
import { type LearnedSite, learnSite } from './site.js'

export interface Learner {
  /** A page of `host`, as text; empty where there is one site only. */
  add(host: string, text: Uint8Array): void
  /** What was learned of each host, by name. */
  sites(): { readonly host: string; readonly site: LearnedSite }[]
  readonly categoryOf: CategoryOf
}

export function createLearner(ruleset: Ruleset, options: LearnOptions): Learner {
  const read = createPageReader(ruleset.characters, ruleset.words)
  const hosts = new Map<string, Sample<PageLines>>()
  return {
    add(host, text) {
      const sample = hosts.get(host) ?? createSample<PageLines>(options.maxPages)
      hosts.set(host, sample)
      sample.add(hashOf(text), text.length, () => read(text))
    },
    sites: () =>
      [...hosts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([host, sample]) => ({ host, site: learnSite(sample.pages(), options) })),
    categoryOf: createCategoryOf(ruleset),
  }
}

/** By the rule that claims the line by itself. */
export function createCategoryOf(ruleset: Ruleset): CategoryOf {
  const rules = ruleset.parts.flatMap((part) => part.rules)
  const matcher = createMatcher(ruleset, new Uint8Array(rules.length).fill(1))
  const table = emptyLineTable()
  const claims = new Int32Array(1)
  return (text) => {
    const bytes = encodeUtf8(text)
    cutLines(ruleset.characters, bytes, bytes.length, true, table)
    if (table.count !== 1) return undefined
    matcher.claim({ bytes, starts: table.starts, inks: table.inks, count: 1 }, 0, 1, claims)
    return rules[claims[0] as number]?.category
  }
}
