/** The page: every figure in it comes from the results. */
import { names } from './competitors.js'
import { type Goal, goals, isMet } from './goals.js'
import type { Figures } from './measure.js'
import {
  type CorpusResult,
  type MemoryResult,
  named,
  netSpeed,
  type Results,
  ratio,
  type StartResult,
  speed,
} from './results.js'

export const fixed = (value: number | undefined, digits: number): string =>
  value === undefined || !Number.isFinite(value) ? 'n/a' : value.toFixed(digits)
export const megabytes = (bytes: number): string =>
  (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })
export const mebibytes = (bytes: number): string => (bytes > 0 ? (bytes / 2 ** 20).toFixed(1) : 'n/a')
const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(0)

/** The first column to the left, the others, which are figures, to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

function corpusTable(corpus: CorpusResult): string {
  // Of the grown packs only the matching counts: they are compiled at start, the shipped ones are not.
  const speedOf = (name: string) => (name === names.grown ? netSpeed : speed)(corpus, name)
  const row = (figures: Figures) => {
    const own = speedOf(figures.name)
    return [
      figures.name === names.grown ? `${figures.name} (less the one-line run)` : figures.name,
      fixed(own, 1),
      `${fixed(figures.cpu, 3)} (${fixed(figures.cpuLeast, 3)}–${fixed(figures.cpuMost, 3)})`,
      fixed(figures.wall, 2),
      mebibytes(figures.peak),
      `${fixed((100 * figures.written) / corpus.bytes, 1)} %`,
      fixed(ratio(own, speedOf(names.ripgrep)), 2),
      fixed(ratio(own, speedOf(names.pipe)), 2),
    ]
  }
  const head = [
    'command',
    'MB per CPU-s',
    'CPU s (least–most)',
    'wall s',
    'peak RSS MiB',
    'bytes kept',
    'ratio to ripgrep-300',
    'ratio to bare Node pipe',
  ]
  const oneLine = [...corpus.oneLine].map(([name, cpu]) => `${name} ${milliseconds(cpu)} ms`)
  const size = `${megabytes(corpus.bytes)} MB`
  return `## \`${corpus.name}\`, ${size}\n\n${table(head, corpus.figures.map(row))}

CPU on a file of one line: ${oneLine.join(', ')}. It is taken off the speed and the ratios of the grown packs, and off nothing else.`
}

function startTable({ runs, clean, node }: StartResult): string {
  const row = (name: string, figures: Figures) => [
    name,
    milliseconds(figures.wall),
    milliseconds(figures.cpu),
    fixed(ratio(figures.wall, node.wall), 2),
    fixed(ratio(figures.cpu, node.cpu), 2),
    mebibytes(figures.peak),
  ]
  const head = ['command', 'wall ms', 'CPU ms', 'wall ratio', 'CPU ratio', 'peak RSS MiB']
  return `## Start-up

One line through \`clean\` against \`node -e 0\`, medians of ${runs} alternating runs.

${table(head, [row('clean', clean), row('node -e 0', node)])}`
}

function memoryTable(memory: readonly MemoryResult[], runs: number): string {
  const rows = memory.map(({ name, bytes, clean, pipe }) => [
    name,
    megabytes(bytes),
    mebibytes(clean.peak),
    mebibytes(pipe.peak),
    fixed((clean.peak - pipe.peak) / 2 ** 20, 1),
    fixed(clean.wall, 1),
  ])
  const head = ['input', 'MB', 'clean MiB', 'bare pipe MiB', 'difference MiB', 'clean wall s']
  return `## Memory

Peak RSS; the input is made on the fly and piped in, the output goes to the null device. Medians of ${runs} ${runs === 1 ? 'run' : 'runs'}.

${table(head, rows)}`
}

export function goalTable(all: readonly Goal[]): string {
  const rows = all.map((goal) => {
    const met = isMet(goal)
    const number = (value: number | undefined) =>
      value === undefined ? 'not measured' : `${fixed(value, 2)}${goal.unit}`
    const verdict = met === undefined ? 'not measured' : met ? 'met' : '**missed**'
    return [goal.text, `${goal.bound} ${goal.wanted}${goal.unit}`, number(goal.measured), verdict]
  })
  return `## Goals\n\n${table(['goal', 'wanted', 'measured', ''], rows)}`
}

export function page(results: Results): string {
  const { corpora, start, memory, memoryRuns, notes, machine, runs } = results
  const head = `# Speed and memory

Written by \`npm run bench\`; do not edit. One run on one machine: compare the ratios, not the figures.

${machine.map((line) => `- ${line}`).join('\n')}

Each corpus is a file read as standard input, the output goes to a file. The commands take turns; medians of ${runs} ${runs === 1 ? 'run' : 'runs'}. CPU is user and system time of all processes of a command; MB is 10^6 bytes.

${notes.map((note) => `- ${note}`).join('\n')}`
  return `${[
    head,
    goalTable(goals(results)),
    ...corpora.map(corpusTable),
    ...(start ? [startTable(start)] : []),
    ...(memory.length > 0 ? [memoryTable(memory, memoryRuns)] : []),
  ].join('\n\n')}\n`
}

/** For the terminal while the run goes on. */
export function progress(corpus: CorpusResult): string {
  const clean = named(corpus, names.clean)
  return `${corpus.name}: clean ${fixed(speed(corpus, names.clean), 1)} MB per CPU-s, ${fixed(clean?.wall, 2)} s`
}
