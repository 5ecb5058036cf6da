/** A cleaner from the command line's switches. */
import type { TextCleaner } from '../core.js'
import type { JsonlOptions } from '../formats/jsonl.js'
import type { TextOptions } from '../formats/text.js'
import { createCleaner } from '../io/cleaner.js'
import type { Arguments } from './options.js'

export function cleanerOf({ flags, values, lists }: Arguments): Promise<TextCleaner> {
  const share = values.get('max-removed')
  return createCleaner({
    rules: lists.get('rules'),
    defaultRules: !flags.has('no-default-rules'),
    preset: values.get('preset'),
    only: lists.get('only'),
    skip: lists.get('skip'),
    languages: lists.get('lang'),
    disable: lists.get('disable'),
    enable: lists.get('enable'),
    maxRemoved: share === undefined ? undefined : Number(share),
  })
}

type Shared = 'site' | 'guard'

function sharedOptionsOf(given: Arguments, name: string): Pick<TextOptions, Shared> {
  const { values } = given
  return {
    site: siteOf(given, name),
    guard: values.get('guard') === 'drop' ? 'drop' : 'keep',
  }
}

/** Options for an input called `name`. */
export function textOptionsOf(
  given: Arguments,
  name: string,
): Pick<TextOptions, Shared | 'nullData' | 'lineBuffered'> {
  const { flags } = given
  return {
    ...sharedOptionsOf(given, name),
    nullData: flags.has('null-data'),
    lineBuffered: flags.has('line-buffered'),
  }
}

export function recordOptionsOf(
  given: Arguments,
  name: string,
): Omit<JsonlOptions, 'file' | 'rowsBefore' | `on${string}`> {
  const { flags, values } = given
  return {
    ...sharedOptionsOf(given, name),
    field: values.get('field'),
    urlField: values.get('url-field'),
    idField: values.get('id-field'),
    dropEmpty: flags.has('drop-empty'),
    annotate: values.get('annotate'),
    emit: values.get('emit') === 'attributes' ? 'attributes' : 'records',
  }
}

/**
 * The host of an input's documents, where no record says it: --site, else the nearest folder around it that is called
 * as hosts are, as `wget -r` and crawlers lay pages out. Learning and cleaning ask here, so that one finds the other's.
 */
export function siteOf({ values }: Arguments, name: string): string | undefined {
  const site = values.get('site')
  if (site !== undefined) return site.toLowerCase()
  const folders = name.toLowerCase().split(/[/\\]/).slice(0, -1)
  return folders.findLast((folder) => /^([a-z0-9-]+\.)+[a-z]{2,}$/.test(folder))
}

const switched = ['preset', 'site', 'max-removed', 'guard'] as const

/** What audits and statistics say of the run: the switches that bear on what goes. */
export function switchesOf({ flags, values, lists }: Arguments): Record<string, unknown> {
  const switches: Record<string, unknown> = {}
  // Where they go makes no difference to what goes.
  if (values.has('rejects')) switches['rejects'] = true
  for (const name of ['no-default-rules', 'null-data', 'line-buffered', 'strict', 'drop-empty'])
    if (flags.has(name)) switches[name] = true
  for (const name of [
    ...switched,
    'from',
    'to',
    'field',
    'field-format',
    'url-field',
    'id-field',
    'annotate',
    'emit',
    'audit-text',
  ])
    if (values.has(name)) switches[name] = values.get(name)
  for (const name of ['rules', 'only', 'skip', 'lang', 'disable', 'enable'])
    if (lists.has(name)) switches[name] = lists.get(name)
  return switches
}
