/** The page about learning: its goals, learning beside cleaning, and what it would cost for more. */
import type { Goal } from './goals.js'
import type { LearnResult, LearnResults } from './learn.js'
import { fixed, goalTable, mebibytes, megabytes, table } from './tables.js'

/** The thresholds stand here and nowhere else. */
const thresholds = {
  learnToClean: 0.5, // at least, CPU
  appliedToClean: 0.7, // at least, CPU
  bytesOfSet: 1.5, // at most: bytes of memory for a byte of the set
} as const

const billion = 1e9

function goalsOf({ learned, applied }: LearnResults): Goal[] {
  const largest = learned.at(-1) as LearnResult
  const atLeast = (text: string, wanted: number, measured: number): Goal => ({
    ...{ text, wanted, measured },
    ...{ bound: 'at least', unit: '×' },
  })
  return [
    atLeast(
      'learning against cleaning, one core',
      thresholds.learnToClean,
      largest.clean.cpu / largest.learn.cpu,
    ),
    atLeast(
      'cleaning with a learned set against without, on pages whose lines go',
      thresholds.appliedToClean,
      applied.without.cpu / applied.applied.cpu,
    ),
    atLeast(
      'the same on pages none of whose lines go',
      thresholds.appliedToClean,
      applied.withoutAstray.cpu / applied.appliedAstray.cpu,
    ),
    {
      text: 'memory with a learned set, all of the program’s',
      bound: 'at most',
      wanted: thresholds.bytesOfSet,
      measured: applied.applied.peak / applied.set,
      unit: ' bytes a byte of the set',
    },
  ]
}

const million = (lines: number): string => fixed(lines / 1e6, 2)

function learnTable({ learned }: LearnResults): string {
  const rows = learned.map(({ crawl, bytes, clean, learn, set }) => [
    ...[million(crawl.lines), crawl.hosts.toLocaleString('en'), megabytes(bytes)],
    ...[fixed(clean.cpu, 1), fixed(learn.cpu, 1), fixed(learn.wall, 1), fixed(clean.cpu / learn.cpu, 2)],
    ...[mebibytes(learn.peak), megabytes(set)],
  ])
  const head = [
    ...['million lines', 'sites', 'MB', 'cleaning, CPU s', 'learning, CPU s', 'wall s', 'ratio'],
    ...['peak RSS MiB', 'set, MB'],
  ]
  return `## Learning

${table(head, rows)}

${growthText(learned)}`
}

/** What the two largest crawls say of larger ones. */
function growthText(learned: readonly LearnResult[]): string {
  const largest = learned.at(-1) as LearnResult
  const before = learned.at(-2) ?? largest
  const { crawl, bytes, learn, set } = largest
  const times = billion / crawl.lines
  const grown = (of: (result: LearnResult) => number): string => fixed(of(largest) / of(before), 1)
  const hours = (learn.cpu * times) / 3600
  return `From the last crawl but one to the last, lines grew ${grown((one) => one.crawl.lines)}-fold, the time of learning ${grown((one) => one.learn.cpu)}-fold, the set ${grown((one) => one.set)}-fold and memory ${grown((one) => one.learn.peak)}-fold. If that goes on, 10^9 lines of such pages take ${fixed(hours, 1)} hours of one core, shared by as many machines as make samples; ${fixed((bytes * times) / 1e9, 0)} GB of disk for the samples at most, until the set is learned; and ${fixed((set * times) / 1e9, 1)} GB for the set, twice that until it has its name.`
}

function applyTable({ applied }: LearnResults): string {
  const { hosts, lines, set, bytes, pages } = applied
  const row = (what: string, plain: typeof applied.without, own: typeof applied.without): string[] => [
    what,
    ...[fixed(plain.cpu, 1), fixed(own.cpu, 1), fixed(plain.cpu / own.cpu, 2)],
    fixed(((own.cpu - plain.cpu) * 1e6) / pages, 0),
    ...[mebibytes(plain.peak), mebibytes(own.peak)],
    `${fixed((100 * own.written) / bytes, 0)} %`,
  ]
  const head = [
    ...['pages', 'without, CPU s', 'with, CPU s', 'ratio', 'µs a page'],
    ...['without, peak RSS MiB', 'with', 'bytes kept'],
  ]
  return `## Applying

A set of ${lines.toLocaleString('en')} lines of ${hosts.toLocaleString('en')} sites, ${megabytes(set)} MB; ${pages.toLocaleString('en')} pages in random order of their sites, ${megabytes(bytes)} MB.

${table(head, [
  row('whose lines go', applied.without, applied.applied),
  row('under the names of other sites', applied.withoutAstray, applied.appliedAstray),
])}

The second row is what it costs to find a site and to look each line up, on pages of which every second has one line of that site by chance; the first has the lines taken out, too, which nothing does without the set.`
}

export function learnPage(results: LearnResults, machine: readonly string[]): string {
  const head = `# Learning from a crawl

Written by \`npm run bench -- --only learn\`; do not edit. One run on one machine: compare the ratios, not the figures.

${machine
  .filter(Boolean)
  .map((line) => `- ${line}`)
  .join('\n')}

Pages of 120 lines, 100 of which are their site's, ten pages a site, as JSON Lines with addresses. The commands take turns; medians of ${results.runs} ${results.runs === 1 ? 'run' : 'runs'}.`
  return `${[head, goalTable(goalsOf(results)), learnTable(results), applyTable(results)].join('\n\n')}\n`
}
