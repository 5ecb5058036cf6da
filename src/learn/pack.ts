/** What was learned of sites, as a pack that a person can read, prune and commit. */
import { type Category, categoriesOffByDefault } from '../types.js'
import type { LearnedLine, LearnedSite } from './site.js'

/** The category that the shipped rules give a line, if any claims it. */
export type CategoryOf = (text: string) => Category | undefined

export interface SiteRule {
  readonly id: string
  readonly category: Category
  /** Its lines are titles of pages: they go behind the text only. */
  readonly isTitle: boolean
  /** Lines that go with each of them at most; 0: the rule takes lines only. */
  readonly max: number
  readonly lines: readonly LearnedLine[]
}

/** Examples of a rule, and words of the line that is to stay. */
const EXAMPLES = 3
/** Lines of lists, by which their headings are told apart: each goes with no more than it has to. */
const sizes = [1, 2, 3, 5, 8, 12, 20, 40]
const MOST = 100
/** Place of lines that are titles of other pages: on its own page it stands before the text. */
const TITLES = 'titles'
/** Stays, whatever was learned. */
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
/** Lines of a rule; more are told apart by a number. */
const RULE_LINES = 200

/** Lines that are alike in category and place, as rules; `prefix` tells sites of one pack apart. */
export function rulesOf({ lines }: LearnedSite, categoryOf: CategoryOf, prefix = ''): SiteRule[] {
  const groups = new Map<string, Omit<SiteRule, 'id' | 'lines'> & { max: number; lines: LearnedLine[] }>()
  for (const line of lines) {
    const category = categoryOf(line.text) ?? guess(line)
    const place = placeOf(line)
    // At the start of a page bylines and dates are content to some.
    if (place === 'before' && categoriesOffByDefault.includes(category)) continue
    const key = `${category}-${place}`
    const isTitle = place === TITLES
    const group = groups.get(key) ?? { category, isTitle, max: 0, lines: [] }
    groups.set(key, group)
    if (!isTitle) group.max = Math.max(group.max, line.block)
    group.lines.push(line)
  }
  return [...groups].sort(byKey).flatMap(([key, { lines: all, ...shared }]) =>
    Array.from({ length: Math.ceil(all.length / RULE_LINES) }, (_, part) => ({
      id: `${prefix}${key}${part === 0 ? '' : `-${part + 1}`}`,
      ...shared,
      lines: all.slice(part * RULE_LINES, (part + 1) * RULE_LINES),
    })),
  )
}

/** Prose that repeats is a notice; of the rest most are menus. */
function guess({ isProse, block }: LearnedLine): Category {
  if (isProse) return 'legal'
  return block > 0 ? 'related' : 'navigation'
}

function placeOf({ block, isTitle, before, after, inside }: LearnedLine): string {
  if (isTitle) return TITLES
  if (block > 0) return `lists-of-${sizes.find((size) => size >= block) ?? MOST}`
  if (inside > before && inside > after) return 'inside'
  return before > after ? 'before' : 'after'
}

/** The pack of some sites as YAML. `name` as packs are named, `example.org` as hosts are. */
export function packOf(
  name: string,
  sites: readonly { readonly host: string; readonly site: LearnedSite }[],
  categoryOf: CategoryOf,
): string {
  const parts = sites.flatMap(({ host, site }) => {
    const prefix = sites.length > 1 ? `${slugOf(host)}-` : ''
    const rules = rulesOf(site, categoryOf, prefix)
    const written = rules.map((rule) => ruleText(rule, host, site))
    return [...written, ...runText(`${prefix}menus`, host, site)]
  })
  return [
    `# Learned from pages by \`clean learn\`; read it, take out what is content, keep the rest.\n`,
    `pack: ${name}\ntitle: ${quoted(`Lines of ${titleOf(sites)}`)}\nlanguage: und\n`,
    parts.length > 0 ? `rules:\n${parts.join('\n')}` : 'rules: []\n',
  ].join('')
}

