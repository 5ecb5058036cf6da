/** `clean learn` on sites with several pages: learned on the pages that it cleans, as its users do. */
import { createCoreCleaner } from '../../src/core.js'
import { foldText } from '../../src/engine/fold.js'
import type { Ruleset } from '../../src/engine/ruleset.js'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { createLearner } from '../../src/learn/learn.js'
import { learnDefaults } from '../../src/learn/options.js'
import { packsOf } from '../../src/learn/pack.js'
import { proven } from '../../src/learn/proof.js'
import { compileParts } from '../../src/packs/load.js'
import type { Pack } from '../../src/packs/pack.js'
import { parsePack } from '../../src/packs/parse.js'
import { checkPhrases } from '../../src/packs/phrases.js'
import { type EvalSet, type Page, readPages } from './data.js'
import { createSetTally, type Group } from './figures.js'
import { cleanPage, type LabelledPage, labelPage } from './pages.js'
import { repeatedCharacters } from './repeats.js'

/** Pages that a site has at least, to be of the sets. */
const LEAST = 5
/** Pages of a site that are learned from and cleaned, for the curve. */
const CURVE = [2, 3, 5, 10, 20] as const

/** What learned rules took, in characters and lines. */
interface Taken {
  junk: number
  content: number
  lines: number
}

/** What one rule took; `learned`: the lines it was learned from, 0 for one that claims runs. */
interface RuleTaken extends Taken {
  /** Category and place. */
  readonly kind: string
  readonly learned: number
}

export interface LearnFigures {
  readonly name: string
  readonly sites: number
  readonly pages: number
  readonly lines: number
  /** Before and after, with the shipped rules alone and with what was learned. */
  readonly shipped: Group
  readonly learned: Group
  /** Characters of main text that went though what they say stays on the page. */
  readonly repeated: number
  readonly curve: readonly { readonly pages: number; readonly sites: number; readonly learned: Group }[]
  readonly rules: readonly RuleTaken[]
}

interface Site {
  readonly host: string
  readonly pages: readonly Page[]
}

/** A site, learned from and cleaned. */
interface CleanedSite {
  /** Lines learned. */
  readonly lines: number
  /** Lines of each learned rule. */
  readonly rules: ReadonlyMap<string, number>
  readonly pages: readonly LabelledPage[]
}

const hostOf = ({ gold: { url } }: Page): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : undefined

export const isLearnSet = ({ input, source }: EvalSet): boolean =>
  input === 'text' && ['daniel', 'dragnet'].includes(source)

function readSites(set: EvalSet): Site[] {
  const sites = new Map<string, Page[]>()
  for (const page of readPages(set)) {
    const host = hostOf(page)
    if (host !== undefined) sites.set(host, [...(sites.get(host) ?? []), page])
  }
  return [...sites].flatMap(([host, pages]) => (pages.length >= LEAST ? [{ host, pages }] : []))
}

export function evaluateLearning(set: EvalSet): LearnFigures {
  const sites = readSites(set)
  const rules = new Map<string, RuleTaken>()
  let lines = 0
  let repeated = 0
  const learned = createSetTally(set)
  for (const site of cleanSites(sites)) {
    lines += site.lines
    for (const [id, count] of site.rules)
      rules.set(id, { kind: kindOf(id), learned: count, junk: 0, content: 0, lines: 0 })
    for (const page of site.pages) {
      learned.add(page)
      repeated += repeatedCharacters(page)
      for (const { rule, label, text } of takenLines(page)) {
        const taken = rules.get(rule.id) as RuleTaken
        taken[label] += text.length
        taken.lines++
      }
    }
  }
  return {
    name: set.name,
    sites: sites.length,
    pages: sites.flatMap(({ pages }) => pages).length,
    lines,
    shipped: groupOf(set, cleanSites(sites, false)),
    learned: learned.figures().all,
    repeated,
    curve: CURVE.map((count) => {
      const some = sites
        .filter(({ pages }) => pages.length >= count)
        .map(({ host, pages }) => ({ host, pages: pages.slice(0, count) }))
      return { pages: count, sites: some.length, learned: groupOf(set, cleanSites(some)) }
    }),
    rules: [...rules.values()],
  }
}

