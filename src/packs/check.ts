/** What two keys of a rule say about each other. Works on the tree: a rule may be wrong elsewhere. */
import { offsetInside } from './inside.js'
import { checkSelector } from './selectors.js'
import { child, isText, type MapTree, report, type Source, type Tree } from './tree.js'

export function checkRule(source: Source, rule: Tree): void {
  if (rule.kind !== 'map') return
  const is = (key: string, value: unknown): boolean => {
    const tree = child(rule, key)
    return tree?.kind === 'scalar' && tree.value === value
  }
  const weak = is('weak', true)
  const allow = is('allow', true)
  if (allow) {
    for (const key of ['where', 'weak', 'then', 'mark', 'end']) {
      conflict(source, rule, key, `no \`${key}\` on a rule that allows`, `leave \`${key}\` out`)
    }
  } else if (weak) {
    if (!is('then', 'rest'))
      conflict(source, rule, 'then', 'no `then` but `rest` on a weak rule', 'leave out `then` or `weak`')
    conflict(source, rule, 'end', 'no `end` on a weak rule', 'leave out `end` or `weak`')
  } else {
    const where = '`anywhere`, `head` or `tail` on a strong rule'
    missing(source, rule, 'where', where, 'add `where: tail`, or `weak: true`')
  }
  pair(source, rule, is('then', 'block'), 'max', '`then: block`', '1 to 100 lines', 'add `max: 10`')
  const confirm = 'a category and a distance'
  const add = 'add `confirm: {category: comments, within: 10}`'
  pair(source, rule, is('then', 'rest'), 'confirm', '`then: rest`', confirm, add)
  checkElement(source, rule)
  if (rule.entries.has('run')) {
    for (const key of ['lines', 'matches', 'select', 'named', 'weak', 'then', 'end', 'allow', 'mark'])
      conflict(source, rule, key, `no \`${key}\` beside \`run\``, 'make two rules of it')
  } else if (!['lines', 'matches', 'select', 'named'].some((key) => rule.entries.has(key))) {
    const what = 'at least one of `lines`, `matches`, `select`, `named` and `run`'
    missing(source, rule, 'lines', what, 'add `lines:` with phrases')
  }
}

/** What is asked of elements, and what only lines can do. */
function checkElement(source: Source, rule: MapTree): void {
  const has = (key: string): boolean => rule.entries.has(key)
  if (!has('select') && !has('named')) {
    for (const key of ['when', 'outside'])
      conflict(source, rule, key, `\`${key}\` only with \`select\` or \`named\``, `leave \`${key}\` out`)
  } else if (!has('lines') && !has('matches')) {
    for (const key of ['weak', 'then', 'mark', 'end'])
      conflict(source, rule, key, `no \`${key}\` on a rule for elements`, `leave \`${key}\` out`)
  }
  const select = child(rule, 'select')
  if (!isText(select)) return
  const { problem } = checkSelector(select.value)
  if (problem !== undefined)
    report(
      source,
      offsetInside(source.text, select, 0),
      'PACK_SELECTOR',
      `Unexpected ${problem}; mend the selector`,
    )
}

/** `key` belongs to one value of another key: mandatory with it, senseless without. */
function pair(
  source: Source,
  rule: MapTree,
  holds: boolean,
  key: string,
  partner: string,
  expected: string,
  advice: string,
): void {
  if (holds) missing(source, rule, key, `${expected} with ${partner}`, advice)
  else conflict(source, rule, key, `\`${key}\` only with ${partner}`, `leave \`${key}\` out`)
}

function conflict(source: Source, rule: MapTree, key: string, expected: string, advice: string): void {
  const entry = rule.entries.get(key)
  if (entry === undefined) return
  const message = `Unexpected \`${key}\`, expected ${expected}; ${advice}`
  report(source, entry.keyStart, 'PACK_CONFLICT', message)
}

function missing(source: Source, rule: MapTree, key: string, expected: string, advice: string): void {
  if (rule.entries.has(key)) return
  report(source, rule.start, 'PACK_MISSING', `Missing \`${key}\`, expected ${expected}; ${advice}`)
}

/** Ids are unique in a pack. */
export function checkIds(source: Source, rules: readonly Tree[]): void {
  const lines = new Map<unknown, number>()
  for (const rule of rules) {
    const id = child(rule, 'id')
    if (id?.kind !== 'scalar' || id.value === null) continue
    const first = lines.get(id.value)
    const message = `Unexpected second rule \`${id.value}\` (the first is on line ${first}), expected unique ids; rename one or join them`
    if (first !== undefined) report(source, id.start, 'PACK_DUPLICATE', message)
    else lines.set(id.value, source.lines.linePos(id.start).line)
  }
}
