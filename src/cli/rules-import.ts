/** `clean rules import ftr DIR`: site configurations as packs of the user's. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { formatProblem, UserError } from '../errors.js'
import { openOutput } from '../io/files.js'
import { importFtr } from '../packs/ftr.js'
import { escapeForTerminal } from '../report/escape.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

export async function importRules(
  given: Arguments,
  [kind, folder, extra]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const output = given.values.get('output')
  if (kind !== 'ftr' || folder === undefined || extra !== undefined || output === undefined)
    throw new UserError(
      'USAGE',
      {},
      'Unexpected use of `rules import`, expected `clean rules import ftr DIR -o PACKS`; DIR holds files HOST.txt, PACKS is a folder',
    )
  const { packs, hosts, rules, problems } = importFtr(folder)
  mkdirSync(output, { recursive: true })
  for (const { name, text } of packs) {
    const file = openOutput(join(output, name))
    await file.write(text)
    await file.commit()
  }
  if (!given.flags.has('quiet'))
    for (const problem of problems) terminal.say(`${escapeForTerminal(formatProblem(problem))}\n`)
  terminal.notice(
    `${rules} rules for ${hosts} hosts in ${packs.length} packs, ${problems.length} lines left out`,
  )
  return 0
}
