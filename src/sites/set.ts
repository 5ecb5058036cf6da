/** A learned set's file as a cleaner takes it. */
import { basename } from 'node:path'
import type { LearnedSet } from '../engine/learned.js'
import type { Block } from './block.js'
import { type ClaimerWords, createLearnedClaimer } from './claim.js'
import { openSites } from './file.js'
import { rulesOfSet } from './rules.js'

/** The name of the pack that the rules of a set seem to be of. */
export const packOfFile = (path: string): string =>
  `learned/${
    basename(path)
      .replace(/\.sites$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'sites'
  }`

export function openLearnedSet(path: string, words: ClaimerWords): LearnedSet {
  const sites = openSites(path)
  let now: string | undefined
  let known: { readonly host: string; readonly block: Block }[] = []

  /** Of the site itself, then of the hosts that it is a part of. */
  function blocksOf(site: string): readonly Block[] {
    if (site !== now) {
      now = site
      known = []
      for (let host = site, dot = 0; dot >= 0; host = host.slice(dot + 1)) {
        const block = sites.find(host)
        if (block) known.push({ host, block })
        dot = host.indexOf('.')
      }
    }
    return known.map(({ block }) => block)
  }

  const rules = rulesOfSet(packOfFile(path), () => known[0]?.host ?? now ?? '')
  return {
    hash: sites.hash,
    rules,
    claimer: (enabled) => createLearnedClaimer(words, rules, enabled, blocksOf),
    hasRuns: (site) => blocksOf(site).some(({ hasMenus }) => hasMenus),
  }
}
