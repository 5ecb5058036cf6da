/** What was learned of sites, as packs that a person can read, prune and commit. */
import { packLimits } from '../packs/limits.js'
import { keptBy, menuOf, type Proof, type ProseLine, proseLines, removedBy, unproven } from './examples.js'
import { type CategoryOf, hasWords, rulesOf, type SiteRule } from './rules.js'
import type { LearnedLine, LearnedSite } from './site.js'

export interface LearnedOf {
  /** As hosts are: `example.org`; empty where the pages have none. */
  readonly host: string
  readonly site: LearnedSite
}

/** What the rules of a site are written from. */
interface WrittenOf extends LearnedOf {
  readonly prose: readonly ProseLine[]
  readonly proof: Proof
}

/** A pack as YAML. */
export interface LearnedPack {
  /** As packs are named. */
  readonly name: string
  readonly text: string
}

/** What is learned of all, as of sites, is said in the one language that says nothing. */
const headOf = (name: string, title: string): string =>
  [
    '# Learned from pages by `clean learn`; read it, take out what is content, keep the rest.\n',
    `pack: ${name}\ntitle: ${quoted(title)}\nlanguage: und\n`,
  ].join('')

/** The packs of some sites: one, or as many as it takes that none is longer than packs may be. */
export function packsOf(
  sites: readonly LearnedOf[],
  categoryOf: CategoryOf,
  /** The name of each pack, from 0 on. */
  nameOf: (part: number) => string,
  proof: Proof = unproven,
): LearnedPack[] {
  const [one] = sites
  const title = `Lines of ${sites.length === 1 && one ? one.host || 'a site' : `${sites.length} sites`}`
  const parts: string[] = ['']
  for (const text of sites.flatMap((of) => rulesText(of, sites.length > 1, categoryOf, proof))) {
    const part = parts.at(-1) as string
    const size =
      headOf(nameOf(parts.length - 1), title).length + 'rules:\n'.length + part.length + text.length
    if (part === '' || size < packLimits.packUnits) parts[parts.length - 1] = `${part}${part && '\n'}${text}`
    else parts.push(text)
  }
  return parts.map((rules, part) => {
    const name = nameOf(part)
    return { name, text: `${headOf(name, title)}${rules === '' ? 'rules: []\n' : `rules:\n${rules}`}` }
  })
}

/** Each rule as YAML, without those that no example shows: other rules claim their lines. */
function rulesText(
  { host, site }: LearnedOf,
  isOneOfMany: boolean,
  categoryOf: CategoryOf,
  proof: Proof,
): string[] {
  const own = host === '' ? { ...site, lines: site.lines.filter((line) => isOfOwn(line, categoryOf)) } : site
  const prose = proseLines(own)
  const prefix = isOneOfMany ? `${slugOf(host)}-` : ''
  return [
    ...rulesOf(own, categoryOf, prefix).map((rule) => ruleText(rule, { host, site: own, prose, proof })),
    menusText(`${prefix}menus`, { host, site: own, prose, proof }),
  ].filter((text) => text !== '')
}

/** Rules for no site in particular: what stands for any number goes nowhere, and shipped rules know their lines. */
const isOfOwn = ({ phrase, text }: LearnedLine, categoryOf: CategoryOf): boolean =>
  hasWords(phrase) && categoryOf(text) === undefined

function ruleText(
  { id, category, isTitle, max, lines }: SiteRule,
  { host, site, prose, proof }: WrittenOf,
): string {
  const removed = removedBy(id, lines, host, proof)
  if (removed.length === 0) return ''
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
    ...removed.map((text) => `      - ${quoted(text)}`),
    '    keep:',
    ...keptBy(lines, prose, host, proof).map((text) => `      - ${quoted(text)}`),
  ].join('\n')}\n`
}

/** Items of lists in which lines of the site stand: they change from page to page. */
function menusText(id: string, { host, site, prose, proof }: WrittenOf): string {
  const menu = menuOf(site, host, proof)
  if (menu === undefined) return ''
  return `${[
    `  - id: ${id}`,
    '    category: navigation',
    '    where: anywhere',
    ...sitesText(host),
    '    run: { items: true, words: 30, lines: 4, claimed: 1, share: 0.1 }',
    `    why: ${quoted(`Items of lists in which other lines of ${host || 'the site'} stand.`)}`,
    '    remove:',
    `      - ${quoted(menu)}`,
    '    keep:',
    ...keptBy(site.lines, prose, host, proof).map((text) => `      - ${quoted(text)}`),
  ].join('\n')}\n`
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
