/** docs/presets.md says what the presets and the schema say. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { presetLimits } from '../../src/limits.js'
import type { PresetPack } from '../../src/packs/pack.js'
import { loadPresets } from '../../src/packs/preset-load.js'
import { conditionShapes, presetShape } from '../../src/packs/preset-schema.js'

/** With DECHAFF_WRITE_DOCS the parts are written anew. */
const writes = process.env['DECHAFF_WRITE_DOCS'] !== undefined
const page = 'docs/presets.md'
const order = ['c4', 'c4-datatrove', 'fineweb', 'dclm']
const { presets } = loadPresets('rules/presets')

const rows = Object.entries(conditionShapes)
  .map(([name, shape]) => {
    const keys = Object.keys(shape.shape).map((key) => `\`${key}\``)
    return `| \`${name}\` | ${keys.join(', ')} | ${shape.description} |\n`
  })
  .join('')

const conditions = `
| condition | parameters | holds if |
| --- | --- | --- |
${rows}
`

const keys = `
| key of the file | meaning |
| --- | --- |
${Object.entries(presetShape.shape)
  .map(([key, { description }]) => `| \`${key}\` | ${description} |\n`)
  .join('')}
`

const listed = (texts: readonly string[]): string => texts.map((text) => `- ${text}\n`).join('')

function partOf({ name, title, source, omits, defects, rules }: PresetPack): string {
  const rows = rules
    .map(({ rule, when }) => {
      const { is, ...parameters } = when ?? { is: '' }
      // What stands in the table's cells must not end them.
      const said = `${is} ${JSON.stringify(parameters)}`.replaceAll('|', '\\|')
      return `| \`${rule.id}\` | \`${said}\` |\n`
    })
    .join('')
  return `
## \`${name}\`: ${title}

Source: ${source}.

| rule | condition |
| --- | --- |
${rows}
Not covered:

${listed(omits)}
Known defects, replayed:

${listed(defects)}`
}

const parts = order.map((name) => partOf(presets.find((one) => one.name === name) as PresetPack)).join('')

test.each([
  ['conditions', conditions],
  ['keys', keys],
  ['presets', parts],
])('%s', (name, text) => {
  const [before, rest = ''] = readFileSync(page, 'utf8').split(`<!-- ${name} -->\n`)
  const [found, after] = rest.split(`<!-- /${name} -->\n`)
  if (writes) writeFileSync(page, `${before}<!-- ${name} -->\n${text}<!-- /${name} -->\n${after}`)
  else expect(found).toBe(text)
})

test('every preset has its part', () =>
  expect([...order].sort()).toEqual(presets.map(({ name }) => name).sort()))

test('the limit is the one that holds', () => {
  expect(readFileSync(page, 'utf8')).toContain(
    `more than ${presetLimits.lineBytes.toLocaleString('en-US')} bytes`,
  )
})
