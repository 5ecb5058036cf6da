/** The one table of options: the parser, the help and later the manual page are made from it. */
import type { Place } from '../errors.js'
import { learnOptions } from './learn-options.js'
import { type Option, shapes } from './option.js'
import { recordOptions } from './record-options.js'

export const options: readonly Option[] = [
  {
    name: 'rules',
    short: 'r',
    value: 'PACK',
    list: 'whole',
    path: true,
    group: 'Rules',
    help: 'add a pack of your own, or a folder of them',
  },
  { name: 'no-default-rules', group: 'Rules', help: 'start from nothing' },
  {
    name: 'preset',
    value: 'NAME',
    group: 'Rules',
    help: 'replay a recipe: c4, c4-datatrove, fineweb, dclm',
  },
  { name: 'only', value: 'CATEGORIES', list: 'commas', group: 'Rules', help: 'only these categories' },
  { name: 'skip', value: 'CATEGORIES', list: 'commas', group: 'Rules', help: 'not these categories' },
  {
    name: 'lang',
    value: 'LANGS',
    list: 'commas',
    group: 'Rules',
    help: 'only packs in these languages, and in none',
  },
  {
    name: 'site',
    value: 'HOST',
    shape: shapes.host,
    group: 'Rules',
    help: 'host of the pages; else a folder called like one',
  },
  { name: 'disable', value: 'ID', list: 'commas', group: 'Rules', help: 'switch a rule or a pack off' },
  { name: 'enable', value: 'ID', list: 'commas', group: 'Rules', help: 'switch a rule or a pack on' },
  {
    name: 'max-removed',
    value: 'SHARE',
    shape: shapes.share,
    group: 'Rules',
    help: 'leave a document of which more would go (0.9)',
  },
  {
    name: 'guard',
    value: 'WHAT',
    choices: ['keep', 'drop'],
    group: 'Rules',
    help: 'what becomes of it: keep (default) or drop',
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    config: 'trusted',
    path: true,
    group: 'Output',
    help: 'write there; to a directory under the inputs’ names',
  },
  {
    name: 'in-place',
    short: 'i',
    value: 'SUFFIX',
    optional: true,
    config: 'never',
    group: 'Output',
    help: 'change the files; with a suffix keep the old ones',
  },
  {
    name: 'to',
    value: 'FORMAT',
    choices: ['same', 'text', 'html'],
    group: 'Output',
    help: 'text (default for HTML), html or same (with -i)',
  },
  {
    name: 'compress',
    value: 'WHAT',
    choices: ['same', 'none', 'gzip', 'zstd'],
    group: 'Output',
    help: 'same as the input (default), none, gzip or zstd',
  },
  {
    name: 'level',
    value: 'N',
    shape: shapes.count,
    group: 'Output',
    help: 'level of compression, from 1 (fast, default)',
  },
  { name: 'durable', config: 'trusted', group: 'Output', help: 'wait until every file is on the disk' },
  {
    name: 'jobs',
    short: 'j',
    value: 'N',
    shape: shapes.cores,
    config: 'trusted',
    group: 'Many files',
    help: 'cores to use; the output does not depend on it',
  },
  {
    name: 'resume',
    config: 'trusted',
    group: 'Many files',
    help: 'go on after a kill: what is done is skipped',
  },
  {
    name: 'shard',
    value: 'I/N',
    config: 'never',
    group: 'Many files',
    help: 'only slice I, from 0, of N of the sorted inputs',
  },
  {
    name: 'progress',
    value: 'WHEN',
    optional: true,
    choices: ['auto', 'always', 'never'],
    group: 'Many files',
    help: 'on a terminal (auto, default); always; never',
  },
  { name: 'hidden', config: 'trusted', group: 'Many files', help: 'hidden files of a directory, too' },
  { name: 'no-ignore', group: 'Many files', help: 'do not ask .dechaffignore' },
  ...learnOptions,
  {
    name: 'check',
    config: 'never',
    group: 'Look before you leap',
    help: 'write nothing; exit 1 if anything would go',
  },
  {
    name: 'list-different',
    short: 'l',
    config: 'never',
    group: 'Look before you leap',
    help: 'write the names of files that would change',
  },
  {
    name: 'diff',
    config: 'never',
    group: 'Look before you leap',
    help: 'write what would go as a unified diff',
  },
  { name: 'dry-run', short: 'n', config: 'never', group: 'Look before you leap', help: 'write nothing' },
  {
    name: 'audit',
    value: 'FILE',
    config: 'trusted',
    path: true,
    group: 'Records of what was done',
    help: 'removals as JSON Lines; in DIR/, of each input',
  },
  {
    name: 'audit-text',
    value: 'WHAT',
    choices: ['full', 'hash'],
    group: 'Records of what was done',
    help: 'full (default); hash: `clean restore` cannot use it',
  },
  {
    name: 'stats',
    value: 'FILE',
    optional: true,
    config: 'trusted',
    path: true,
    group: 'Records of what was done',
    help: 'counts as JSON, to standard error by default',
  },
  {
    name: 'from',
    value: 'FORMAT',
    choices: ['text', 'jsonl', 'html', 'auto'],
    group: 'Input',
    help: 'text, jsonl, html; auto (default): name or look',
  },
  { name: 'null-data', short: 'z', group: 'Input', help: 'NUL ends a document' },
  { name: 'line-buffered', group: 'Input', help: 'write lines as soon as they are decided (tail -f)' },
  {
    name: 'stdin-filename',
    value: 'NAME',
    config: 'never',
    group: 'Input',
    help: 'what standard input is called',
  },
  ...recordOptions,
  {
    name: 'rule',
    value: 'ID',
    list: 'commas',
    config: 'never',
    group: 'Restore',
    help: 'put back only what this rule, or pack, took',
  },
  {
    name: 'category',
    value: 'NAME',
    list: 'commas',
    config: 'never',
    group: 'Restore',
    help: 'put back only what was taken as this',
  },
  { name: 'quiet', short: 'q', group: 'General', help: 'no notices' },
  { name: 'verbose', short: 'v', group: 'General', help: 'say what is done' },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    group: 'General',
    help: 'auto (default), always or never',
  },
  {
    name: 'config',
    value: 'FILE',
    config: 'never',
    group: 'General',
    help: 'read options there, and in no other file',
  },
  { name: 'no-config', config: 'never', group: 'General', help: 'read no config file' },
  {
    name: 'print-config',
    config: 'never',
    group: 'General',
    help: 'write the options as they stand, and whence',
  },
  { name: 'help', short: 'h', config: 'never', group: 'General', help: 'this text' },
  { name: 'version', config: 'never', group: 'General', help: 'the version' },
]

