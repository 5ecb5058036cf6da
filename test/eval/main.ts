/** Measures what the shipped packs do to real texts. */
import { writeFileSync } from 'node:fs'
import { createCleaner } from '../../src/io/cleaner.js'
import { findSets } from './data.js'
import { evaluate } from './evaluate.js'
import { page } from './page.js'

async function main(): Promise<void> {
  const ours = evaluate('shipped packs', await createCleaner(), findSets('../shared/data'))
  writeFileSync('docs/eval.md', page([ours], '../shared/data'))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
})
