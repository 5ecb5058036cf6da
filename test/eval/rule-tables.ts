/** The rules on the page: what each took, and those that took nothing. */
import { type RuleFigures, wilson } from './rules.js'
import { number, table } from './tables.js'

/** Precision over the lines of known label, with its interval. */
export function precisionCells({ junk, content }: RuleFigures): string[] {
  if (junk + content === 0) return ['', '']
  const [low, high] = wilson(junk, junk + content)
  const percent = (value: number): string => (100 * value).toFixed(1)
  return [`${percent(junk / (junk + content))} %`, `${percent(low)}–${percent(high)}`]
}

const head = [
  'rule',
  'lines',
  'by block, rest',
  'pages',
  'boilerplate',
  'content',
  'not known',
  'before',
  'within',
  'after',
  'precision',
  '95 %',
  'in gold texts',
  'claimed, stayed',
]

function row(id: string, rule: RuleFigures): string[] {
  const counts = [
    rule.lines,
    rule.followers,
    rule.pages,
    rule.junk,
    rule.content,
    rule.unknown,
    rule.before,
    rule.within,
    rule.after,
  ]
  return [id, ...counts.map(number), ...precisionCells(rule), number(rule.gold), number(rule.claims)]
}

const list = (ids: readonly string[]): string =>
  ids.length === 0 ? 'None.' : ids.map((id) => `\`${id}\``).join(', ')

export function ruleTables(rules: Readonly<Record<string, RuleFigures>>): string {
  const all = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1))
  const taking = all.filter(([, { lines, gold }]) => lines + gold > 0)
  const idle = all.filter(([, { lines, gold }]) => lines + gold === 0)
  const waiting = idle.filter(([, { claims }]) => claims > 0)
  const silent = idle.filter(([, { claims }]) => claims === 0)
  return `## Rules

*lines* counts every line the rule took in all sets but the gold texts. Right of *pages* a text counts once a page, whatever extractors have it and however often it repeats, and is content if it was so in one of them; *before*, *within* and *after* are places to the main text. Wilson intervals. \`npm run eval -- --rule ID\` shows the lines.

${table(
  head,
  taking.map(([id, rule]) => row(id, rule)),
)}

### Claimed lines, but took none (${waiting.length})

${list(waiting.map(([id]) => id))}

### Never claimed a line (${silent.length})

They may still be right, or are off by default.

${list(silent.map(([id]) => id))}`
}
