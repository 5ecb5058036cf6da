/** YAML text to a preset, with all that is wrong with it. */
import type { Condition } from '../engine/conditions.js'
import { plainRule } from '../engine/rule.js'
import type { Problem } from '../errors.js'
import { checkIds } from './check.js'
import { checkMarks, readExample } from './examples.js'
import type { PackRule, PresetPack } from './pack.js'
import { inOrder } from './parse.js'
import { conditionShapes, presetRuleShape, presetShape } from './preset-schema.js'
import { choice, quote } from './quote.js'
import { shapes } from './schema.js'
import { checkShape } from './shape.js'
import { child, isText, items, plain, positionOf, report, type Source, type Tree, texts } from './tree.js'
import { readTree, sourceOf } from './yaml.js'

/** All problems of a preset, in the order of its lines; a preset only if there are none. */
export function parsePreset(text: string, file: string): { preset?: PresetPack; problems: Problem[] } {
  const source = sourceOf(text, file)
  const tree = readTree(source)
  if (tree === undefined) return { problems: inOrder(source) }
  checkShape(source, tree, presetShape)
  checkFileName(source, child(tree, 'preset'))
  const rules = items(child(tree, 'rules'))
  checkIds(source, rules)
  for (const rule of rules) {
    checkWhen(source, child(rule, 'when'))
    for (const example of texts(child(rule, 'remove'))) checkMarks(source, example)
  }
  const { success, data } = presetShape.safeParse(plain(tree))
  if (!success || source.problems.length > 0) return { problems: inOrder(source) }
  const { preset: name, title, language, source: code, cuts, strip = false, omits, defects } = data
  const read = rules.map((rule) => readRule(source, name, language, rule))
  const header = { name, title, language, file, source: code, cuts, strip, omits, defects }
  return { preset: { ...header, rules: read }, problems: [] }
}

function checkFileName(source: Source, tree: Tree | undefined): void {
  const name = source.file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/, '')
  // Of a value that is no name the schema has told.
  if (!isText(tree) || tree.value === name || !shapes.id.test(tree.value)) return
  const message = `Unexpected ${quote(tree.value)} for \`preset\`, expected the name of its file; write ${quote(name)}`
  report(source, tree.start, 'PACK_NAME', message)
}

/** A rule has one condition: of two it could not be said which the recipe tests first. */
function checkWhen(source: Source, when: Tree | undefined): void {
  if (when?.kind !== 'map') return
  const known = Object.keys(conditionShapes)
  const [first, second] = [...when.entries].filter(([key]) => known.includes(key))
  if (when.entries.size === 0) {
    const message = `Unexpected nothing for \`when\`, expected one of ${choice(known)}; write the condition that the recipe tests`
    report(source, when.start, 'PACK_EMPTY', message)
  } else if (first && second) {
    const message = `Unexpected second condition ${quote(second[0])}, expected ${quote(first[0])} alone; make two rules of them`
    report(source, second[1].keyStart, 'PACK_CONFLICT', message)
  }
}

function readRule(source: Source, preset: string, language: string, tree: Tree): PackRule {
  const { id, category, when, why } = presetRuleShape.parse(plain(tree))
  const [is, parameters] = Object.entries(when)[0] as [Condition['is'], object]
  return {
    rule: {
      ...plainRule(),
      id: `${preset}#${id}`,
      category,
      language,
      alone: true,
      why: why.trim(),
    },
    phrases: [],
    patterns: [],
    when: { is, ...parameters } as Condition,
    remove: texts(child(tree, 'remove')).map((entry) => readExample(source, entry, true)),
    keep: texts(child(tree, 'keep')).map((entry) => readExample(source, entry, false)),
    ...positionOf(source, tree.start),
  }
}