/** The pages of a set with what became of them, for listings. */
export function* learnedPages(set: EvalSet): Generator<readonly [EvalSet, LabelledPage]> {
  for (const { pages } of cleanSites(readSites(set))) for (const page of pages) yield [set, page]
}

function groupOf(set: EvalSet, sites: Iterable<CleanedSite>): Group {
  const tally = createSetTally(set)
  for (const { pages } of sites) for (const page of pages) tally.add(page)
  return tally.figures().all
}

/** Each site, its pages cleaned with what they taught; `learns`: else with the shipped rules alone. */
function* cleanSites(sites: readonly Site[], learns = true): Generator<CleanedSite> {
  const base = shippedRuleset()
  const packs = learns ? learnPacks(sites, base) : new Map<string, readonly Pack[]>()
  for (const { host, pages } of sites) {
    const learned = packs.get(host) ?? []
    const own = learned.length > 0 ? compileParts(learned, base) : []
    const cleaner = createCoreCleaner({ ...base, parts: [...base.parts, ...own] }, { ownParts: own.length })
    const rules = learned.flatMap((pack) => pack.rules)
    yield {
      lines: rules.reduce((sum, { phrases }) => sum + phrases.length, 0),
      rules: new Map(rules.map(({ rule, phrases }) => [rule.id, phrases.length])),
      pages: pages.map((page) => labelPage(cleanPage(cleaner, page))),
    }
  }
}

/** Of each host the packs that `clean learn` would write, by the checks that it would stand. */
function learnPacks(sites: readonly Site[], base: Ruleset): Map<string, readonly Pack[]> {
  const learner = createLearner(base, learnDefaults)
  for (const { host, pages } of sites) for (const { text } of pages) learner.add(host, encodeUtf8(text))
  const learned = learner.sites().filter(({ site }) => site.lines.length > 0)
  const nameOf = (host: string, part: number): string =>
    `learned/${host.replace(/[^a-z0-9]+/g, '-')}${part === 0 ? '' : `-${part + 1}`}`
  const texts = proven(
    (proof) =>
      learned.flatMap((one) => packsOf([one], learner.categoryOf, (part) => nameOf(one.host, part), proof)),
    base,
  )
  const parsed = texts.map(({ name, text }) => parsePack(text, name))
  const packs = parsed.flatMap(({ pack }) => pack ?? [])
  const [problem] = [
    ...parsed.flatMap(({ problems }) => problems),
    ...checkPhrases(packs, (text) => foldText(base.characters, text)),
  ]
  if (problem) throw new Error(`${problem.file}:${problem.line}: ${problem.message}`)
  const byHost = new Map<string, Pack[]>()
  for (const pack of packs) {
    const host = pack.rules[0]?.rule.sites[0] ?? ''
    byHost.set(host, [...(byHost.get(host) ?? []), pack])
  }
  return byHost
}

/** Lines that learned rules took, blank ones and those that nobody knows aside. */
function takenLines({ fates, labels, lines }: LabelledPage) {
  return fates.flatMap(({ how, rule }, line) => {
    const label = labels[line]
    if (how === undefined || label === undefined || !rule?.id.startsWith('learned/')) return []
    return [{ rule, label, text: lines[line] ?? '' }]
  })
}

/** `learned/site#related-lists-of-3-2`: related-lists-of. */
const kindOf = (id: string): string => id.slice(id.indexOf('#') + 1).replace(/(-\d+)+$/, '')

function byKind(rules: readonly RuleTaken[]): [string, RuleTaken[]][] {
  const kinds = new Map<string, RuleTaken[]>()
  for (const rule of rules) {
    const known = kinds.get(rule.kind)
    if (known) known.push(rule)
    else kinds.set(rule.kind, [rule])
  }
  const size = (all: RuleTaken[]): number => all.reduce((sum, { junk, content }) => sum + junk + content, 0)
  return [...kinds].sort(([, a], [, b]) => size(b) - size(a))
}

