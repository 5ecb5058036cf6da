/** Measures what the shipped packs do to real texts. */
import { contender } from './contender.js'
import { findSets } from './data.js'
import { evaluateSet } from './evaluate.js'
import { meanScore } from './score.js'

async function main(): Promise<void> {
  const ours = await contender('shipped packs')
  const digits = (value: number): string => value.toFixed(4)
  const percent = (part: number, whole: number): string => `${((100 * part) / (whole || 1)).toFixed(3)} %`
  for (const set of findSets('../shared/data').filter(({ source }) => source === '')) {
    const started = performance.now()
    const pages = [...evaluateSet(ours, set)]
    const [before, after, oracle] = [
      meanScore(pages.map((page) => page.before)),
      meanScore(pages.map((page) => page.after)),
      meanScore(pages.map((page) => page.oracle)),
    ]
    const sum = (key: keyof (typeof pages)[0]['losses']) =>
      pages.reduce((all, page) => all + page.losses[key], 0)
    console.log(
      `${set.name}: F1 ${digits(before.f1)} -> ${digits(after.f1)} (oracle ${digits(oracle.f1)}, ${percent(after.f1 - before.f1, oracle.f1 - before.f1)} of the gap)  word F1 ${digits(before.wordF1)} -> ${digits(after.wordF1)} (${digits(oracle.wordF1)})
  junk removed ${percent(sum('junkGone'), sum('junk'))}  content lost ${percent(sum('contentGone'), sum('content'))}  tail junk removed ${percent(sum('tailGone'), sum('tail'))}  ${((performance.now() - started) / 1000).toFixed(1)} s`,
    )
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
})
