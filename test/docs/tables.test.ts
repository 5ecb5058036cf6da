/** The tables of README are the tables of the program. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { groups, type Option } from '../../src/cli/option.js'
import { options } from '../../src/cli/options.js'
import { limits } from '../../src/limits.js'

/** With DECHAFF_WRITE_DOCS the tables are written anew. */
const writes = process.env['DECHAFF_WRITE_DOCS'] !== undefined

function rowOf({ name, short, value, optional, list, help }: Option): string {
  const given = value === undefined ? '' : optional ? `[=${value}]` : ` ${value}`
  const several = list === 'commas' ? ' (a list)' : list === 'whole' ? ' (several times)' : ''
  return `| \`${short ? `-${short}, ` : ''}--${name}${given}\` | ${help}${several} |`
}

function optionTables(): string {
  return groups
    .map((group) => {
      const rows = options.filter((option) => option.group === group).map(rowOf)
      return [`| ${group} | |`, '| --- | --- |', ...rows].join('\n')
    })
    .join('\n\n')
}

/** Unit and outcome are the doc comments. */
function limitsTable(): string {
  const source = readFileSync('src/limits.ts', 'utf8')
  const rows = [...source.matchAll(/\/\*\* (.+) \*\/\n {2}readonly (\w+): number/g)].map(([, says, name]) => {
    const value = limits[name as keyof typeof limits]
    return `| \`${name}\` | ${value.toLocaleString('en-US')} | ${says} |`
  })
  expect(rows.length).toBe(Object.keys(limits).length)
  return ['| limit | value | unit; what happens beyond it |', '| --- | --- | --- |', ...rows].join('\n')
}

interface Figures {
  readonly f1: number
}
interface SetFigures {
  readonly name: string
  readonly all: {
    readonly losses: Record<'junk' | 'junkGone' | 'content' | 'contentGone', number>
    readonly scores?: Record<'before' | 'after' | 'oracle', Figures>
  }
}

/** What the last evaluation says of the shipped packs and of the recipes of others on the same texts. */
function qualityTable(): string {
  const { evaluations } = JSON.parse(readFileSync('docs/eval-history.json', 'utf8')) as {
    evaluations: readonly { readonly name: string; readonly sets: readonly SetFigures[] }[]
  }
  const texts: Readonly<Record<string, string>> = {
    'wcxb-dev/inscriptis': 'full page',
    'wcxb-dev/trafilatura': 'trafilatura',
    'wcxb-dev/rs-trafilatura': 'rs-trafilatura',
    'wcxb-dev/readability_js': 'Readability.js',
  }
  const rows = Object.entries(texts).flatMap(([set, text]) =>
    evaluations.map(({ name, sets }) => {
      const figures = sets.find((one) => one.name === set)
      if (!figures) throw new Error(`${set}: not in docs/eval-history.json, run npm run eval`)
      const { losses, scores } = figures.all
      const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`
      const f1 = (when: 'before' | 'after' | 'oracle') => scores?.[when].f1.toFixed(4)
      const cells = [f1('before'), f1('after'), f1('oracle')]
      const gone = [share(losses.junkGone, losses.junk), share(losses.contentGone, losses.content)]
      return `| ${[text, name === 'shipped packs' ? 'dechaff' : `\`${name}\``, ...gone, ...cells].join(' | ')} |`
    }),
  )
  return [
    '| text | rules | boilerplate removed | main content lost | F1 before | after | if every boilerplate line went |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}

test.each([
  ['quality', qualityTable()],
  ['options', optionTables()],
  ['limits', limitsTable()],
])('%s', (name, table) => {
  const page = readFileSync('README.md', 'utf8')
  const [before, rest = ''] = page.split(`<!-- ${name} -->\n`)
  const [found, after] = rest.split(`<!-- /${name} -->\n`)
  if (writes)
    writeFileSync('README.md', `${before}<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->\n${after}`)
  else expect(found?.trim()).toBe(table)
})
