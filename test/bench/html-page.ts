/** The page about HTML: its goals, and a table for each section. */
import type { Goal } from './goals.js'
import { type HtmlPart, type HtmlSection, ruleNames } from './html.js'
import { htmlNames as names } from './html-competitors.js'
import type { Figures } from './measure.js'
import { ratio } from './results.js'
import { fixed, goalTable, mebibytes, table } from './tables.js'

/** The thresholds stand here and nowhere else. */
const thresholds = {
  pages: { [names.readability]: 5, [names.defuddle]: 20, [names.parse]: 0.5 }, // at least, CPU
  memoryMebibytes: 250, // at most
  twoJobs: 1.7, // at least, wall
  manyRules: 1.2, // at most, CPU without start-up
} as const

type HtmlParts = ReadonlyMap<HtmlSection, HtmlPart>

const titles: Readonly<Record<HtmlSection, string>> = {
  'html-pages': 'Beside others',
  'html-jobs': 'A tree of pages, two jobs',
  'html-rules': 'Ten rules and ten thousand',
}

const of = (part: HtmlPart | undefined, name: string | undefined): Figures | undefined =>
  part?.figures.find((figures) => figures.name === name)

function goalsOf(parts: HtmlParts): Goal[] {
  const goals: Goal[] = []
  const pages = parts.get('html-pages')
  const own = of(pages, names.clean)
  if (pages && own) {
    for (const [name, wanted] of Object.entries(thresholds.pages)) {
      const measured = ratio(of(pages, name)?.cpu, own.cpu)
      goals.push({
        text: `pages per CPU-second, clean against ${name}`,
        bound: 'at least',
        wanted,
        measured,
        unit: '×',
      })
    }
    const measured = own.peak / 2 ** 20
    goals.push({
      text: 'peak RSS',
      bound: 'at most',
      wanted: thresholds.memoryMebibytes,
      measured,
      unit: ' MiB',
    })
  }
  const jobs = parts.get('html-jobs')
  if (jobs) {
    const measured = ratio(of(jobs, names.clean)?.wall, of(jobs, names.clean2)?.wall)
    goals.push({
      text: 'two jobs against one, wall',
      bound: 'at least',
      wanted: thresholds.twoJobs,
      measured,
      unit: '×',
    })
  }
  const rules = parts.get('html-rules')
  if (rules) {
    const [few, many] = ruleNames.map(
      ({ pages: all, one }) => (of(rules, all)?.cpu ?? 0) - (of(rules, one)?.cpu ?? 0),
    )
    const text = '10,000 rules against 10, CPU less that of one page'
    goals.push({
      text,
      bound: 'at most',
      wanted: thresholds.manyRules,
      measured: ratio(many, few),
      unit: '×',
    })
  }
  return goals
}

function partTable(section: HtmlSection, part: HtmlPart): string {
  const first = part.figures[0]
  const rows = part.figures.map((figures) => [
    figures.name,
    fixed(figures.wall, 2),
    `${fixed(figures.cpu, 2)} (${fixed(figures.cpuLeast, 2)}–${fixed(figures.cpuMost, 2)})`,
    figures.name.endsWith('one page') ? '' : fixed(part.pages / figures.cpu, 1),
    fixed(ratio(first?.cpu, figures.cpu), 2),
    mebibytes(figures.peak),
  ])
  const head = [
    'command',
    'wall s',
    'CPU s (least–most)',
    'pages per CPU-s',
    'to the first row, CPU',
    'peak RSS MiB',
  ]
  const runs = `${part.pages.toLocaleString('en')} pages; medians of ${part.runs} ${part.runs === 1 ? 'run' : 'runs'}.`
  return `## ${titles[section]}\n\n${runs}\n\n${table(head, rows)}`
}

export function htmlBenchPage(
  parts: HtmlParts,
  machine: readonly string[],
  notes: readonly string[],
): string {
  const head = `# Speed and memory on pages as HTML

Written by \`npm run bench\`; do not edit. One run on one machine: compare the ratios, not the figures.

${machine.map((line) => `- ${line}`).join('\n')}

The commands are whole processes, start-up and reading of files and all, and take turns on the same pages (Web Content Extraction Benchmark, development split). CPU is user and system time of all processes of a command; peak RSS is that of the largest process.
${notes.map((note) => `\n- ${note}`).join('')}`
  return `${[head.trimEnd(), goalTable(goalsOf(parts)), ...[...parts].map(([section, part]) => partTable(section, part))].join('\n\n')}\n`
}
