/** Which rules claim lines of main text, in any language: a whole-line phrase of one must do no harm in the others. */
import { chooseRules } from '../../src/engine/choose.js'
import { cutLines, emptyLineTable } from '../../src/engine/lines.js'
import { createMatcher } from '../../src/engine/match.js'
import type { Ruleset } from '../../src/engine/ruleset.js'
import { type EvalSet, isGoldSet, readPages } from './data.js'
import type { RuleFigures } from './rules.js'

/** Lines of main text that a rule claims; its neighbours may still save them. */
export interface Harm {
  readonly rule: string
  readonly weak: boolean
  readonly lines: number
  /** How often by language of the text; `-` where it is not noted. */
  readonly languages: ReadonlyMap<string, number>
  /** How often by line, trimmed. */
  readonly texts: ReadonlyMap<string, number>
}

export interface MainText {
  readonly language: string
  readonly text: string
}

export const mainTexts = (sets: readonly EvalSet[]): MainText[] =>
  sets
    .filter(isGoldSet)
    .flatMap((set) => readPages(set).map(({ gold, text }) => ({ language: gold.lang, text })))

/** All rules that are on by default, most harmful first. */
export function measureHarm(ruleset: Ruleset, texts: readonly MainText[]): Harm[] {
  const rules = ruleset.parts.flatMap((part) => part.rules)
  const matcher = createMatcher(
    ruleset,
    chooseRules(rules, () => false, {}),
  )
  const found = new Map<number, { languages: Map<string, number>; texts: Map<string, number> }>()
  const addTo = (counts: Map<string, number>, key: string): void =>
    void counts.set(key, (counts.get(key) ?? 0) + 1)
  const table = emptyLineTable()
  for (const { language, text } of texts) {
    const bytes = new TextEncoder().encode(text)
    cutLines(ruleset.characters, bytes, bytes.length, true, table)
    const { starts, inks, count } = table
    const claims = new Int32Array(count)
    matcher.claim({ bytes, starts, inks, count }, 0, count, claims)
    const lines = claims.some((claim) => claim >= 0) ? text.split('\n') : []
    claims.forEach((claim, line) => {
      if (claim < 0 || rules[claim]?.allow) return
      const own = found.get(claim) ?? { languages: new Map(), texts: new Map() }
      found.set(claim, own)
      addTo(own.languages, language)
      addTo(own.texts, (lines[line] as string).trim())
    })
  }
  const harms = [...found].map(([claim, own]): Harm => {
    const { id: rule, weak } = rules[claim] as (typeof rules)[number]
    return { rule, weak, lines: [...own.languages.values()].reduce((a, b) => a + b, 0), ...own }
  })
  return harms.sort((a, b) => b.lines - a.lines)
}

/** One entry of test/packs/harm.yaml. */
export interface Exception {
  readonly rule: string
  /** That it may claim in the main texts of ../shared/data. */
  readonly lines: number
  /** Why it is right far more often on real pages. */
  readonly why: string
}

/** Below it the reason says that somebody must look. */
const GOOD_PRECISION = 0.9

function reason(weak: boolean, figures: RuleFigures | undefined): string {
  const { junk = 0, content = 0, gold = 0 } = figures ?? {}
  const all = junk + content
  const taken = `takes ${gold === 0 ? 'no line' : gold === 1 ? '1 line' : `${gold} lines`} of main text`
  const right =
    all === 0
      ? 'took no line of known label on real pages'
      : `${((100 * junk) / all).toFixed(1)} % of the ${all} lines it took on real pages are boilerplate`
  const doubt = gold > 0 && junk < GOOD_PRECISION * all ? '; to be reviewed' : ''
  return `${weak ? 'weak, ' : ''}${taken}; ${right}${doubt}`
}

/** What is measured now as exceptions, in the order of ids. */
export function formatExceptions(
  harms: readonly Harm[],
  figures: Readonly<Record<string, RuleFigures>>,
): string {
  const rows = [...harms].sort((a, b) => (a.rule < b.rule ? -1 : 1))
  return rows
    .map(({ rule, weak, lines }) => {
      const why = reason(weak, figures[rule])
      return `- rule: "${rule}"\n  lines: ${lines}\n  why: "${why}"\n`
    })
    .join('')
}

const lineCharacters = 100
const textsShown = 5

/** Rules that claim more than they may, with the lines, for whoever wrote them. */
export function unexpectedHarm(harms: readonly Harm[], exceptions: readonly Exception[]): string[] {
  const permitted = new Map(exceptions.map(({ rule, lines }) => [rule, lines]))
  const commonest = (counts: ReadonlyMap<string, number>): [string, number][] =>
    [...counts].sort(([, a], [, b]) => b - a)
  return harms.flatMap(({ rule, lines, languages, texts }) => {
    const may = permitted.get(rule) ?? 0
    if (lines <= may) return []
    const where = commonest(languages).map(([language, count]) => `${language} ${count}`)
    const shown = commonest(texts).slice(0, textsShown)
    const rows = shown.map(([text, count]) => `    ${count}× ${text.slice(0, lineCharacters)}`)
    const more = texts.size > textsShown ? [`    … ${texts.size - textsShown} other texts`] : []
    return [
      [
        `${rule} claims ${lines} lines of main text (${where.join(', ')}), it may claim ${may}:`,
        ...rows,
        ...more,
      ].join('\n'),
    ]
  })
}