export const commands = ['explain', 'learn', 'restore', 'rules', 'stats'] as const
export type Command = (typeof commands)[number]

/** Where a record holds its page. */
const inRecords = ['field', 'field-format', 'url-field', 'id-field'] as const

/** Options that bear on a command, beside those of the groups `Rules` and `General`. */
const ownOptions: Readonly<Record<Command, readonly string[]>> = {
  explain: ['from', 'null-data', 'line-buffered', 'stdin-filename', ...inRecords],
  learn: [
    ...['output', 'from', 'null-data', 'stdin-filename', 'hidden', 'no-ignore', 'resume', 'shard'],
    ...inRecords,
  ],
  restore: [
    ...['audit', 'output', 'compress', 'level', 'durable', 'null-data', 'stdin-filename', 'rejects'],
    ...['rule', 'category', 'hidden', 'no-ignore'],
  ],
  rules: ['output'],
  stats: ['output'],
}

/** The options that a command knows; without a command all but those of `restore`. */
export function optionsOf(command: Command | undefined): readonly Option[] {
  if (command === undefined) return options.filter(({ group }) => group !== 'Restore')
  return options.filter(
    ({ group, name }) =>
      group === 'General' ||
      (group === 'Rules' && command !== 'restore' && command !== 'stats') ||
      (group === 'Learn' && command === 'learn') ||
      ownOptions[command].includes(name),
  )
}

/** Where an option was set, if not on the command line. */
export interface Origin extends Place {
  /** A file, or a variable of the environment. */
  readonly file: string
  /** Where each word of its value stands. */
  readonly words: ReadonlyMap<string, Place>
}

/** What was asked for, checked. */
export interface Arguments {
  readonly command: Command | undefined
  readonly operands: readonly string[]
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly lists: ReadonlyMap<string, readonly string[]>
  /** Switches that were put off (`--strict=false`), whatever a config file says. */
  readonly off: ReadonlySet<string>
  /** Of options that were not given on the command line. */
  readonly origins: ReadonlyMap<string, Origin>
}

export const noArguments = (operands: readonly string[]): Arguments => ({
  command: undefined,
  operands,
  flags: new Set(),
  values: new Map(),
  lists: new Map(),
  off: new Set(),
  origins: new Map(),
})
