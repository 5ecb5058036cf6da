/** A config file, or the environment, as settings with their places. What is wrong in them is a UserError. */
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { type Place, UserError } from '../errors.js'
import { configLimits } from '../limits.js'
import { nearestWord } from '../nearest.js'
import { quote } from '../packs/quote.js'
import { positionOf, type Source, type Tree } from '../packs/tree.js'
import { readTree, sourceOf } from '../packs/yaml.js'
import { type ConfigFile, PREFIX } from './config.js'
import { type Option, wordsOf, wrongValue } from './option.js'
import { type Origin, options } from './options.js'

/** What an option is set to: a switch, a value, a list. */
export interface Setting {
  readonly is: boolean | string | readonly string[]
  readonly origin: Origin
}

/** Settings by the names of their options. */
export type Settings = ReadonlyMap<string, Setting>

const byName = new Map(options.map((option) => [option.name, option]))
const wrong = (place: Place, message: string): UserError => new UserError('CONFIG', place, message)

/** As a user would name it: below the working folder without what is above. */
export function shownPath(path: string): string {
  const below = relative(process.cwd(), path)
  return below === '' || isAbsolute(below) || below.startsWith(join('..', '..', '..')) ? path : below
}

export function readSettings({ path, kind }: ConfigFile): Settings {
  const file = shownPath(path)
  const source = sourceOf(readText(path, file), file)
  const tree = readTree(source)
  const [first] = source.problems
  if (first) {
    const more = source.problems.length - 1
    throw wrong(first, `${first.message}${more > 0 ? ` (and ${more} more)` : ''}`)
  }
  // An empty file.
  if (!tree || (tree.kind === 'scalar' && tree.value === null)) return new Map()
  if (tree.kind !== 'map')
    throw wrong(placeOf(source, tree), 'Unexpected value, expected options, as `skip: [cookie]`')
  const settings = new Map<string, Setting>()
  for (const [name, { keyStart, value }] of tree.entries) {
    const place = { file, ...positionOf(source, keyStart) }
    const option = optionOf(name, place)
    if (kind === 'project' && option.config === 'trusted')
      throw wrong(
        place,
        `Unexpected \`${name}\` in the file of a project, expected it on the command line; or name the file: --config ${file}`,
      )
    const setting = settingOf(source, option, value, dirname(file))
    if (kind === 'project' && option.path)
      for (const [word, at] of setting.origin.words) refuseOutside(dirname(path), word, at)
    settings.set(name, setting)
  }
  return settings
}

/** A stranger's file must not make us read the user's own, or a device without end. */
function refuseOutside(folder: string, word: string, place: Place): void {
  try {
    const below = relative(realpathSync(folder), realpathSync(word))
    if (!isAbsolute(below) && below.split(sep)[0] !== '..') return
  } catch {
    // It is not there, which is said when it is looked for.
    return
  }
  throw wrong(
    place,
    `Unexpected ${quote(word)}, which lies outside, expected a file beside the config file or below; give it on the command line`,
  )
}

function readText(path: string, file: string): string {
  const tooLarge = (size: number): UserError =>
    wrong(
      { file },
      `Unexpected ${size} bytes, expected at most ${configLimits.fileBytes} (fileBytes); name another file`,
    )
  const known = statSync(path)
  if (known.isDirectory()) throw wrong({ file }, 'Unexpected directory, expected a file of options')
  const { size } = known
  if (size > configLimits.fileBytes) throw tooLarge(size)
  const text = readFileSync(path)
  if (text.length > configLimits.fileBytes) throw tooLarge(text.length)
  return text.toString()
}

function optionOf(name: string, place: Place): Option {
  const option = byName.get(name)
  if (!option) {
    const known = options.filter(({ config }) => config !== 'never').map((one) => one.name)
    const nearest = nearestWord(name, known)
    throw wrong(
      place,
      `Unknown option ${quote(name)}${nearest ? `; did you mean \`${nearest}\`?` : '; clean --help shows all, write their long names'}`,
    )
  }
  if (option.config === 'never')
    throw wrong(place, `Unexpected \`${name}\` in a config file, expected it on the command line`)
  return option
}

const placeOf = (source: Source, tree: Tree): Place => ({
  file: source.file,
  ...positionOf(source, tree.start),
})

function settingOf(source: Source, option: Option, tree: Tree, folder: string): Setting {
  const { name, value, list, optional } = option
  const place = { ...placeOf(source, tree), file: source.file }
  function refuse(at: Tree, expected: string): UserError {
    const found =
      at.kind === 'scalar' && at.value !== null
        ? quote(String(at.value))
        : at.kind === 'map'
          ? 'map'
          : at.kind
    return wrong(
      placeOf(source, at),
      `Unexpected ${found === 'scalar' ? 'nothing' : found} for \`${name}\`, ${expected}`,
    )
  }
  if (!value) {
    if (tree.kind !== 'scalar' || typeof tree.value !== 'boolean')
      throw refuse(tree, 'expected true or false')
    return { is: tree.value, origin: { ...place, words: new Map() } }
  }
  const words = new Map<string, Place>()
  function wordsAt(at: Tree): readonly string[] {
    const text = textOf(at)
    if (text === undefined) throw refuse(at, list ? `expected ${value}, one or a list` : `expected ${value}`)
    const found = wordsOf(option, [text]).map((word) => pathFrom(folder, option, word))
    for (const word of found) {
      const expected = word === '' ? `expected ${value}` : wrongValue(option, word)
      if (expected !== undefined) throw refuse(at, expected)
      words.set(word, placeOf(source, at))
    }
    return found
  }
  if (list) {
    const is = (tree.kind === 'list' ? tree.items : [tree]).flatMap(wordsAt)
    return { is, origin: { ...place, words } }
  }
  if (optional && tree.kind === 'scalar' && tree.value === true)
    return { is: '', origin: { ...place, words } }
  return { is: wordsAt(tree)[0] as string, origin: { ...place, words } }
}

/** Text, or a number as it was meant. */
function textOf(tree: Tree): string | undefined {
  const value = tree.kind === 'scalar' ? tree.value : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Files are named as seen from the folder of the file that names them. */
function pathFrom(folder: string, { path }: Option, word: string): string {
  return path && word !== '-' && word !== '' && !isAbsolute(word) ? join(folder, word) : word
}

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Settings {
  const settings = new Map<string, Setting>()
  for (const option of options) {
    const { name, value, list } = option
    const file = `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`
    const text = env[file]
    if (option.config === 'never' || text === undefined || text === '') continue
    const refuse = (expected: string): UserError => wrong({ file }, `Unexpected ${quote(text)}, ${expected}`)
    if (!value) {
      if (!['0', '1', 'true', 'false'].includes(text)) throw refuse('expected 1 or 0')
      settings.set(name, { is: text === '1' || text === 'true', origin: { file, words: new Map() } })
      continue
    }
    const words = list === 'whole' ? text.split(delimiter) : wordsOf(option, [text])
    const expected = words.map((word) => (word === '' ? `expected ${value}` : wrongValue(option, word)))
    const first = expected.find((one) => one !== undefined)
    if (first !== undefined) throw refuse(first)
    settings.set(name, {
      is: list ? words : text,
      origin: { file, words: new Map(words.map((word) => [word, { file }])) },
    })
  }
  return settings
}
