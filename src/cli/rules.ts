/** `clean rules list | show ID | test [PACK …] | lint [PACK …]`. */
import { realpathSync } from 'node:fs'
import { stringify } from 'yaml'
import { type Characters, makeCharacters } from '../engine/characters.js'
import type { Condition } from '../engine/conditions.js'
import { formatProblem, type Problem, UserError } from '../errors.js'
import { shippedRuleset } from '../io/cleaner.js'
import { nearestWord } from '../nearest.js'
import { compilePacks, compileParts, type Loaded, loadPacks, packFiles } from '../packs/load.js'
import type { Pack, PackRule, PresetPack } from '../packs/pack.js'
import { isPresetFile, loadPresets } from '../packs/preset-load.js'
import { presetNamed } from '../packs/presets.js'
import { testPacks, testPreset } from '../packs/test.js'
import { escapeForTerminal } from '../report/escape.js'
import { presetsFolder, shippedFolder } from '../shipped.js'
import { sitesFilesOf } from '../sites/file.js'
import type { Rule } from '../types.js'
import type { Arguments } from './options.js'
import { importRules } from './rules-import.js'
import type { Terminal } from './terminal.js'

const verbs = ['list', 'show', 'test', 'lint', 'import'] as const

export async function rulesCommand(given: Arguments, terminal: Terminal): Promise<number> {
  const [verb, ...names] = given.operands
  const [set] = sitesFilesOf([...names, ...(given.lists.get('rules') ?? [])])
  if (set !== undefined)
    throw new UserError(
      'SITES',
      { file: set },
      'Unexpected learned set, expected a pack; write one of its sites as one: `clean learn --export HOST`',
    )
  switch (verb) {
    case 'list':
      return list(given, terminal)
    case 'show':
      return show(given, names, terminal)
    case 'test':
      return tell(await testFiles(names, given), terminal)
    case 'import':
      return importRules(given, names, terminal)
    case 'lint':
      return tell(lintFiles(names, given), terminal)
    default: {
      const nearest = verb === undefined ? undefined : nearestWord(verb, verbs)
      throw new UserError(
        'USAGE',
        {},
        `Unexpected \`${verb ?? 'nothing'}\` after \`rules\`, expected list, show, test, lint or import${nearest ? `; write \`${nearest}\`` : ''}`,
      )
    }
  }
}

/** The shipped packs, or the preset that is named, and the packs named by --rules, as they are written. */
function packsOf(given: Arguments): readonly Pack[] {
  const characters = makeCharacters()
  const name = given.values.get('preset')
  const presets = name === undefined ? [] : presetsOf(presetNamed(name).name)
  const files = [
    ...(name !== undefined || given.flags.has('no-default-rules') ? [] : packFiles(shippedFolder())),
    ...(given.lists.get('rules') ?? []).flatMap(packFiles),
  ]
  const { packs, problems } = loadPacks(files, characters)
  const [first] = problems
  if (first) throw new UserError(first.code, {}, formatProblem(first))
  return [...presets, ...packs]
}

/** The presets, or the one of that name, as they are written. */
function presetsOf(name?: string): readonly PresetPack[] {
  const { presets, problems } = loadPresets(presetsFolder())
  const [first] = problems
  if (first) throw new UserError(first.code, {}, formatProblem(first))
  return name === undefined ? presets : presets.filter((preset) => preset.name === name)
}

async function list(given: Arguments, terminal: Terminal): Promise<number> {
  const rows = packsOf(given).flatMap(({ title, rules }) =>
    rules.map(({ rule }) => [rule.id, rule.category, kindOf(rule), title] as const),
  )
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length), 0))
  const text = rows.map(
    ([id, category, kind, title]) =>
      `${id.padEnd(widths[0] as number)}  ${category.padEnd(widths[1] as number)}  ${kind.padEnd(widths[2] as number)}  ${title}`,
  )
  await terminal.write(text.map((line) => `${escapeForTerminal(line)}\n`).join(''))
  return 0
}

/** Where a rule claims, and what goes with the line. */
function kindOf(rule: Rule): string {
  if (rule.allow) return 'allow'
  const then = rule.then === 'line' ? '' : rule.then === 'block' ? ` block ${rule.max}` : ' rest'
  return (rule.weak ? 'weak' : rule.where) + then
}

async function show(given: Arguments, names: readonly string[], terminal: Terminal): Promise<number> {
  if (names.length === 0)
    throw new UserError(
      'USAGE',
      {},
      'Unexpected end after `rules show`, expected the id of a rule, as en/share#share-this',
    )
  // A preset's rules are shown without being asked for by --preset.
  const presets = presetsOf()
  const packs = packsOf(given)
  const rules = [
    ...packs.filter((pack) => !presets.some(({ name }) => name === pack.name)),
    ...presets,
  ].flatMap((pack) => pack.rules)
  for (const name of names) {
    const preset = presets.find((one) => one.name === name)
    if (preset) await write(describePreset(preset), terminal)
    const found = rules.filter(({ rule }) => rule.id === name || rule.id.startsWith(`${name}#`))
    if (found.length === 0) {
      const nearest = nearestWord(
        name,
        rules.flatMap(({ rule: { id } }) => [id, id.slice(0, id.indexOf('#'))]),
      )
      throw new UserError(
        'UNKNOWN_RULE',
        {},
        `Unknown rule \`${name}\`${nearest ? `; did you mean \`${nearest}\`?` : '; clean rules list shows all'}`,
      )
    }
    for (const rule of found) await write(describe(rule), terminal)
  }
  return 0
}

async function write(text: string, terminal: Terminal): Promise<void> {
  await terminal.write(`${text.split('\n').map(escapeForTerminal).join('\n')}\n`)
}

/** What is said of a preset as a whole. */
function describePreset({ name, title, language, source, cuts, strip, omits, defects }: PresetPack): string {
  return stringify(
    { preset: name, title, language, source, cuts, ...(strip ? { strip } : {}), omits, defects },
    { lineWidth: 100 },
  )
}

/** As it is written: the condition's name, and behind it its parameters. */
function written({ is, ...parameters }: Condition): Record<string, unknown> {
  return { [is]: parameters }
}

function describe({ rule, phrases, patterns, select, when, remove, keep }: PackRule): string {
  const { id, category, language, where, weak, then, max, confirm, allow, post, sites, why } = rule
  return stringify(
    {
      id,
      category,
      language,
      ...(weak ? { weak } : allow ? { allow } : { where }),
      ...(then === 'line' ? {} : { then }),
      ...(max > 0 ? { max } : {}),
      ...(confirm ? { confirm } : {}),
      ...(post ? { mark: 'post' } : {}),
      ...(sites.length > 0 ? { sites } : {}),
      ...(phrases.length > 0 ? { lines: phrases.map(({ text }) => text) } : {}),
      ...(patterns.length > 0
        ? { matches: patterns.map(({ source, literal }) => ({ pattern: source, literal })) }
        : {}),
      ...(select ? { select } : {}),
      ...(when ? { when: written(when) } : {}),
      why,
      remove: remove.map(({ text }) => text),
      keep: keep.map(({ text }) => text),
    },
    { lineWidth: 100 },
  )
}

async function tell(problems: readonly Problem[], terminal: Terminal): Promise<number> {
  for (const problem of problems) await terminal.write(`${escapeForTerminal(formatProblem(problem))}\n`)
  return problems.length > 0 ? 1 : 0
}

/** Packs, all that is wrong with them, and the shipped packs beside them. */
interface Named extends Loaded {
  readonly others: readonly Pack[]
}

/** The named packs beside the shipped ones, or the shipped ones alone. A shipped pack may be named: it counts once. */
function loadNamed(names: readonly string[], given: Arguments, characters: Characters): Named {
  const shipped = packFiles(shippedFolder())
  if (names.length === 0) return { ...loadPacks(shipped, characters, { shipped: true }), others: [] }
  const files = names.flatMap(packFiles)
  const named = new Set(files.map((file) => realpathSync(file)))
  const beside = given.flags.has('no-default-rules')
    ? []
    : shipped.filter((file) => !named.has(realpathSync(file)))
  const others = loadPacks(beside, characters).packs
  return { ...loadPacks(files, characters, { others }), others }
}

/** The presets among the named files; all of them if nothing is named. */
function loadNamedPresets(files: readonly string[]): ReturnType<typeof loadPresets> {
  const loaded = (files.length > 0 ? files : [presetsFolder()]).map(loadPresets)
  return {
    presets: loaded.flatMap(({ presets }) => presets),
    problems: loaded.flatMap(({ problems }) => problems),
  }
}

/** What is wrong with packs and presets, each looked at by its own kind. */
function lookAt(
  names: readonly string[],
  packs: (names: readonly string[]) => readonly Problem[],
  presets: (files: readonly string[]) => readonly Problem[],
): readonly Problem[] {
  if (names.length === 0) return [...packs([]), ...presets([])]
  const files = names.flatMap(packFiles)
  const named = files.filter(isPresetFile)
  const others = files.filter((file) => !named.includes(file))
  return [...(others.length > 0 ? packs(others) : []), ...(named.length > 0 ? presets(named) : [])]
}

function lintFiles(names: readonly string[], given: Arguments): readonly Problem[] {
  return lookAt(
    names,
    (files) => loadNamed(files, given, makeCharacters()).problems,
    (files) => loadNamedPresets(files).problems,
  )
}

async function testFiles(names: readonly string[], given: Arguments): Promise<readonly Problem[]> {
  const base = shippedRuleset()
  const { takersOf } = await import('../formats/html/page.js')
  return lookAt(
    names,
    (files) => {
      const { packs, others, problems } = loadNamed(files, given, base.characters)
      if (problems.length > 0) return problems
      const parts = [compilePacks(others, base), ...compileParts(packs, base)]
      return testPacks(packs, { ...base, parts }, takersOf)
    },
    (files) => {
      const { presets, problems } = loadNamedPresets(files)
      return problems.length > 0 ? problems : presets.flatMap((preset) => testPreset(preset, base))
    },
  )
}
