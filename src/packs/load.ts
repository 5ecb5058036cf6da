/** Pack files and folders to checked packs, and checked packs to a ruleset. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Characters, makeCharacters } from '../engine/characters.js'
import { foldText } from '../engine/fold.js'
import type { Part, Ruleset } from '../engine/ruleset.js'
import { type Problem, UserError } from '../errors.js'
import {
  type CompilerWords,
  compileWords,
  createPartCompiler,
  numberWords,
  type WordLists,
} from './compile.js'
import type { Pack, PackRule } from './pack.js'
import { parsePack } from './parse.js'
import { checkPhrases, sitesKey } from './phrases.js'

/** Packs and all that is wrong with them. */
export interface Loaded {
  readonly packs: readonly Pack[]
  readonly problems: readonly Problem[]
}

/** Files of word lists, which stand beside the packs; so does the folder of presets. */
const NOT_PACKS = new Set(['slots.yaml'])

/** Pack files under `path`, or itself, in the order of their names. */
export function packFiles(path: string): string[] {
  let isFolder: boolean
  try {
    isFolder = statSync(path).isDirectory()
  } catch {
    throw new UserError(
      'PACK_MISSING',
      {},
      `${path}: no such file or directory, expected a pack or a folder of packs`,
      path,
    )
  }
  if (!isFolder) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !NOT_PACKS.has(name) && !/^presets[\\/]/.test(name))
    .sort()
    .map((name) => join(path, name))
}

/** Parses packs and checks them against each other and against `others`, which are right already. */
export function loadPacks(
  files: readonly string[],
  characters: Characters,
  options: { shipped?: boolean; others?: readonly Pack[] } = {},
): Loaded {
  const packs: Pack[] = []
  const problems: Problem[] = []
  for (const file of files) {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      throw new UserError('PACK_MISSING', { file }, 'could not be read, expected a pack')
    }
    const parsed = parsePack(text, file, options.shipped ? { shipped: true } : {})
    problems.push(...parsed.problems)
    if (parsed.pack) packs.push(parsed.pack)
  }
  const fold = (text: string): string => foldText(characters, text)
  const inThese = new Set(files)
  problems.push(
    ...checkPhrases([...(options.others ?? []), ...packs], fold).filter(({ file }) => inThese.has(file)),
  )
  return { packs, problems }
}

export function compilePacks(packs: readonly Pack[], words: CompilerWords): Part {
  return createPartCompiler(words)(packs.flatMap((pack) => pack.rules))
}

/**
 * A part for the rules of all sites, and one for those of each: sites may have the same phrases. Of parts the
 * last that claims a line has it: longer hosts come later, so that a host goes before those it is a part of.
 */
export function compileParts(packs: readonly Pack[], words: CompilerWords): Part[] {
  const groups = new Map<string, PackRule[]>()
  for (const rule of packs.flatMap((pack) => pack.rules)) {
    const key = sitesKey(rule.rule.sites)
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  const everywhere = groups.get('') ?? []
  groups.delete('')
  const ofSites = [...groups.values()].sort((a, b) => shortestHost(a) - shortestHost(b))
  return [everywhere, ...ofSites].map(createPartCompiler(words))
}

/** Of rules with the same sites. */
const shortestHost = ([first]: readonly PackRule[]): number =>
  Math.min(...(first?.rule.sites ?? []).map(({ length }) => length))

/** Identifies what packs say, not how their files lie about. */
export function hashPacks(packs: readonly Pack[]): string {
  const hash = createHash('sha256')
  for (const pack of packs) {
    for (const { rule, phrases, patterns, element } of pack.rules) {
      const { why, ...meaning } = rule
      hash.update(
        JSON.stringify([
          meaning,
          phrases.map(({ text }) => text),
          patterns.map(({ source, literal }) => [source, literal]),
          ...(element ? [element] : []),
        ]),
      )
    }
  }
  return hash.digest('hex').slice(0, 16)
}

/** The shipped ruleset from the folder `rules`; throws the first problem, if there are any. */
export function compileShipped(folder: string): {
  ruleset: Ruleset
  packs: readonly Pack[]
  problems: readonly Problem[]
} {
  const characters = makeCharacters()
  const lists = parse(readFileSync(join(folder, 'slots.yaml'), 'utf8')) as WordLists
  const base = { characters, words: compileWords(characters, lists), numbers: numberWords(characters, lists) }
  const { packs, problems } = loadPacks(packFiles(folder), characters, { shipped: true })
  const hash = createHash('sha256')
    .update(hashPacks(packs))
    .update(JSON.stringify(lists))
    .digest('hex')
    .slice(0, 16)
  const parts = problems.length > 0 ? [] : [compilePacks(packs, base)]
  return { ruleset: { hash, ...base, parts }, packs, problems }
}
