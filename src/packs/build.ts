/** Run by the build: packs under rules/ to dist/ruleset.bin, the presets to a file of their own, and the JSON Schema of packs. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storeRuleset } from '../engine/store.js'
import { formatProblem } from '../errors.js'
import { compileShipped } from './load.js'
import { loadPresets, presetData } from './preset-load.js'
import { packSchema } from './schema.js'

const [rules, target, schema, recipes] = process.argv.slice(2) as [string, string, string, string]
const { ruleset, problems: inPacks } = compileShipped(rules)
const { presets, problems: inPresets } = loadPresets(join(rules, 'presets'))
const problems = [...inPacks, ...inPresets]
for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`)
if (problems.length > 0) process.exitCode = 1
else {
  writeFileSync(target, storeRuleset(ruleset))
  writeFileSync(recipes, `${JSON.stringify(presets.map(presetData), null, 1)}\n`)
  writeFileSync(schema, `${JSON.stringify(packSchema(), null, 2)}\n`)
}
