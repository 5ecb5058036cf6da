/** Where the files that ship beside the code lie. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's root: sources, modules and the bundled executable all lie one folder below it. */
const root = fileURLToPath(new URL('..', import.meta.url))

/** The compiled shipped packs. */
export const rulesetFile = (): string => join(root, 'dist/ruleset.bin')

/** The compiled presets. */
export const presetsFile = (): string => join(root, 'dist/presets.json')

/** The shipped packs as they are written. */
export const shippedFolder = (): string => join(root, 'rules')

/** The presets as they are written. */
export const presetsFolder = (): string => join(root, 'rules/presets')

let known: string | undefined

/** Read once: the audit of every input says it. */
export function version(): string {
  known ??= (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
  return known
}

/** What threads of the command line run. */
export const workerFile = (): string => join(root, 'dist/cli/worker.js')