function titleOf(sites: readonly { readonly host: string }[]): string {
  return sites.length === 1 && sites[0] ? sites[0].host || 'a site' : `${sites.length} sites`
}

function ruleText({ id, category, isTitle, max, lines }: SiteRule, host: string, site: LearnedSite): string {
  const block = max > 0 ? [`    then: block`, `    max: ${max}`] : []
  return `${[
    `  - id: ${id}`,
    `    category: ${category}`,
    `    where: ${isTitle ? 'tail' : 'anywhere'}`,
    ...block,
    ...sitesText(host),
    '    lines:',
    ...lines.map((line) => `      - ${quoted(line.phrase)} # ${countsOf(line, site)}`),
    `    why: ${quoted(whyOf(lines, host, site))}`,
    '    remove:',
    ...examplesOf(lines).map((text) => `      - ${quoted(text)}`),
    '    keep:',
    ...nearest(lines, site).map((text) => `      - ${quoted(text)}`),
  ].join('\n')}\n`
}

/** Items of lists in which lines of the site stand: they change from page to page. */
function runText(id: string, host: string, site: LearnedSite): string[] {
  const known = site.lines.find(({ isProse, text }) => !isProse && text.length < 60)
  if (!known) return []
  const item = known.text.replace(/^[^\p{L}\p{N}]+/u, '')
  const list = [item, 'Mondays', 'Tuesdays', 'Wednesdays'].map((text) => `- * ${text}\n`)
  return [
    `${[
      `  - id: ${id}`,
      '    category: navigation',
      '    where: anywhere',
      ...sitesText(host),
      '    run: { items: true, words: 30, lines: 4, claimed: 1, share: 0.1 }',
      `    why: ${quoted(`Items of lists in which other lines of ${host || 'the site'} stand.`)}`,
      '    remove:',
      `      - ${quoted(`${list.join('')}  ${PROSE}\n`)}`,
      '    keep:',
      ...nearest(site.lines, site).map((text) => `      - ${quoted(text)}`),
    ].join('\n')}\n`,
  ]
}

const sitesText = (host: string): string[] => (host === '' ? [] : [`    sites: [${quoted(host)}]`])

const slugOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'site'

/** A JSON string is one of YAML. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffd-\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

function countsOf({ pages, before, after, inside }: LearnedLine, { pages: all }: LearnedSite): string {
  const places = [
    [before, 'before'],
    [after, 'after'],
    [inside, 'inside'],
  ] as const
  const said = places.flatMap(([count, place]) => (count > 0 ? [`${place} the text on ${count}`] : []))
  return `on ${pages} of ${all} pages, ${said.join(', ')}`
}

function whyOf(lines: readonly LearnedLine[], host: string, { pages: all }: LearnedSite): string {
  const counts = lines.map(({ pages }) => pages)
  const least = counts.reduce((a, b) => Math.min(a, b))
  const most = counts.reduce((a, b) => Math.max(a, b))
  const outside = lines.reduce((sum, { before, after }) => sum + before + after, 0)
  const sum = counts.reduce((a, b) => a + b, 0)
  return `On ${least === most ? most : `${least} to ${most}`} of ${all} pages${host === '' ? '' : ` of ${host}`}, outside the text on ${Math.round((outside / sum) * 100)} % of them.`
}

const examplesOf = (lines: readonly LearnedLine[]): string[] =>
  lines.slice(0, EXAMPLES).map(({ text }) => text.replace(/\s+/g, ' '))

/** Lines of main text with the most words in common with the phrases. */
export function nearest(
  lines: readonly Pick<LearnedLine, 'phrase'>[],
  { prose }: Pick<LearnedSite, 'prose'>,
): string[] {
  const words = new Set(lines.flatMap(({ phrase }) => wordsOf(phrase)))
  const scored = prose
    .map((text) => {
      const own = wordsOf(text)
      return { text, score: own.filter((word) => words.has(word)).length / (own.length + 10) }
    })
    .sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
    .slice(0, EXAMPLES)
    .map(({ text }) => text)
  return scored.length > 0 ? scored : [PROSE]
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0
