/** Do the scorers here and those of ../shared/eval give the same figures? */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TextCleaner } from '../../src/core.js'
import { type EvalSet, isGoldSet, readPages } from './data.js'
import { createSetTally, type Group, type SetFigures } from './figures.js'
import { afterText, cleanPage, type LabelledPage, labelPage } from './pages.js'
import type { Segments } from './segments.js'

const scorers = '../shared/eval'
const bufferBytes = 256 * 1024 * 1024

/** Digits to which figures must agree. */
const DIGITS = 4

interface TheirScore {
  readonly shingle: { readonly f1: number; readonly precision: number; readonly recall: number }
  readonly wordF1: number
}

interface TheirReport {
  readonly pages: number
  readonly before: TheirScore
  readonly after: TheirScore
  readonly pair: Readonly<Record<string, number>>
}

function ourScores({ scores, losses }: Group): Record<string, number> {
  if (!scores) return { pages: 0 }
  const share = (some: number, all: number): number => some / (all || 1)
  return {
    pages: scores.pages,
    ...Object.fromEntries(
      (['before', 'after'] as const).flatMap((when) =>
        Object.entries(scores[when]).map(([key, value]) => [`${when} ${key}`, value]),
      ),
    ),
    junkRemoved: share(losses.junkGone, losses.junk),
    contentLost: share(losses.contentGone, losses.content),
    tailJunkRemoved: share(losses.tailGone, losses.tail),
    pagesWithTailJunk: losses.pagesWithTail,
    pagesWithTailJunkLeft: losses.pagesWithTailLeft,
    pagesWithContentLost: losses.pagesLosing,
  }
}

const theirScores = ({ pages, before, after, pair }: TheirReport): Record<string, number> => ({
  pages,
  ...Object.fromEntries(
    Object.entries({ before, after }).flatMap(([when, { shingle, wordF1 }]) =>
      Object.entries({ ...shingle, wordF1 }).map(([key, value]) => [`${when} ${key}`, value]),
    ),
  ),
  ...pair,
})

/** Their names of the same counts. */
const ourSegments = ({ pages, with: w, without: o, comments: c }: Segments): Record<string, number> => ({
  pages,
  ...{ w: w.all, wb: w.before, wk: w.after },
  ...{ o: o.all, ob: o.before, ol: o.after },
  ...{ c: c.all, cb: c.before, cl: c.after },
})

/** What differs, as lines; `theirs` may say more than `ours`. */
export function differences(
  title: string,
  ours: Readonly<Record<string, number>>,
  theirs: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(ours).flatMap(([key, value]) => {
    const other = theirs[key]
    const same = other !== undefined && value.toFixed(DIGITS) === other.toFixed(DIGITS)
    return same ? [] : [`${title}: ${key} is ${value} here, ${other} there`]
  })
}

function writeRows(file: string, rows: readonly unknown[]): string {
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return file
}

function run(script: string, args: readonly string[]): unknown {
  const options = { encoding: 'utf8', maxBuffer: bufferBytes } as const
  return JSON.parse(execFileSync(process.execPath, [join(scorers, script), ...args], options))
}

/** Runs their scorers over the pages; the figures are ours of the same pages. */
export function compareScorers(pages: readonly LabelledPage[], figures: SetFigures): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dechaff-eval-'))
  try {
    const write = (name: string, some: readonly LabelledPage[]) => [
      writeRows(
        join(folder, `${name}-gold.jsonl`),
        some.map(({ page }) => page.gold),
      ),
      writeRows(
        join(folder, `${name}-before.jsonl`),
        some.map(({ page: { gold, text } }) => ({ id: gold.id, text })),
      ),
      writeRows(
        join(folder, `${name}-after.jsonl`),
        some.map((page) => ({ id: page.page.gold.id, text: afterText(page) })),
      ),
    ]
    const found: string[] = []
    const whole = pages.filter(({ page }) => page.gold.isWhole)
    if (whole.length > 0) {
      const [gold, before, after] = write('whole', whole) as [string, string, string]
      const args = ['--gold', gold, '--before', before, '--after', after, '--by', 'type', '--json']
      const { missing, ...reports } = run('score.mjs', args) as Record<string, TheirReport>
      for (const [key, report] of Object.entries(reports)) {
        const group = key === 'all' ? figures.all : figures.types[key.slice('type='.length)]
        found.push(
          ...differences(
            `${figures.name} ${key}`,
            group ? ourScores(group) : { pages: 0 },
            theirScores(report),
          ),
        )
      }
    }
    const marked = pages.filter(
      ({ page: { gold } }) => gold.with.length + gold.without.length + gold.comments.length > 0,
    )
    if (marked.length > 0) {
      const { groups } = run('segments.mjs', [...write('marked', marked), '--json']) as {
        groups: Record<string, Record<string, number>>
      }
      for (const [key, counts] of Object.entries(groups)) {
        const segments = (key === 'ALL' ? figures.all : figures.languages[key])?.segments
        found.push(
          ...differences(`${figures.name} ${key}`, segments ? ourSegments(segments) : { pages: 0 }, counts),
        )
      }
    }
    return found
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Over whole sets. A difference is an error. */
export function checkScorers(
  cleaner: TextCleaner,
  sets: readonly EvalSet[],
  say: (line: string) => void,
): void {
  for (const set of sets.filter((one) => !isGoldSet(one))) {
    const pages = readPages(set).map((page) => labelPage(cleanPage(cleaner, page)))
    const tally = createSetTally(set)
    for (const page of pages) tally.add(page)
    const found = compareScorers(pages, tally.figures())
    say(`${set.name}: ${found.length === 0 ? 'the same' : `${found.length} differences`}`)
    for (const difference of found) say(`  ${difference}`)
    if (found.length > 0) process.exitCode = 1
  }
}
