/** `clean learn` on sites with several pages: learned on the pages that it cleans, as its users do. */
import { createCoreCleaner } from '../../src/core.js'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { createLearner } from '../../src/learn/learn.js'
import { learnDefaults } from '../../src/learn/options.js'
import { packOf } from '../../src/learn/pack.js'
import { compileParts } from '../../src/packs/load.js'
import { parsePack } from '../../src/packs/parse.js'
import { type EvalSet, type Page, readPages } from './data.js'
import { createSetTally, type Group } from './figures.js'
import { cleanPage, labelPage } from './pages.js'

/** Pages that a site has at least, to be of the sets. */
const LEAST = 5
/** Pages of a site that are learned from and cleaned, for the curve. */
const CURVE = [2, 3, 5, 10, 20] as const

export interface LearnFigures {
  readonly name: string
  readonly sites: number
  readonly pages: number
  readonly lines: number
  /** Before and after, with the shipped rules alone and with what was learned. */
  readonly shipped: Group
  readonly learned: Group
  readonly curve: readonly { readonly pages: number; readonly sites: number; readonly learned: Group }[]
  /** Characters that learned rules took, by category and place. */
  readonly rules: Readonly<Record<string, { junk: number; content: number; lines: number }>>
}

export function evaluateLearning(set: EvalSet): LearnFigures {
  const sites = new Map<string, Page[]>()
  for (const page of readPages(set)) {
    if (!URL.canParse(page.gold.url)) continue
    const host = new URL(page.gold.url).hostname.replace(/^www\./, '')
    sites.set(host, [...(sites.get(host) ?? []), page])
  }
  const large = [...sites].filter(([, pages]) => pages.length >= LEAST)
  const rules: Record<string, { junk: number; content: number; lines: number }> = {}
  const all = large.map(([host, pages]): Site => ({ host, pages }))
  const whole = cleanSites(set, all, rules)
  return {
    name: set.name,
    sites: all.length,
    pages: all.flatMap(({ pages }) => pages).length,
    lines: whole.lines,
    shipped: cleanSites(set, all).group,
    learned: whole.group,
    curve: CURVE.map((count) => {
      const some = all
        .filter(({ pages }) => pages.length >= count)
        .map(({ host, pages }) => ({ host, pages: pages.slice(0, count) }))
      return { pages: count, sites: some.length, learned: cleanSites(set, some, {}).group }
    }),
    rules,
  }
}

interface Site {
  readonly host: string
  readonly pages: readonly Page[]
}

/** `rules`: learn, and count there what learned rules took. */
function cleanSites(
  set: EvalSet,
  sites: readonly Site[],
  rules?: LearnFigures['rules'],
): { group: Group; lines: number } {
  const base = shippedRuleset()
  const tally = createSetTally(set)
  let lines = 0
  for (const { host, pages } of sites) {
    const learner = createLearner(base, learnDefaults)
    if (rules) for (const { text } of pages) learner.add(host, encodeUtf8(text))
    const learned = learner.sites().filter(({ site }) => site.lines.length > 0)
    lines += learned.reduce((sum, { site }) => sum + site.lines.length, 0)
    const { pack, problems } = parsePack(packOf('learned/site', learned, learner.categoryOf), 'site.yaml')
    if (learned.length > 0 && (!pack || problems.length > 0)) throw new Error(problems[0]?.message)
    const own = learned.length > 0 && pack ? compileParts([pack], base) : []
    const cleaner = createCoreCleaner({ ...base, parts: [...base.parts, ...own] }, { ownParts: own.length })
    for (const page of pages) {
      const labelled = labelPage(cleanPage(cleaner, page))
      tally.add(labelled)
      labelled.fates.forEach(({ how, rule }, line) => {
        const label = labelled.labels[line]
        if (!rules || how === undefined || label === undefined || !rule?.id.startsWith('learned/')) return
        const name = rule.id.slice(rule.id.indexOf('#') + 1).replace(/-\d+$/, '')
        const counts = rules as Record<string, { junk: number; content: number; lines: number }>
        const count = counts[name] ?? { junk: 0, content: 0, lines: 0 }
        counts[name] = count
        count[label] += labelled.lines[line]?.length ?? 0
        count.lines++
      })
    }
  }
  return { group: tally.figures().all, lines }
}

const share = (part: number, all: number): string => (all === 0 ? '' : `${((part / all) * 100).toFixed(2)} %`)
const score = ({ scores }: Group, when: 'before' | 'after' | 'oracle'): string =>
  scores ? scores[when].wordF1.toFixed(4).replace(/^0/, '') : ''
const lost = ({ losses }: Group): string => share(losses.contentGone, losses.content)
const gone = ({ losses }: Group): string => share(losses.junkGone, losses.junk)

export function learnPage(all: readonly LearnFigures[]): string {
  return `# Learning

Written by \`npm run eval -- --learn\`; do not edit. Full-page texts of sites with ${LEAST} pages or more, learned with the defaults on the pages that are cleaned, shipped rules included. Word F1 is the mean over pages; content lost is of all characters of main text, and *by shipped rules* the part that goes without learning. The oracle is the text without its junk lines.

| set | sites | pages | lines learned | word F1 before | shipped rules | learned | oracle | junk removed | content lost | by shipped rules |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${all
  .map(
    ({ name, sites, pages, lines, shipped, learned }) =>
      `| ${name} | ${sites} | ${pages} | ${lines} | ${score(learned, 'before')} | ${score(shipped, 'after')} | ${score(learned, 'after')} | ${score(learned, 'oracle')} | ${gone(learned)} | ${lost(learned)} | ${lost(shipped)} |`,
  )
  .join('\n')}

## By pages of a site

So many pages of each site that has them, learned from and cleaned; the sites differ from row to row.

| set | pages of a site | sites | word F1 before | learned | oracle | junk removed | content lost |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${all
  .flatMap(({ name, curve }) =>
    curve.map(
      ({ pages, sites, learned }) =>
        `| ${name} | ${pages} | ${sites} | ${score(learned, 'before')} | ${score(learned, 'after')} | ${score(learned, 'oracle')} | ${gone(learned)} | ${lost(learned)} |`,
    ),
  )
  .join('\n')}

## By category and place

What learned rules took, in lines and in characters; precision is the share of characters that are not main text.

| set | rule | lines | junk | main text | precision |
| --- | --- | ---: | ---: | ---: | ---: |
${all
  .flatMap(({ name, rules }) =>
    Object.entries(rules)
      .sort(([, a], [, b]) => b.junk + b.content - a.junk - a.content)
      .map(
        ([rule, { junk, content, lines }]) =>
          `| ${name} | ${rule} | ${lines} | ${junk} | ${content} | ${share(junk, junk + content)} |`,
      ),
  )
  .join('\n')}
`
}
