/** The page about data sets: its goals, and a table for each section. */
import type { Goal } from './goals.js'
import { recordNames as names } from './jsonl-competitors.js'
import type { Figures } from './measure.js'
import { ratio } from './results.js'
import { fixed, goalTable, mebibytes, megabytes, table } from './tables.js'

/** What one section measured on one input. */
export interface Part {
  /** Of the input, as it is in the file. */
  readonly bytes: number
  readonly figures: readonly Figures[]
  readonly runs: number
  /** Of a tree of files. */
  readonly files?: number
}

export type Parts = ReadonlyMap<string, readonly Part[]>

/** The thresholds stand here and nowhere else. */
const thresholds = {
  pages: { [names.parse]: 1.5, [names.jq]: 3, [names.datatrove]: 6 }, // at least, CPU, real page text
  prose: { [names.parse]: 0.8 }, // at least, CPU, records of 3 KB
  twoJobs: 1.7, // at least, wall
  toGzip: 1.25, // at most, wall: one job against a pipeline of two programs
  memoryMebibytes: { [names.clean]: 100, [names.clean2]: 200 }, // at most, beyond the bare pipe
  millisecondsAFile: 2, // at most
} as const

const titles: Readonly<Record<string, readonly string[]>> = {
  records: ['Records of 3 KB'],
  'page-records': ['Real page text'],
  gzip: ['From gzip to gzip'],
  zstd: ['From Zstandard to Zstandard'],
  shards: ['Many shards', 'Many shards, gzip'],
  'big-pipe': ['One big pipe'],
  'records-memory': ['Memory'],
  'small-files': ['A tree of small files'],
}

const of = (part: Part | undefined, name: string): Figures | undefined =>
  part?.figures.find((figures) => figures.name === name)

function speedGoals(part: Part | undefined, what: string, wanted: Readonly<Record<string, number>>): Goal[] {
  const own = of(part, names.clean)?.cpu
  return Object.entries(wanted).map(([name, least]) => ({
    text: `${what}, one core: clean against ${name}`,
    bound: 'at least',
    wanted: least,
    measured: ratio(of(part, name)?.cpu, own),
    unit: '×',
  }))
}

function twoJobs(part: Part | undefined, what: string): Goal {
  const measured = ratio(of(part, names.clean)?.wall, of(part, names.clean2)?.wall)
  return {
    text: `${what}: two jobs against one`,
    bound: 'at least',
    wanted: thresholds.twoJobs,
    measured,
    unit: '×',
  }
}

function memoryGoals(part: Part): Goal[] {
  const pipe = of(part, names.pipe)
  return part.figures
    .filter((figures) => figures !== pipe)
    .map(({ name, peak }) => {
      const wanted = thresholds.memoryMebibytes[name.startsWith(names.clean2) ? names.clean2 : names.clean]
      const measured = pipe && (peak - pipe.peak) / 2 ** 20
      return {
        text: `memory beyond the bare Node pipe: ${name}`,
        bound: 'at most',
        wanted,
        measured,
        unit: ' MiB',
      }
    })
}

function goalsOf(parts: Parts): Goal[] {
  const first = (section: string): Part | undefined => parts.get(section)?.[0]
  const goals: Goal[] = []
  if (parts.has('page-records'))
    goals.push(...speedGoals(first('page-records'), 'real page text', thresholds.pages))
  if (parts.has('records')) goals.push(...speedGoals(first('records'), 'records of 3 KB', thresholds.prose))
  if (parts.has('shards')) goals.push(twoJobs(first('shards'), 'many shards'))
  if (parts.has('big-pipe')) goals.push(twoJobs(first('big-pipe'), 'one big pipe'))
  if (parts.has('gzip')) {
    const measured = ratio(of(first('gzip'), names.clean)?.wall, of(first('gzip'), names.gzip)?.wall)
    const text = `gzip to gzip, one job: time against ${names.gzip.replace('|', '\\|')}`
    goals.push({ text, bound: 'at most', wanted: thresholds.toGzip, measured, unit: '×' })
  }
  const memory = first('records-memory')
  if (memory) goals.push(...memoryGoals(memory))
  const tree = first('small-files')
  if (tree)
    for (const name of [names.clean, names.clean2]) {
      const wall = of(tree, name)?.wall
      const measured = wall === undefined ? undefined : (wall * 1000) / (tree.files ?? 1)
      const text = `${tree.files?.toLocaleString('en')} small files: ${name}`
      goals.push({
        text,
        bound: 'at most',
        wanted: thresholds.millisecondsAFile,
        measured,
        unit: ' ms a file',
      })
    }
  return goals
}

function partTable(part: Part, title: string): string {
  const clean = of(part, names.clean)
  const size = part.files ? `${part.files.toLocaleString('en')} files` : `${megabytes(part.bytes)} MB`
  const rows = part.figures.map((figures) => [
    figures.name.replaceAll('|', '\\|'),
    fixed(figures.wall, 2),
    `${fixed(figures.cpu, 2)} (${fixed(figures.cpuLeast, 2)}–${fixed(figures.cpuMost, 2)})`,
    part.files ? fixed((figures.wall * 1000) / part.files, 3) : fixed(part.bytes / 1e6 / figures.cpu, 1),
    fixed(ratio(clean?.wall, figures.wall), 2),
    fixed(ratio(clean?.cpu, figures.cpu), 2),
    mebibytes(figures.peak),
  ])
  const head = [
    'command',
    'wall s',
    'CPU s (least–most)',
    part.files ? 'ms a file' : 'MB per CPU-s',
    'speed to one job, wall',
    'speed to one job, CPU',
    'peak RSS MiB',
  ]
  const runs = `medians of ${part.runs} ${part.runs === 1 ? 'run' : 'runs'}`
  return `## ${title}, ${size}\n\n${runs[0]?.toUpperCase()}${runs.slice(1)}.\n\n${table(head, rows)}`
}

export function recordsPage(parts: Parts, machine: readonly string[], notes: readonly string[]): string {
  const tables = [...parts].flatMap(([section, all]) =>
    all.map((part, place) => partTable(part, titles[section]?.[place] ?? section)),
  )
  const head = `# Speed and memory on data sets

Written by \`npm run bench\`; do not edit. One run on one machine: compare the ratios, not the figures.

${machine.map((line) => `- ${line}`).join('\n')}

The commands are whole processes and take turns. CPU is user and system time of all processes of a command; speeds on one core are compared by it, two jobs and pipelines by wall time. MB is 10^6 bytes of the input as it is in the file; peak RSS is that of the largest process.
${notes.map((note) => `\n\n- ${note}`).join('')}`
  return `${[head, goalTable(goalsOf(parts)), ...tables].join('\n\n')}\n`
}
