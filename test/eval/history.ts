/** docs/eval-history.json: the figures of the last run, without any text of a page. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Evaluation } from './evaluate.js'
import type { SetFigures } from './figures.js'
import type { RuleFigures } from './rules.js'

export interface History {
  /** Raised when the fields change their meaning. */
  readonly version: 1
  /** Identifies the data by the names and sizes of its files. */
  readonly data: string
  readonly evaluations: readonly Evaluation[]
}

const version = 1

const keys: readonly (keyof RuleFigures)[] = [
  'lines',
  'followers',
  'claims',
  'pages',
  'junk',
  'content',
  'unknown',
  'before',
  'within',
  'after',
  'gold',
]

/** Counts in the order of `keys`; of rules without any, none. */
const packRule = (rule: RuleFigures): number[] =>
  keys.every((key) => rule[key] === 0) ? [] : keys.map((key) => rule[key])

const unpackRule = (counts: readonly number[]): RuleFigures =>
  Object.fromEntries(keys.map((key, i) => [key, counts[i] ?? 0])) as unknown as RuleFigures

/** Most sets have no types. */
const packSet = (set: SetFigures): SetFigures =>
  Object.keys(set.types).length > 1 ? set : { ...set, types: {} }

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toFixed(6)) : value

/** A line for each set and each rule, so that a diff shows what a change did. */
export function formatHistory({ data, evaluations }: History): string {
  const json = (value: unknown): string => JSON.stringify(value, rounded)
  const lines = (rows: readonly string[]): string => rows.map((row) => `\n${row}`).join(',')
  const evaluated = evaluations.map(({ name, hash, sets, rules }) => {
    const setRows = sets.map((set) => json(packSet(set)))
    const ruleRows = Object.entries(rules).map(([id, rule]) => `${json(id)}: ${json(packRule(rule))}`)
    return `{"name": ${json(name)}, "hash": ${json(hash)},\n"sets": [${lines(setRows)}],\n"rules": {${lines(ruleRows)}}}`
  })
  return `{"version": ${version}, "data": ${json(data)}, "ruleCounts": ${json(keys)},\n"evaluations": [${evaluated.join(',\n')}]}\n`
}

export const writeHistory = (file: string, history: History): void =>
  writeFileSync(file, formatHistory(history))

export function parseHistory(text: string, file: string): History {
  const { evaluations, ...rest } = JSON.parse(text) as History
  if (rest.version !== version)
    throw new Error(`${file}: version ${rest.version}, expected ${version}; write it anew: npm run eval`)
  const unpacked = evaluations.map((evaluation) => ({
    ...evaluation,
    rules: Object.fromEntries(
      Object.entries(evaluation.rules).map(([id, counts]) => [
        id,
        unpackRule(counts as unknown as readonly number[]),
      ]),
    ),
  }))
  return { version, data: rest.data, evaluations: unpacked }
}

export const readHistory = (file: string): History => parseHistory(readFileSync(file, 'utf8'), file)
