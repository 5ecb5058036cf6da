/** The tables of README are the tables of the program. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { groups, type Option, options } from '../../src/cli/options.js'
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

test.each([
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
