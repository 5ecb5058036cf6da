/** The options as they stand: the command line before the environment, that before the project's file, that before the user's. */
import { type Place, UserError } from '../errors.js'
import type { Config } from './config.js'
import type { Option } from './option.js'
import { type Arguments, type Command, type Origin, optionsOf } from './options.js'
import { readEnvironment, readSettings, type Settings, shownPath } from './settings.js'

/** The options that config files and the environment may set for a command: of files it writes, only `clean` itself. */
function configurable(command: Command | undefined): readonly Option[] {
  const isGeneral = command === 'rules' || command === 'stats'
  return optionsOf(command).filter(
    ({ config, path, group }) =>
      config !== 'never' &&
      (command === undefined || !path || group === 'Rules') &&
      (!isGeneral || group === 'General'),
  )
}

export function resolveOptions(
  given: Arguments,
  { files, hasVariables }: Config,
  env: Readonly<Record<string, string | undefined>>,
): Arguments {
  const layers: readonly Settings[] = [
    ...(hasVariables ? [readEnvironment(env)] : []),
    ...files.map(readSettings),
  ]
  const flags = new Set(given.flags)
  const values = new Map(given.values)
  const lists = new Map(given.lists)
  const origins = new Map<string, Origin>()
  for (const { name } of configurable(given.command)) {
    if (flags.has(name) || given.off.has(name) || values.has(name) || lists.has(name)) continue
    const setting = layers.map((settings) => settings.get(name)).find((one) => one !== undefined)
    if (!setting) continue
    const { is, origin } = setting
    // Put off, or an empty list: what a layer below says does not count.
    if (is === false || (typeof is === 'object' && is.length === 0)) continue
    if (is === true) flags.add(name)
    else if (typeof is === 'string') values.set(name, is)
    else lists.set(name, is)
    origins.set(name, origin)
  }
  return { ...given, flags, values, lists, origins }
}

/** Which options a name that nobody knows may stand in. */
const holders: Readonly<Record<string, readonly string[]>> = {
  UNKNOWN_CATEGORY: ['only', 'skip'],
  UNKNOWN_LANGUAGE: ['lang'],
  UNKNOWN_RULE: ['disable', 'enable'],
  UNKNOWN_PRESET: ['preset'],
  PACK_MISSING: ['rules'],
}

/** An error with the place of what it is about, if that was not on the command line. */
export function placed({ code, word, message }: UserError, { origins }: Arguments): UserError {
  const place: Place | undefined = (holders[code] ?? [])
    .map((name) => origins.get(name)?.words.get(word ?? ''))
    .find((one) => one !== undefined)
  if (place) return new UserError(code, place, message)
  if (code !== 'USAGE') return new UserError(code, {}, message)
  const files = [...new Set([...origins.values()].map(({ file }) => file))]
  return new UserError(
    code,
    {},
    `${message}; options come from ${files.join(', ')}, too (clean --print-config shows which)`,
  )
}

/** The options as a config file, each with its source. */
export function printOptions(given: Arguments, { files }: Config): string {
  const { flags, values, lists, off, origins } = given
  const lines = configurable(given.command).flatMap(({ name }) => {
    const list = lists.get(name)
    const value = values.get(name)
    const is = flags.has(name)
      ? 'true'
      : off.has(name)
        ? 'false'
        : list
          ? `[${list.map(written).join(', ')}]`
          : value === undefined
            ? undefined
            : value === ''
              ? 'true'
              : written(value)
    if (is === undefined) return []
    const { file, line, column } = origins.get(name) ?? { file: 'command line' }
    const source = [file, line, column].filter((part) => part !== undefined).join(':')
    return [`${name}: ${is} # ${shown(source)}`]
  })
  const read = files.map(({ path, kind }) => `# ${kind} file: ${shown(shownPath(path))}`)
  return `${[...(read.length > 0 ? read : ['# no config file']), ...lines, '# all else is built in: clean --help'].join('\n')}\n`
}

/** Numbers bare, all else in quotes. */
const written = (value: string): string =>
  /^(0|[1-9]\d{0,14})(\.\d*[1-9])?$/.test(value) ? value : shown(JSON.stringify(value))

/** What a terminal might obey, or YAML not take, as an escape. */
const shown = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufeff]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
