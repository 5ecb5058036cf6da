/** What a change of the rules did: figures, rules, and the lines that came and went. */
import { existsSync, readFileSync } from 'node:fs'
import type { Evaluation } from './evaluate.js'
import { goals } from './goals.js'
import { readHistory } from './history.js'
import { cachedRun, type PageRemovals, type Removed, readRun, type SavedRun } from './removals.js'
import type { RuleFigures } from './rules.js'
import { goalCells } from './tables.js'

/** A history, or a run saved with `--save`; of a history the removals, too, if its run is still in the cache. */
export function readEarlier(file: string): Partial<SavedRun> & Pick<SavedRun, 'history'> {
  const isPacked = readFileSync(file).subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))
  if (isPacked) return readRun(file)
  const history = readHistory(file)
  const cached = cachedRun(history.evaluations[0]?.hash ?? '')
  if (!existsSync(cached)) return { history }
  const run = readRun(cached)
  return run.history.data === history.data ? { history, pages: run.pages } : { history }
}

function goalChanges(before: Evaluation, after: Evaluation): string[] {
  const earlier = new Map(goals(before).map((goal) => [goal.text, goalCells(goal)]))
  return goals(after).flatMap((goal) => {
    const [text = '', wanted = '', now = '', , verdict = ''] = goalCells(goal)
    const [, , then = '', , thenVerdict = ''] = earlier.get(text) ?? []
    if (then === now) return []
    const verdicts = verdict === thenVerdict ? verdict : `${thenVerdict} -> ${verdict}`
    return [`  ${text}: ${then || '-'} -> ${now || '-'} (${wanted}; ${verdicts})`]
  })
}

const shown: readonly (keyof RuleFigures)[] = ['junk', 'content', 'unknown', 'gold']

/** The largest changes first. */
function ruleChanges(before: Evaluation, after: Evaluation, most: number): string[] {
  const ids = [...new Set([...Object.keys(before.rules), ...Object.keys(after.rules)])].sort()
  const changed = ids.flatMap((id) => {
    const [then, now] = [before.rules[id], after.rules[id]]
    let size = 0
    const changes = shown.flatMap((key) => {
      const [from, to] = [then?.[key] ?? 0, now?.[key] ?? 0]
      size += Math.abs(to - from)
      return from === to ? [] : [`${key} ${from} -> ${to}`]
    })
    const is = then === undefined ? ' (new)' : now === undefined ? ' (gone)' : ''
    const text = `  ${id}${is}: ${changes.join(', ') || 'takes nothing'}`
    return changes.length === 0 && is === '' ? [] : [{ size, text }]
  })
  return cut(
    changed.sort((a, b) => b.size - a.size).map(({ text }) => text),
    most,
  )
}

const cut = (rows: readonly string[], most: number): string[] =>
  rows.length > most ? [...rows.slice(0, most), `  … ${rows.length - most} more (--most N)`] : [...rows]

interface Change {
  readonly label: Removed[3]
  readonly rule: string
  readonly text: string
  readonly how: string
  readonly set: string
  readonly id: string
}

/** Removals of `pages` that `others` has not. */
function only(pages: readonly PageRemovals[], others: readonly PageRemovals[]): Change[] {
  const keyOf = (set: string, id: string, line: number): string => `${set}\n${id}\n${line}`
  const known = new Set<string>()
  for (const { set, id, removed } of others) for (const [line] of removed) known.add(keyOf(set, id, line))
  return pages.flatMap(({ set, id, removed }) =>
    removed.flatMap(([line, how, rule, label, text]) =>
      known.has(keyOf(set, id, line)) ? [] : [{ label, rule, text, how, set, id }],
    ),
  )
}

/** The same text taken by the same rule is one row, with how often and where first. */
function changeRows(changes: readonly Change[], most: number): string[] {
  const groups = new Map<string, Change[]>()
  for (const change of changes) {
    const key = `${change.rule}\n${change.text}`
    const group = groups.get(key)
    if (group) group.push(change)
    else groups.set(key, [change])
  }
  const rows = [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => {
      const { rule, how, text, set, id } = group[0] as Change
      return `  ${group.length}\t${rule}\t${how}\t${text}\t${set}\t${id}`
    })
  return cut(rows, most)
}

function lineChanges(
  before: readonly PageRemovals[],
  after: readonly PageRemovals[],
  most: number,
): string[] {
  const [came, went] = [only(after, before), only(before, after)]
  const section = (title: string, changes: readonly Change[], label: Removed[3]): string[] => {
    const own = changes.filter((change) => change.label === label)
    return own.length === 0 ? [] : [`${title} (${own.length} lines)`, ...changeRows(own, most)]
  }
  return [
    ...section('CONTENT THAT GOES NOW', came, 'content'),
    ...section('content that stays now', went, 'content'),
    ...section('junk that goes now', came, 'junk'),
    ...section('JUNK THAT STAYS NOW', went, 'junk'),
    ...section('not known, goes now', came, 'unknown'),
    ...section('not known, stays now', went, 'unknown'),
  ]
}

export function compare(earlier: ReturnType<typeof readEarlier>, run: SavedRun, most: number): string {
  const [before] = earlier.history.evaluations
  const [after] = run.history.evaluations
  if (!before || !after) throw new Error('a history without an evaluation, expected one')
  const some = (title: string, rows: readonly string[]): string[] =>
    rows.length === 0 ? [`${title}: no change`] : [`${title}:`, ...rows]
  return [
    `${before.hash} -> ${after.hash}`,
    ...(earlier.history.data === run.history.data ? [] : ['the data are not the same']),
    ...some('goals', goalChanges(before, after)),
    ...some('rules', ruleChanges(before, after, most)),
    ...(earlier.pages
      ? some('lines', lineChanges(earlier.pages, run.pages, most))
      : ['lines: the removals of that run are not kept; run it with --save FILE, and compare with FILE']),
  ].join('\n')
}
