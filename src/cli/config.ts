/**
 * Where options come from beside the command line. Every start pays for the search, so this is a few
 * questions to the system; what is found is read by settings.ts.
 *
 *   .dechaffrc.yaml          the project's: in the working folder or, in a checkout, above it
 *   dechaff/config.yaml      the user's, under $XDG_CONFIG_HOME or ~/.config
 *   DECHAFF_MAX_REMOVED=0.5  the environment
 */
import { existsSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { UserError } from '../errors.js'
import type { Arguments } from './options.js'

const PROJECT_FILE = '.dechaffrc.yaml'
export const PREFIX = 'DECHAFF_'

type Environment = Readonly<Record<string, string | undefined>>

export interface ConfigFile {
  readonly path: string
  /** Whose it is. What was named, or is the user's own, may do what the user may. */
  readonly kind: 'named' | 'project' | 'user'
}

export interface Config {
  /** The one that counts most comes first. */
  readonly files: readonly ConfigFile[]
  readonly hasVariables: boolean
}

export function findConfig({ flags, values }: Arguments, env: Environment): Config {
  const hasVariables = Object.keys(env).some((name) => name.startsWith(PREFIX))
  const named = values.get('config')
  if (named !== undefined && flags.has('no-config'))
    throw new UserError('USAGE', {}, 'Unexpected --config beside --no-config, expected one of them')
  const isOff =
    flags.has('no-config') ||
    (named === undefined && !['', '0', 'false', undefined].includes(env[`${PREFIX}NO_CONFIG`]))
  if (isOff) return { files: [], hasVariables }
  const path = named ?? (env[`${PREFIX}CONFIG`] || undefined)
  if (path !== undefined) return { files: [{ path, kind: 'named' }], hasVariables }
  const project = projectFile(process.cwd())
  const user = userFile(env)
  return {
    files: [
      ...(project === undefined ? [] : [{ path: project, kind: 'project' } as const]),
      ...(user === undefined ? [] : [{ path: user, kind: 'user' } as const]),
    ],
    hasVariables,
  }
}

/** The nearest one up to the top of the checkout; without one only this folder's: above it anybody may have left a file. */
function projectFile(from: string): string | undefined {
  let found: string | undefined
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, PROJECT_FILE)
    if (isFile(path)) found ??= path
    if (existsSync(join(folder, '.git'))) return found
    if (folder === dirname(folder)) return found === join(from, PROJECT_FILE) ? found : undefined
  }
}

function userFile({ XDG_CONFIG_HOME, HOME, USERPROFILE }: Environment): string | undefined {
  const home = HOME || USERPROFILE
  const base =
    XDG_CONFIG_HOME !== undefined && isAbsolute(XDG_CONFIG_HOME)
      ? XDG_CONFIG_HOME
      : home && join(home, '.config')
  const path = base && join(base, 'dechaff', 'config.yaml')
  return path && isFile(path) ? path : undefined
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
