/** What an option is, and what its value looks like. */
import { nearestWord } from '../nearest.js'

/** How a value is written, and how that is said. */
export interface Shape {
  readonly pattern: RegExp
  readonly expected: string
}

export const shapes = {
  share: {
    pattern: /^(0?\.\d+|[01]|0\.0*|1\.0*)$/,
    expected: 'a share from 0 to 1, as 0.9',
  },
  count: { pattern: /^[1-9]\d{0,8}$/, expected: 'a whole number from 1' },
  cores: { pattern: /^[1-9]\d{0,3}$/, expected: 'a number of cores from 1' },
  host: { pattern: /^[^\s/:@?#]+$/, expected: 'a host, as example.org' },
  field: { pattern: /^[^.]+(\.[^.]+)*$/s, expected: 'names with dots between them, as metadata.text' },
} as const satisfies Record<string, Shape>

export const groups = [
  'Rules',
  'Output',
  'Many files',
  'Learn',
  'Look before you leap',
  'Records of what was done',
  'Input',
  'JSON Lines',
  'Restore',
  'General',
] as const
export type Group = (typeof groups)[number]

export interface Option {
  readonly name: string
  readonly short?: string
  /** What the value is called in the help; none for a switch. */
  readonly value?: string
  /** The value may be left out; then it comes after `=` only. */
  readonly optional?: boolean
  /** May be given several times; values are lists separated by commas unless `whole`. */
  readonly list?: 'commas' | 'whole'
  readonly choices?: readonly string[]
  readonly shape?: Shape
  readonly group: Group
  /** `never`: on the command line only; `trusted`: not in a config file that comes with a project. */
  readonly config?: 'never' | 'trusted'
  /** It names files, which a config file names as seen from where it lies. */
  readonly path?: true
  readonly help: string
}

/** What is expected in place of `value`; undefined if it is right. */
export function wrongValue({ choices, optional, shape }: Option, value: string): string | undefined {
  if (shape && !shape.pattern.test(value)) return `expected ${shape.expected}`
  if (!choices || (optional && value === '') || choices.includes(value)) return undefined
  const nearest = nearestWord(value, choices)
  return `expected ${choices.join(' or ')}${nearest ? `; write \`${nearest}\`` : ''}`
}

/** The words of a list, each of which may be several between commas. */
export function wordsOf({ list }: Option, all: readonly string[]): readonly string[] {
  return list === 'commas' ? all.flatMap((one) => one.split(',')).map((one) => one.trim()) : all
}
