/** Every removal of a run, so that a later one can show the lines that came and went. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type EvalSet, isGoldSet } from './data.js'
import type { History } from './history.js'
import type { LabelledPage } from './pages.js'
import { type LineLabel, lineLabel } from './rules.js'

/** One line that went; blank ones are left out. */
export type Removed = readonly [line: number, how: string, rule: string, label: LineLabel, text: string]

/** What went of one page. */
export interface PageRemovals {
  readonly set: string
  readonly id: string
  readonly removed: readonly Removed[]
}

export interface SavedRun {
  readonly history: History
  readonly pages: readonly PageRemovals[]
}

/** What stands for the rule where none took the line. */
export const NO_RULE = '(context)'

export function removalsOf(set: EvalSet, page: LabelledPage): PageRemovals {
  const removed = page.fates.flatMap(({ how, rule }, line): Removed[] => {
    if (how === undefined || how === 'blank') return []
    // Of a gold text every line is content.
    const label = isGoldSet(set) ? 'content' : lineLabel(page, line)
    return [[line + 1, how, rule?.id ?? NO_RULE, label ?? 'unknown', page.lines[line] as string]]
  })
  return { set: set.name, id: page.page.gold.id, removed }
}

/** Folder of the runs that were kept without being asked for, by hash of the rules. */
const folder = 'node_modules/.cache/eval'
const runsKept = 8

export const cachedRun = (hash: string): string => join(folder, `${hash}.jsonl.gz`)

export function saveRun(file: string, { history, pages }: SavedRun): void {
  mkdirSync(dirname(file), { recursive: true })
  const rows = [history, ...pages.filter(({ removed }) => removed.length > 0)]
  writeFileSync(file, gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { level: 1 }))
}

/** Removes all but the newest runs of the folder. */
export function pruneRuns(): void {
  const files = readdirSync(folder).map((name) => join(folder, name))
  const newestFirst = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const file of newestFirst.slice(runsKept)) rmSync(file)
}

export function readRun(file: string): SavedRun {
  const [history, ...pages] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return {
    history: JSON.parse(history as string) as History,
    pages: pages.map((row) => JSON.parse(row) as PageRemovals),
  }
}