const total = (rules: readonly RuleTaken[], what: keyof Taken): number =>
  rules.reduce((sum, rule) => sum + rule[what], 0)
const precisionOf = ({ junk, content }: Taken): number => junk / (junk + content)

/** Lower borders of the shares in which rules are counted. */
const PRECISIONS = [1, 0.99, 0.95, 0.9, 0] as const

/** How many rules are how precise. */
function spreadOf(rules: readonly RuleTaken[]): number[] {
  return PRECISIONS.map(
    (least, at) =>
      rules.filter((rule) => {
        const precision = precisionOf(rule)
        return precision >= least && (at === 0 || precision < (PRECISIONS[at - 1] as number))
      }).length,
  )
}

/** Rules that took the most main text, as they are listed. */
const WORST = 15

const share = (part: number, all: number): string => (all === 0 ? '' : `${((part / all) * 100).toFixed(2)} %`)
const score = ({ scores }: Group, when: 'before' | 'after' | 'oracle'): string =>
  scores ? scores[when].wordF1.toFixed(4).replace(/^0/, '') : ''
const lost = ({ losses }: Group): string => share(losses.contentGone, losses.content)
const gone = ({ losses }: Group): string => share(losses.junkGone, losses.junk)

export function learnPage(all: readonly LearnFigures[]): string {
  return `# Learning

Written by \`npm run eval -- --learn\`; do not edit. Full-page texts of sites with ${LEAST} pages or more, learned with the defaults on the pages that are cleaned, shipped rules included. Word F1 is the mean over pages; content lost is of all characters of main text, *said elsewhere* the part of it whose words stay on the page in another line (a page's own title in a list of headlines), and *by shipped rules* what goes without learning. The oracle is the text without its junk lines.

| set | sites | pages | lines learned | word F1 before | shipped rules | learned | oracle | junk removed | content lost | said elsewhere | by shipped rules |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${all
  .map(
    ({ name, sites, pages, lines, shipped, learned, repeated }) =>
      `| ${name} | ${sites} | ${pages} | ${lines} | ${score(learned, 'before')} | ${score(shipped, 'after')} | ${score(learned, 'after')} | ${score(learned, 'oracle')} | ${gone(learned)} | ${lost(learned)} | ${share(repeated, learned.losses.content)} | ${lost(shipped)} |`,
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

What learned rules took, in lines and in characters, and how many of the rules that took something are how precise; precision is the share of characters that are not main text.

| set | rules | of them | lines | junk | main text | precision | 100 % | from 99 % | from 95 % | from 90 % | below |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${all
  .flatMap(({ name, rules }) => {
    const used = rules.filter(({ junk, content }) => junk + content > 0)
    return [['all', used] as const, ...byKind(used)].map(([kind, some]) => {
      const [junk, content] = [total(some, 'junk'), total(some, 'content')]
      return `| ${[name, kind, some.length, total(some, 'lines'), junk, content, share(junk, junk + content), ...spreadOf(some)].join(' | ')} |`
    })
  })
  .join('\n')}

## The worst rules

The ${WORST} that took the most main text, of all that were learned. The lines themselves: \`npm run eval -- --learn --lost SET\`, and all that a kind of rule took: \`--learn --rule KIND\`.

| set | rule | lines learned | lines taken | junk | main text | precision | of all main text lost |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${all
  .flatMap(({ name, rules, learned }) =>
    [...rules]
      .sort((a, b) => b.content - a.content)
      .slice(0, WORST)
      .filter(({ content }) => content > 0)
      .map(
        (rule) =>
          `| ${[name, rule.kind, rule.learned, rule.lines, rule.junk, rule.content, share(rule.junk, rule.junk + rule.content), share(rule.content, learned.losses.contentGone)].join(' | ')} |`,
      ),
  )
  .join('\n')}
`
}
