/** YAML text to a pack, with all that is wrong with it. What needs other packs is in phrases.ts. */
import { plainRule } from '../engine/rule.js'
import type { Problem } from '../errors.js'
import { checkIds, checkRule } from './check.js'
import { checkMarks, isSnippet, readExample } from './examples.js'
import { offsetInside } from './inside.js'
import { packLimits } from './limits.js'
import type { Pack, PackRule, Pattern, Phrase } from './pack.js'
import { checkPattern } from './patterns.js'
import { quote } from './quote.js'
import { type RuleData, ruleShape } from './schema.js'
import { checkSelector } from './selectors.js'
import { checkShape } from './shape.js'
import {
  child,
  isText,
  items,
  plain,
  positionOf,
  report,
  type Source,
  type TextTree,
  type Tree,
  texts,
} from './tree.js'
import { readTree, sourceOf } from './yaml.js'

export interface ParseOptions {
  /** A pack that ships is named as its path under `rules/`. */
  readonly shipped?: boolean
}

/**
 * All problems of a pack, in the order of its lines. Beside problems the pack holds the rules
 * whose shape is right, so that packs can be checked against each other: never compile it then.
 */
export function parsePack(
  text: string,
  file: string,
  options: ParseOptions = {},
): { pack?: Pack; problems: Problem[] } {
  const source = sourceOf(text, file)
  const tree = readTree(source)
  if (tree === undefined) return { problems: inOrder(source) }
  const preset = child(tree, 'preset')
  if (preset) {
    const message = 'Unexpected preset, expected a pack; presets are named, as in `--preset c4`'
    report(source, preset.start, 'PACK_KEY', message)
    return { problems: inOrder(source) }
  }
  const wrong = checkShape(source, tree)
  if (options.shipped) checkName(source, child(tree, 'pack'))
  const rules = items(child(tree, 'rules'))
  checkIds(source, rules)
  for (const rule of rules) {
    checkRule(source, rule)
    for (const example of texts(child(rule, 'remove')))
      if (!isSnippet(example.value)) checkMarks(source, example)
  }
  const patterns = rules.map((rule) => readPatterns(source, rule))
  // An issue under `rules.3` is rule 3's; any other spoils the pack.
  if (tree.kind !== 'map' || wrong.some((path) => path.length < 2)) {
    return { problems: inOrder(source) }
  }
  const header = {
    name: String(plain(child(tree, 'pack') as Tree)),
    title: String(plain(child(tree, 'title') as Tree)),
    language: String(plain(child(tree, 'language') as Tree)),
    file,
  }
  const read = rules.map((rule, i) => readRule(source, header, rule, patterns[i] ?? []))
  return {
    pack: { ...header, rules: read.filter((rule) => rule !== undefined) },
    problems: inOrder(source),
  }
}

/** The problems of a source in the order of its lines, as many as may be told. */
export function inOrder({ problems, file }: Source): Problem[] {
  problems.sort((a, b) => a.line - b.line || a.column - b.column)
  if (problems.length <= packLimits.problems) return problems
  const told = problems.slice(0, packLimits.problems)
  const { line, column } = problems[packLimits.problems] as Problem
  const message = `Unexpected further problems, expected at most ${packLimits.problems}; mend the ones above first`
  told.push({ code: 'PACK_PROBLEMS', file, line, column, message })
  return told
}

function checkName(source: Source, tree: Tree | undefined): void {
  const path = source.file.replaceAll('\\', '/').replace(/\.ya?ml$/, '')
  const name = path.slice(path.lastIndexOf('rules/') < 0 ? 0 : path.lastIndexOf('rules/') + 6)
  if (!isText(tree) || tree.value === name) return
  const message = `Unexpected ${quote(tree.value)} for \`pack\`, expected its path under rules/; write ${quote(name)}`
  report(source, tree.start, 'PACK_NAME', message)
}

function readPatterns(source: Source, rule: Tree): readonly Pattern[] {
  const patterns: Pattern[] = []
  for (const entry of items(child(rule, 'matches'))) {
    const pattern = child(entry, 'pattern')
    const literal = child(entry, 'literal')
    if (!isText(pattern)) continue
    const { problems, prefix } = checkPattern(pattern.value, isText(literal) ? literal.value : '')
    for (const { part, index, code, message } of problems) {
      const tree = part === 'literal' ? literal : pattern
      // A literal that is missing or not text is the schema's to refuse.
      if (isText(tree)) report(source, offsetInside(source.text, tree, index), code, message)
    }
    if (!isText(literal)) continue
    const position = textPosition(source, pattern)
    patterns.push({ source: pattern.value, literal: literal.value, prefix, ...position })
  }
  return patterns
}

function readRule(
  source: Source,
  pack: { readonly name: string; readonly language: string },
  tree: Tree,
  patterns: readonly Pattern[],
): PackRule | undefined {
  const { success, data } = ruleShape.safeParse(plain(tree))
  if (!success) return undefined
  const phrases = texts(child(tree, 'lines')).map(
    (phrase): Phrase => ({ text: phrase.value, ...textPosition(source, phrase) }),
  )
  return {
    rule: ruleOf(pack, data),
    phrases,
    patterns,
    ...(data.select === undefined ? {} : { select: data.select }),
    ...elementOf(data),
    remove: texts(child(tree, 'remove')).map((entry) => readExample(source, entry, true)),
    keep: texts(child(tree, 'keep')).map((entry) => readExample(source, entry, false)),
    ...positionOf(source, tree.start),
  }
}

function elementOf({ select, named, when, outside }: RuleData): Pick<PackRule, 'element'> {
  if (select === undefined && named === undefined) return {}
  const { keys, plain } = select === undefined ? { keys: [], plain: true } : checkSelector(select)
  const words = (named ?? []).map((phrase) => phrase.split(' '))
  return { element: { select, keys, plain, named: words, when: when ?? {}, outside: outside ?? false } }
}

function ruleOf(
  pack: { readonly name: string; readonly language: string },
  data: RuleData,
): PackRule['rule'] {
  return {
    ...plainRule(data.then, data.max),
    id: `${pack.name}#${data.id}`,
    category: data.category,
    language: pack.language,
    where: data.where ?? 'anywhere',
    weak: data.weak ?? false,
    ...(data.confirm === undefined ? {} : { confirm: data.confirm }),
    ...(data.end === undefined ? {} : { end: data.end }),
    ...(data.run === undefined
      ? {}
      : { run: { ...data.run, items: data.run.items ?? false, share: data.run.share ?? 0 } }),
    allow: data.allow ?? false,
    post: data.mark === 'post',
    sites: data.sites ?? [],
    why: data.why.trim(),
  }
}

function textPosition(source: Source, tree: TextTree): { line: number; column: number } {
  return positionOf(source, offsetInside(source.text, tree, 0))
}
