/** Learning from a crawl beside cleaning it, and what a learned set of 100,000 sites costs. */
import { execFileSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Crawl, crawlFile, siteLines } from './crawl-corpus.js'
import { type Command, type Figures, interleave, measure } from './measure.js'
import { type Bench, fullSize } from './sections.js'

/** Pages of a site that is learned from. */
const each = 10
/** Sites of the crawls in a full run: 10^6, 3·10^6 and 10^7 lines. */
const crawls = [833, 2500, 8333]
/** Sites of one more with `--long`: 10^8 lines. */
const longCrawl = 83_333
/** Sites of the set in a full run. */
const hostsOfSet = 100_000

export interface LearnResult {
  readonly crawl: Crawl
  readonly bytes: number
  readonly clean: Figures
  readonly learn: Figures
  /** Bytes of the set. */
  readonly set: number
}

export interface ApplyResult {
  readonly hosts: number
  readonly lines: number
  /** Bytes of the set, and of the pages. */
  readonly set: number
  readonly bytes: number
  readonly pages: number
  /** Pages whose lines go, and pages with none of the lines that were learned of their sites. */
  readonly without: Figures
  readonly applied: Figures
  readonly withoutAstray: Figures
  readonly appliedAstray: Figures
}

export interface LearnResults {
  readonly learned: readonly LearnResult[]
  readonly applied: ApplyResult
  readonly runs: number
}

const scaled = (bench: Bench, hosts: number): number =>
  Math.max(10, Math.round(hosts * Math.min(1, bench.size / fullSize)))

async function onFiles(
  bench: Bench,
  runs: number,
  commands: readonly Command[],
  file: string,
): Promise<Figures[]> {
  // Brings the file into the page cache.
  execFileSync('cksum', [file])
  const run = (command: Command) => measure(command, '/dev/null', join(bench.work, 'output'), bench.work)
  return interleave(commands, runs, run)
}

export async function runLearn(bench: Bench): Promise<LearnResults> {
  const program = bench.competitors.clean.argv
  // Long: the smaller ones tell whether time grows with lines.
  const runs = Math.min(3, bench.runs)
  const set = join(bench.work, 'crawl.sites')
  const clean = (file: string, ...more: string[]): Command => ({
    name: more.length > 0 ? 'clean -r crawl.sites' : 'clean',
    argv: [...program, '-j', '1', '--max-removed', '1', '--url-field', 'url', ...more, file],
  })
  const learned: LearnResult[] = []
  for (const hosts of bench.long ? [...crawls, longCrawl] : crawls) {
    const crawl = crawlFile(bench.work, scaled(bench, hosts), each)
    bench.say(`learn: ${crawl.lines} lines`)
    const learn = {
      name: 'clean learn',
      argv: [...program, 'learn', '--url-field', 'url', crawl.path, '-o', set],
    }
    const [one, other] = await onFiles(bench, runs, [clean(crawl.path), learn], crawl.path)
    if (one && other)
      learned.push({
        crawl,
        bytes: statSync(crawl.path).size,
        clean: one,
        learn: other,
        set: statSync(set).size,
      })
  }
  const hosts = scaled(bench, hostsOfSet)
  const own = crawlFile(bench.work, hosts, 1)
  const astray = crawlFile(bench.work, hosts, 1, true)
  bench.say(`learn: a set of ${hosts} sites`)
  // One page of a site will do where all that is asked is how many lines the set has.
  execFileSync(program[0] as string, [
    ...program.slice(1),
    ...['learn', '--min-pages', '1', '--url-field', 'url', own.path, '-o', set],
  ])
  const [without, applied] = await onFiles(
    bench,
    runs,
    [clean(own.path), clean(own.path, '-r', set)],
    own.path,
  )
  const onAstray = [clean(astray.path), clean(astray.path, '-r', set)]
  const [withoutAstray, appliedAstray] = await onFiles(bench, runs, onAstray, astray.path)
  if (!without || !applied || !withoutAstray || !appliedAstray) throw new Error('nothing was measured')
  const [setBytes, bytes] = [set, own.path].map((path) => statSync(path).size) as [number, number]
  rmSync(set)
  const figures = { without, applied, withoutAstray, appliedAstray }
  return {
    learned,
    runs,
    applied: { hosts, lines: hosts * siteLines, set: setBytes, bytes, pages: own.pages, ...figures },
  }
}
