/** `clean rules list | show ID | test [PACK …] | lint [PACK …]`. */
import { realpathSync } from 'node:fs'
import { stringify } from 'yaml'
import { type Characters, makeCharacters } from '../engine/characters.js'
import { formatProblem, type Problem, UserError } from '../errors.js'
import { shippedRuleset } from '../io/cleaner.js'
import { nearestWord } from '../nearest.js'
import { compilePacks, type Loaded, loadPacks, packFiles } from '../packs/load.js'
import type { Pack, PackRule } from '../packs/pack.js'
import { testPacks } from '../packs/test.js'
import { escapeForTerminal } from '../report/escape.js'
import { shippedFolder } from '../shipped.js'
import type { Rule } from '../types.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

const verbs = ['list', 'show', 'test', 'lint'] as const

export async function rulesCommand(given: Arguments, terminal: Terminal): Promise<number> {
  const [verb, ...names] = given.operands
  switch (verb) {
    case 'list':
      return list(given, terminal)
    case 'show':
      return show(given, names, terminal)
    case 'test':
      return tell(testFiles(names, given), terminal)
    case 'lint':
      return tell(lintFiles(names, given), terminal)
    default: {
      const nearest = verb === undefined ? undefined : nearestWord(verb, verbs)
      throw new UserError(
        'USAGE',
        {},
        `Unexpected \`${verb ?? 'nothing'}\` after \`rules\`, expected list, show, test or lint${nearest ? `; write \`${nearest}\`` : ''}`,
      )
    }
  }
}

/** The shipped packs and those named by --rules, as they are written. */
function packsOf(given: Arguments): readonly Pack[] {
  const characters = makeCharacters()
  const files = [
    ...(given.flags.has('no-default-rules') ? [] : packFiles(shippedFolder())),
    ...(given.lists.get('rules') ?? []).flatMap(packFiles),
  ]
  const { packs, problems } = loadPacks(files, characters)
  const [first] = problems
  if (first) throw new UserError(first.code, {}, formatProblem(first))
  return packs
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
  const rules = packsOf(given).flatMap((pack) => pack.rules)
  for (const name of names) {
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
    for (const rule of found)
      await terminal.write(`${describe(rule).split('\n').map(escapeForTerminal).join('\n')}\n`)
  }
  return 0
}

function describe({ rule, phrases, patterns, select, remove, keep }: PackRule): string {
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

function lintFiles(names: readonly string[], given: Arguments): readonly Problem[] {
  return loadNamed(names, given, makeCharacters()).problems
}

function testFiles(names: readonly string[], given: Arguments): readonly Problem[] {
  const base = shippedRuleset()
  const { packs, others, problems } = loadNamed(names, given, base.characters)
  if (problems.length > 0) return problems
  return testPacks(packs, { ...base, parts: [compilePacks(others, base), compilePacks(packs, base)] })
}
