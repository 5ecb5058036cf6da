/** Measures what the shipped packs do to real texts, and writes docs/eval.md. */
import { existsSync, writeFileSync } from 'node:fs'
import { createCleaner, shippedRuleset } from '../../src/io/cleaner.js'
import { compare, readEarlier } from './against.js'
import { checkScorers } from './check-scorers.js'
import { dataHash, type EvalSet, findSets, setsNamed } from './data.js'
import { type Evaluation, evaluate } from './evaluate.js'
import { goals } from './goals.js'
import { formatExceptions, mainTexts, measureHarm } from './harm.js'
import { type History, readHistory, writeHistory } from './history.js'
import { evaluateHtml } from './html.js'
import { evaluateOthers } from './html-others.js'
import { htmlPage } from './html-page.js'
import { evaluateLearning, isLearnSet, learnedPages, learnPage } from './learn.js'
import { listLeft, listLost, listLostOf, listRule, listRulesOf } from './listings.js'
import { readOptions, usage } from './options.js'
import { page } from './page.js'
import { cachedRun, type PageRemovals, pruneRuns, removalsOf, saveRun } from './removals.js'
import { goalCells } from './tables.js'

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

type Options = ReturnType<typeof readOptions>

/** The rule sets that stand in the table; the first is ours, the others are replayed on a few sets. */
const contenders: readonly { name: string; options: { preset?: string } }[] = [
  { name: 'shipped packs', options: {} },
  ...['c4', 'c4-datatrove', 'fineweb', 'dclm'].map((preset) => ({
    name: `--preset ${preset}`,
    options: { preset },
  })),
]
const replayedOn = ({ folder, input }: EvalSet): boolean => folder === 'wcxb-dev' && input !== 'gold'

/** The pages as HTML, where the data and a program to unpack them are there. */
async function measureHtml({ directory }: Options): Promise<void> {
  const cleaner = await createCleaner()
  const figures = await evaluateHtml(cleaner, directory)
  if (figures) writeFileSync('docs/html.md', htmlPage(figures, await evaluateOthers(cleaner, directory)))
  else say(`${directory}: no pages as HTML, or no zstd to unpack them`)
}

/** Sets whose sites have several pages; or the lines of one, or that some rules took. */
function measureLearning({ lost, rule }: Options, sets: readonly EvalSet[]): void {
  const wanted = sets.filter(isLearnSet)
  if (lost !== undefined) for (const set of setsNamed(wanted, lost)) list(listLostOf(learnedPages(set)))
  if (rule !== undefined) {
    const isIt = (id: string): boolean => new RegExp(`^learned/.*#${rule}(-\\d+)*$`).test(id)
    for (const set of wanted) list(listRulesOf(learnedPages(set), isIt))
  }
  if (lost ?? rule) return
  writeFileSync('docs/learn.md', learnPage(wanted.map(evaluateLearning)))
}

async function measure(options: Options, sets: readonly EvalSet[]): Promise<void> {
  if (options.html) return measureHtml(options)
  const earlier = options.against === undefined ? undefined : readEarlier(options.against)
  const removals: PageRemovals[] = []
  const evaluations: Evaluation[] = []
  const asked = options.ours || earlier ? contenders.slice(0, 1) : contenders
  for (const { name, options: own } of asked) {
    const isOurs = evaluations.length === 0
    const observe = isOurs
      ? (...[set, one]: Parameters<typeof removalsOf>) => void removals.push(removalsOf(set, one))
      : undefined
    evaluations.push(
      evaluate(name, await createCleaner(own), isOurs ? sets : sets.filter(replayedOn), observe),
    )
  }
  const [ours] = evaluations as [Evaluation]
  const data = dataHash(sets)
  const history: History = { version: 1, data, evaluations }
  const run = { history, pages: removals }
  if (options.save !== undefined) saveRun(options.save, run)
  if (earlier) return print(compare(earlier, run, options.most))
  const text = page(evaluations, data)
  // A part must not take the place of the whole page.
  if (options.set) return print(text)
  writeFileSync(options.out, text)
  writeHistory(options.history, history)
  saveRun(cachedRun(ours.hash), run)
  pruneRuns()
  await measureHtml(options)
  for (const goal of goals(ours)) print(goalCells(goal).filter(Boolean).join('  '))
}

function list(rows: Iterable<string>): void {
  for (const row of rows) print(row)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return void process.stdout.write(usage)
  const { directory, lang: language, most } = options
  if (!existsSync(directory)) throw new Error(`${directory}: no such directory, expected the data; name it`)
  const all = findSets(directory)
  const sets = options.set ? options.set.flatMap((name) => setsNamed(all, name)) : all
  if (options['check-scorers']) return checkScorers(await createCleaner(), sets, say)
  if (options.harm) {
    const [last] = readHistory(options.history).evaluations
    const harms = measureHarm(shippedRuleset(), mainTexts(sets))
    return void process.stdout.write(formatExceptions(harms, last?.rules ?? {}))
  }
  const { lost, left, rule } = options
  if (options.learn) return measureLearning(options, sets)
  if (lost === undefined && left === undefined && rule === undefined) return measure(options, sets)
  const cleaner = await createCleaner()
  if (lost !== undefined) list(listLost({ cleaner, language, sets: setsNamed(all, lost) }))
  if (left !== undefined)
    list(listLeft({ cleaner, language, sets: setsNamed(all, left) }, options.tail, most))
  if (rule === undefined) return
  if (!cleaner.rules.some(({ id }) => id === rule || id.startsWith(`${rule}#`)))
    throw new Error(`--rule: ${rule}, expected a rule or a pack (clean rules list)`)
  list(listRule({ cleaner, language, sets }, rule))
}

// Whoever reads the first rows only, `| head`, ends the pipe.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 2))

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
})
