/** The schema's issues as problems: each with its place and, where there is one, the nearest word. */
import { z } from 'zod'
import { nearestWord } from '../nearest.js'
import { choice, quote } from './quote.js'
import { packShape, shapes } from './schema.js'
import { child, plain, report, type Source, type Tree } from './tree.js'

type Issue = z.core.$ZodIssue
/** What the whole file is called: `pack` files begin with the key `pack`. */
const wholeFile = (schema: z.ZodObject): string => `${Object.keys(schema.shape)[0]} file`

type Path = readonly PropertyKey[]

/** Reports what the schema has against the tree; returns the paths of the issues. */
export function checkShape(source: Source, tree: Tree, schema: z.ZodObject = packShape): readonly Path[] {
  const result = schema.safeParse(plain(tree))
  if (result.success) return []
  for (const issue of result.error.issues) reportIssue(source, tree, issue, schema)
  return result.error.issues.map((issue) => issue.path)
}

function reportIssue(source: Source, root: Tree, issue: Issue, schema: z.ZodObject): void {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const keys = keysAt(schema, path)
    for (const key of issue.keys) reportKey(source, root, path, key, keys)
    return
  }
  const tree = follow(root, path)
  const key = lastKey(path) ?? wholeFile(schema)
  if (tree === undefined) {
    const parent = follow(root, path.slice(0, -1)) ?? root
    const message = `Missing \`${key}\`, expected ${expected(issue)}; add \`${key}: …\``
    report(source, parent.start, 'PACK_MISSING', message)
    return
  }
  if (tree.kind === 'void') return
  const advice = todo(issue, tree, key)
  const message = `Unexpected ${shown(tree)} for \`${key}\`, expected ${expected(issue)}`
  report(source, tree.start, codeOf(issue, key), advice ? `${message}; ${advice}` : message)
}

function reportKey(source: Source, root: Tree, path: Path, key: string, keys: readonly string[]): void {
  const map = follow(root, path)
  const start = map?.kind === 'map' ? map.entries.get(key)?.keyStart : undefined
  const nearest = nearestWord(key, keys)
  const advice =
    nearest === undefined ? 'take it out, or quote a phrase that holds `: `' : `write \`${nearest}\``
  const message = `Unexpected key ${quote(key)}, expected ${choice(keys)}; ${advice}`
  report(source, start ?? map?.start ?? 0, 'PACK_KEY', message)
}

/** The keys that a map at `path` may have. */
function keysAt(schema: z.ZodObject, path: Path): readonly string[] {
  let at: unknown = schema
  for (const step of path) {
    if (at instanceof z.ZodArray) at = at.element
    else if (at instanceof z.ZodObject) at = at.shape[String(step)]
    if (at instanceof z.ZodOptional) at = at.unwrap()
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : []
}

function codeOf(issue: Issue, key: string): string {
  switch (issue.code) {
    case 'invalid_value':
      return 'PACK_VALUE'
    case 'too_small':
      return issue.origin === 'array' ? 'PACK_EMPTY' : 'PACK_RANGE'
    case 'too_big':
      return 'PACK_RANGE'
    case 'invalid_format':
      return ['pack', 'preset', 'id'].includes(key) ? 'PACK_NAME' : 'PACK_VALUE'
    default:
      return 'PACK_TYPE'
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'keys and values',
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return choice(issue.values.map(String))
    case 'too_small':
    case 'too_big':
      return issue.code === 'too_small' && issue.origin === 'array' ? 'at least one entry' : issue.message
    case 'invalid_type':
      // A number's message is the schema's own.
      return kinds[issue.expected] ?? issue.message
    default:
      return issue.message
  }
}

function todo(issue: Issue, tree: Tree, key: string): string | undefined {
  const value = tree.kind === 'scalar' ? tree.value : undefined
  if (issue.code === 'invalid_value') {
    if (value === false) return 'leave the key out'
    const nearest = nearestWord(String(value), issue.values.map(String))
    return nearest === undefined ? 'write one of them' : `write \`${nearest}\``
  }
  if (issue.code === 'too_small' && issue.origin === 'array') return 'add one, or leave the key out'
  if (issue.code === 'invalid_type' && issue.expected === 'string') {
    if (tree.kind === 'map') return 'quote text that holds `: ` or begins with `{`'
    return tree.kind === 'list' ? 'quote text that begins with `[`' : 'write it in quotes'
  }
  if (key.endsWith(' file')) return `begin with \`${key.slice(0, -' file'.length)}: …\``
  if (issue.code === 'invalid_type' && issue.expected === 'array') return 'write `- ` before each entry'
  if (typeof value !== 'string') return undefined
  const better = key === 'language' ? betterLanguage(value) : betterWord(key, value)
  return better === undefined ? undefined : `write ${quote(better)}`
}

/** `pt_br` is `pt-BR`. */
function betterLanguage(value: string): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(value.replaceAll('_', '-'))
    return tag !== undefined && shapes.language.test(tag) ? tag : undefined
  } catch {
    return undefined
  }
}

/** The value in the form its key wants, if little is wrong with it. */
function betterWord(key: string, value: string): string | undefined {
  const lower = value.trim().toLowerCase()
  if (key === 'sites') {
    const host = lower
      .replace(/^[a-z]+:\/\//, '')
      .replace(/^\*?\./, '')
      .replace(/[/:?#].*$/s, '')
    return shapes.host.test(host) ? host : undefined
  }
  const shape = key === 'id' || key === 'preset' ? shapes.id : key === 'pack' ? shapes.pack : undefined
  const word = lower.replace(/[\s_]+/g, '-')
  return shape?.test(word) ? word : undefined
}

function shown(tree: Tree): string {
  if (tree.kind === 'list') return tree.items.length > 0 ? 'list' : 'empty list'
  if (tree.kind === 'map') return 'keys and values'
  if (tree.kind === 'void' || tree.value === null) return 'nothing'
  return quote(String(tree.value))
}

function follow(root: Tree, path: Path): Tree | undefined {
  let tree: Tree | undefined = root
  for (const step of path) {
    if (typeof step === 'number') tree = tree?.kind === 'list' ? tree.items[step] : undefined
    else tree = child(tree, String(step))
  }
  return tree
}

/** `rules.3.lines.2` is an entry of `lines`; the whole document has none. */
function lastKey(path: Path): string | undefined {
  return path.findLast((step) => typeof step === 'string')
}
