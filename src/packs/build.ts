/** Run by the build: packs under rules/ to dist/ruleset.bin, and the JSON Schema of packs. */
import { writeFileSync } from 'node:fs'
import { storeRuleset } from '../engine/store.js'
import { formatProblem } from '../errors.js'
import { compileShipped } from './load.js'
import { packSchema } from './schema.js'

const [rules, target, schema] = process.argv.slice(2) as [string, string, string]
const { ruleset, problems } = compileShipped(rules)
for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`)
if (problems.length > 0) process.exitCode = 1
else {
  writeFileSync(target, storeRuleset(ruleset))
  writeFileSync(schema, `${JSON.stringify(packSchema(), null, 2)}\n`)
}
