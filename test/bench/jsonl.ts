/** Data sets: speed on records, codecs, two jobs, memory, a tree of small files. Written to a page of its own. */
import { execFileSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordCompetitors } from './jsonl-competitors.js'
import { hasPages, packed, recordsFile, shards, smallFiles } from './jsonl-corpora.js'
import type { Part } from './jsonl-page.js'
import type { Command, Figures, Sample } from './measure.js'
import { interleave, measure } from './measure.js'
import type { Bench } from './sections.js'
import { fullSize } from './sections.js'

export const recordSections = [
  'records',
  'page-records',
  'gzip',
  'zstd',
  'shards',
  'big-pipe',
  'records-memory',
  'small-files',
] as const
export type RecordSection = (typeof recordSections)[number]

/** Of a size that is not waited for on the disk. */
const shardCount = 64
const smallFilesAtFullSize = 250_000
/** Page text takes the others so long that a part of it must do. */
const pagesShare = 0.2

interface Run extends Bench {
  readonly records: RecordCompetitors
}

/** What many jobs clean is longer: they take some tenths of a second to start, and a data set takes hours. */
const jobsShare = 4

const plainFile = (bench: Bench): string => recordsFile(bench.work, 'records', bench.size * 1e6)
const longFile = (bench: Bench): string => recordsFile(bench.work, 'records', bench.size * 1e6 * jobsShare)

/** On one core: what is counted is CPU, so that no helper thread hides. */
async function onRecords(bench: Run, kind: 'records' | 'page-records'): Promise<Part | undefined> {
  if (kind === 'page-records' && !hasPages()) return undefined
  const share = kind === 'page-records' ? pagesShare : 1
  const path = recordsFile(bench.work, kind, Math.round(bench.size * 1e6 * share))
  const { clean, others } = bench.records
  const commands = [clean, bench.competitors.pipe, ...others]
  return part(bench, path, commands, (command) => toFile(bench, command, path))
}

/** A pipeline of two programs against one; and what it costs to pack with one's own. */
async function onPacked(bench: Run, codec: 'gz' | 'zst'): Promise<Part | undefined> {
  const path = packed(plainFile(bench), codec)
  if (path === undefined) return undefined
  const program = codec === 'gz' ? 'gzip' : 'zstd -q'
  const line = `${program} -dc | ${program} -1`
  const pipeline = { name: line, argv: ['bash', '-c', line] }
  const { clean, clean2 } = bench.records
  const commands = [pipeline, ...[clean, clean2].map(fromRecords)]
  return part(bench, path, commands, (command) => toFile(bench, command, path))
}

/** Whole shards to the cores: plain, and packed, where packing is the most of the work. */
async function onShards(bench: Run, codec?: 'gz'): Promise<Part> {
  // Packing takes so long that less will do.
  const source = codec ? plainFile(bench) : longFile(bench)
  const path = shards(source, shardCount, codec)
  const output = join(bench.work, 'shards-output')
  const { clean, clean2 } = bench.records
  const commands = [clean, clean2].map((command) => ({
    name: command.name,
    argv: [...command.argv, path, '-o', output],
  }))
  return part(bench, source, commands, (command) => toFolder(bench, command, output))
}

async function onBigPipe(bench: Run): Promise<Part> {
  const path = longFile(bench)
  const { clean, clean2 } = bench.records
  const commands = [bench.competitors.pipe, ...[clean, clean2].map(fromRecords)].map((command) =>
    piped(command, path),
  )
  return part(bench, path, commands, (command) => toFile(bench, command, '/dev/null'))
}

/** Peaks of all kinds of input beside the bare pipe's. */
async function onMemory(bench: Run): Promise<Part> {
  const path = plainFile(bench)
  const inputs = [path, packed(path, 'gz'), packed(path, 'zst')].filter((file) => file !== undefined)
  const { clean, clean2 } = bench.records
  const kinds = { [path]: 'plain', [`${path}.gz`]: 'gzip', [`${path}.zst`]: 'Zstandard' }
  const commands = [
    piped(bench.competitors.pipe, path),
    ...inputs.flatMap((file) =>
      [clean, clean2].map((command) => {
        const { name, argv } = piped(fromRecords(command), file)
        return { name: `${name}, ${kinds[file]}`, argv }
      }),
    ),
  ]
  return part(bench, path, commands, (command) => toFile(bench, command, '/dev/null'))
}

async function onSmallFiles(bench: Run): Promise<Part> {
  const count = Math.round(Math.min(1, bench.size / fullSize) * smallFilesAtFullSize)
  const path = smallFiles(bench.work, count)
  const output = join(bench.work, 'small-output')
  const { clean, clean2 } = bench.records
  const copy = { name: 'cp -r', argv: ['cp', '-r', path, output] }
  const commands = [
    copy,
    ...[clean, clean2].map(({ name, argv }) => ({ name, argv: [...argv, path, '-o', output] })),
  ]
  // Once: the tree takes minutes, and the disk more than the program.
  const once = { ...bench, runs: 1 }
  const made = await part(once, undefined, commands, (command) => toFolder(bench, command, output))
  return { ...made, files: count }
}

const fromRecords = ({ name, argv }: Command): Command => ({ name, argv: [...argv, '--from', 'jsonl'] })

/** The file comes by a pipe, and `cat` is no part of what is measured but its CPU time. */
const piped = ({ name, argv }: Command, path: string): Command => ({
  name,
  argv: ['bash', '-c', 'file=$1; shift; cat -- "$file" | "$@"', 'bash', path, ...argv],
})

const toFile = (bench: Bench, command: Command, input: string): Promise<Sample> =>
  measure(command, input, join(bench.work, 'output'), bench.work)

async function toFolder(bench: Bench, command: Command, output: string): Promise<Sample> {
  rmSync(output, { recursive: true, force: true })
  const sample = await measure(command, '/dev/null', '/dev/null', bench.work)
  rmSync(output, { recursive: true, force: true })
  return sample
}

async function part(
  bench: Bench,
  path: string | undefined,
  commands: readonly Command[],
  run: (command: Command) => Promise<Sample>,
): Promise<Part> {
  // Brings the file into the page cache.
  if (path !== undefined) execFileSync('cksum', [path])
  const figures: Figures[] = await interleave(commands, bench.runs, run)
  return { bytes: path === undefined ? 0 : statSync(path).size, figures, runs: bench.runs }
}

/** The section's tables; a second one for shards that are packed. Undefined: its source or program is missing. */
export async function runRecords(bench: Run, section: RecordSection): Promise<(Part | undefined)[]> {
  bench.say(section)
  switch (section) {
    case 'records':
    case 'page-records':
      return [await onRecords(bench, section)]
    case 'gzip':
      return [await onPacked(bench, 'gz')]
    case 'zstd':
      return [await onPacked(bench, 'zst')]
    case 'shards':
      return [await onShards(bench), await onShards(bench, 'gz')]
    case 'big-pipe':
      return [await onBigPipe(bench)]
    case 'records-memory':
      return [await onMemory(bench)]
    case 'small-files':
      return [await onSmallFiles(bench)]
    default:
      return section satisfies never
  }
}
