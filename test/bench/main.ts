/** Measures speed, start-up and memory of `clean` beside the usual tools; writes docs/bench.md, bench-jsonl.md, bench-html.md and bench-learn.md. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { competitors } from './competitors.js'
import { type HtmlPart, type HtmlSection, htmlSections, runHtml } from './html.js'
import { htmlCompetitors } from './html-competitors.js'
import { htmlBenchPage } from './html-page.js'
import { type RecordSection, recordSections, runRecords } from './jsonl.js'
import { recordCompetitors } from './jsonl-competitors.js'
import { type Part, recordsPage } from './jsonl-page.js'
import { runLearn } from './learn.js'
import { learnPage } from './learn-page.js'
import type { CorpusResult } from './results.js'
import {
  type Bench,
  corpusShares,
  fullSize,
  memoryRuns,
  runCorpus,
  runMemory,
  runOneLine,
  runStart,
} from './sections.js'
import { page, progress } from './tables.js'

const textSections = [...Object.keys(corpusShares), 'start-up', 'memory']
const learnSections = ['learn']
const sections = [...textSections, ...recordSections, ...htmlSections, ...learnSections]

const usage = `npm run bench -- [options]
  --size MB      of the corpus made, and of the records (default ${fullSize}); the others are smaller in proportion
  --runs N       per command and corpus (default 5)
  --only NAME    ${sections.join(', ')}; repeatable; to standard output unless --out is given
  --out DIR      for the pages (default: docs)
  --work DIR     for the corpora, which are used again (default: in the folder for temporary files)
  --clean CMD    default: node dist/cli/clean.cjs
  --python CMD   the Python that has datatrove (default: python3)
  --peers DIR    where npm installed @mozilla/readability, linkedom and defuddle
  --long         a stream of 10 GB instead of 1 GB, and a crawl of 10^8 lines
`

const say = (line: string) => void process.stderr.write(`${line}\n`)

function readOptions() {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: String(fullSize) },
      runs: { type: 'string', default: '5' },
      only: { type: 'string', multiple: true, default: sections },
      out: { type: 'string' },
      work: { type: 'string', default: join(tmpdir(), 'dechaff-bench') },
      clean: { type: 'string', default: 'node dist/cli/clean.cjs' },
      python: { type: 'string', default: 'python3' },
      peers: { type: 'string' },
      long: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [size, runs] = [Number(values.size), Number(values.runs)]
  if (!(size > 0)) throw new Error(`--size: ${values.size}, expected a number above 0`)
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs: ${values.runs}, expected 1 or more`)
  const unknown = values.only.find((name) => !sections.includes(name))
  if (unknown !== undefined) throw new Error(`--only: ${unknown}, expected one of ${sections.join(', ')}`)
  return { ...values, size, runs }
}

function firstLine(program: string): string {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).split('\n')[0] ?? ''
  } catch {
    return `${program}: no version`
  }
}

const textPrograms = ['grep', 'rg', 'sed']
const recordPrograms = ['jq', 'gzip', 'zstd']

function machine(programs: readonly string[]): string[] {
  const cores = cpus()
  const { LC_ALL, LC_CTYPE, LANG } = process.env
  const locale = LC_ALL || LC_CTYPE || LANG || 'C'
  return [
    `${cores.length} cores, ${cores[0]?.model ?? 'model unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.version}, ${process.platform} ${process.arch}, locale ${locale}`,
    ...(programs.length > 0 ? [programs.map(firstLine).join('; ')] : []),
  ]
}

type Options = ReturnType<typeof readOptions>

/** A part must not take the place of the whole page. */
function put(text: string, name: string, { out, only }: Options, all: readonly string[]): void {
  if (out === undefined && !all.every((section) => only.includes(section))) process.stdout.write(text)
  else {
    const folder = out ?? 'docs'
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

async function measureText(bench: Bench, options: Options): Promise<void> {
  const { only, runs } = options
  const notes = [...bench.competitors.notes]
  const corpora: CorpusResult[] = []
  const wanted = Object.keys(corpusShares).filter((name) => only.includes(name))
  const oneLine = wanted.length > 0 ? await runOneLine(bench) : new Map<string, number>()
  for (const name of wanted) {
    const result = await runCorpus(bench, name, oneLine)
    if (result === undefined) {
      notes.push(`The source of the corpus \`${name}\` is not beside the checkout: skipped.`)
      continue
    }
    corpora.push(result)
    say(progress(result))
  }
  const start = only.includes('start-up') ? await runStart(bench) : undefined
  const memory = only.includes('memory') ? await runMemory(bench) : []
  const found = { machine: machine(textPrograms), runs, notes, corpora, start, memory }
  put(page({ ...found, memoryRuns: memoryRuns(bench) }), 'bench.md', options, textSections)
}

async function measureRecords(bench: Bench, options: Options): Promise<void> {
  const records = recordCompetitors(options.clean, options.python, options.work)
  const notes = [...records.notes]
  const parts = new Map<RecordSection, readonly Part[]>()
  for (const section of recordSections) {
    if (!options.only.includes(section)) continue
    const measured = (await runRecords({ ...bench, records }, section)).filter((part) => part !== undefined)
    if (measured.length === 0) notes.push(`\`${section}\`: its source or program is not there: skipped.`)
    else parts.set(section, measured)
  }
  put(recordsPage(parts, machine(recordPrograms), notes), 'bench-jsonl.md', options, recordSections)
}

async function measureHtml(bench: Bench, options: Options): Promise<void> {
  const html = htmlCompetitors(options.clean, options.peers, options.work)
  const notes = [...html.notes]
  const parts = new Map<HtmlSection, HtmlPart>()
  for (const section of htmlSections) {
    if (!options.only.includes(section)) continue
    const part = await runHtml({ ...bench, html }, section)
    if (part === undefined) notes.push(`\`${section}\`: the pages or \`zstd\` are not there: skipped.`)
    else parts.set(section, part)
  }
  put(htmlBenchPage(parts, machine([]), notes), 'bench-html.md', options, htmlSections)
}

async function main(): Promise<void> {
  const options = readOptions()
  if (options.help) return void process.stdout.write(usage)
  const { size, runs, long, work, only } = options
  const script = options.clean.split(' ').find((word) => /\.[cm]?js$/.test(word))
  if (script !== undefined && !existsSync(script)) throw new Error(`${script} is missing: npm run build`)
  mkdirSync(work, { recursive: true })
  const bench: Bench = { size, runs, long, work, say, competitors: competitors(options.clean, work) }
  if (textSections.some((section) => only.includes(section))) await measureText(bench, options)
  if (recordSections.some((section) => only.includes(section))) await measureRecords(bench, options)
  if (htmlSections.some((section) => only.includes(section))) await measureHtml(bench, options)
  if (only.includes('learn'))
    put(learnPage(await runLearn(bench), machine([])), 'bench-learn.md', options, learnSections)
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
})
