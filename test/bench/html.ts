/** Pages as HTML: speed beside other extractors, two jobs, and rules by the thousand. Written to a page of its own. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unpack } from '../eval/html-data.js'
import type { HtmlCompetitors } from './html-competitors.js'
import type { Command, Figures, Sample } from './measure.js'
import { interleave, measure } from './measure.js'
import type { Bench } from './sections.js'
import { fullSize } from './sections.js'

export const htmlSections = ['html-pages', 'html-jobs', 'html-rules'] as const
export type HtmlSection = (typeof htmlSections)[number]

const htmlFile = '../shared/data/wcxb-dev/html.jsonl.zst'
/** Every so many pages of the set are measured, at full size: some of the others need a second for each four. */
const everyPage = 5
/** Rules of the small pack and of the large one. */
export const ruleCounts = [10, 10_000] as const

export interface HtmlPart {
  readonly pages: number
  readonly figures: readonly Figures[]
  readonly runs: number
}

interface Run extends Bench {
  readonly html: HtmlCompetitors
}

export const ruleNames = ruleCounts.map((count) => ({
  pages: `clean, ${count.toLocaleString('en')} rules`,
  one: `clean, ${count.toLocaleString('en')} rules, one page`,
}))

/** The folder of pages, one file each; undefined where the data or `zstd` is missing. */
async function pagesFolder(bench: Bench): Promise<string | undefined> {
  if (!existsSync(htmlFile) || spawnSync('zstd', ['--version']).status !== 0) return undefined
  const every = Math.max(1, Math.round((everyPage * fullSize) / bench.size))
  const folder = join(bench.work, `html-pages-${every}`)
  if (existsSync(folder)) return folder
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  let number = 0
  for await (const { html } of unpack(htmlFile))
    if (number++ % every === 0) writeFileSync(join(making, `${String(number).padStart(5, '0')}.html`), html)
  cpSync(making, folder, { recursive: true })
  rmSync(making, { recursive: true })
  return folder
}

/** Rules that a pack holds: its size is limited. */
const rulesPerPack = 1000

/** Packs of a user: selectors and words of classes and ids that no page has. */
function rulesFolder(bench: Bench, count: number): string {
  const folder = join(bench.work, `html-rules-${count}`)
  mkdirSync(join(folder, 'html'), { recursive: true })
  const kinds = [
    (number: number) => `select: .made-${number}`,
    (number: number) => `select: "#made-${number}"`,
    (number: number) => `named: [made ${'abcdefghij'[number % 10]}word]`,
    (number: number) => `select: "div.made-${number} > p"`,
  ]
  for (let first = 0; first < count; first += rulesPerPack) {
    const rules = Array.from({ length: Math.min(rulesPerPack, count - first) }, (_, at) => {
      const select = kinds[at % kinds.length]?.(first + at) ?? ''
      return `  - id: r${at}\n    category: other\n    where: anywhere\n    ${select}\n    why: Made.\n    remove: ["<p>x</p>"]\n    keep: ["<p>y</p>"]`
    })
    const name = `made${first / rulesPerPack}`
    const head = `pack: html/${name}\ntitle: Made\nlanguage: und\nrules:\n`
    writeFileSync(join(folder, 'html', `${name}.yaml`), `${head}${rules.join('\n')}\n`)
  }
  return folder
}

async function toFolder(bench: Bench, command: Command, output: string): Promise<Sample> {
  rmSync(output, { recursive: true, force: true })
  const sample = await measure(command, '/dev/null', join(bench.work, 'output'), bench.work)
  rmSync(output, { recursive: true, force: true })
  return sample
}

/** Undefined: the pages are missing. */
export async function runHtml(bench: Run, section: HtmlSection): Promise<HtmlPart | undefined> {
  bench.say(section)
  const folder = await pagesFolder(bench)
  if (folder === undefined) return undefined
  const names = readdirSync(folder)
  const output = join(bench.work, 'html-output')
  const { clean, clean2, others } = bench.html
  const over = ({ name, argv }: Command): Command => ({ name, argv: [...argv, folder, '-o', output] })
  const commands: Record<HtmlSection, () => Command[]> = {
    'html-pages': () => [over(clean), ...others.map(({ name, argv }) => ({ name, argv: [...argv, folder] }))],
    'html-jobs': () => [over(clean), over(clean2)],
    'html-rules': () =>
      ruleCounts.flatMap((count, place) => {
        const argv = [...clean.argv, '--no-default-rules', '--rules', rulesFolder(bench, count)]
        const one = join(folder, names[0] ?? '')
        const called = ruleNames[place]
        return [
          over({ name: called?.pages ?? '', argv }),
          { name: called?.one ?? '', argv: [...argv, one, '-o', `${output}.txt`] },
        ]
      }),
  }
  const run = (command: Command) => toFolder(bench, command, output)
  return {
    pages: names.length,
    figures: await interleave(commands[section](), bench.runs, run),
    runs: bench.runs,
  }
}
