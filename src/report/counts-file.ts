/** Reads counts that a run wrote, and trusts nothing that stands there. */
import { UserError } from '../errors.js'
import { type Counts, runNames } from './counts.js'

const EXPECTED = 'counts that `clean --stats` wrote'

/** Throws UserError where `text`, of `file`, is something else. */
export function parseCounts(text: string, file: string): Counts {
  const counts = parsed(text, file)
  const wrong = (found: string): UserError =>
    new UserError('STATS', { file }, `Unexpected ${found}, expected ${EXPECTED}; name another file`)
  if (!isObject(counts)) throw wrong('value that is no object')
  const { version, rules, options, hostsExact, ...sums } = counts
  if (typeof version !== 'string' || typeof rules !== 'string' || !isObject(options))
    throw wrong('counts without `version`, `rules` and `options`')
  if (hostsExact !== undefined && typeof hostsExact !== 'boolean') throw wrong(said('hostsExact', hostsExact))
  if (typeof sums['documents'] !== 'number') throw wrong('counts without `documents`')
  for (const [name, value] of Object.entries(sums)) {
    const isGroup = isObject(sums[name])
    // What is a number in one file must not be a group in another.
    if (isGroup !== /^(lines|bytes|by[A-Z]\w*)$/.test(name) || !(isGroup || isCount(value)))
      throw wrong(said(name, value))
    if (!isGroup) continue
    const isMember = name === 'byHost' ? isHost : isCount
    for (const [key, one] of Object.entries(value as object))
      if (!isMember(one)) throw wrong(said(`${name}.${key}`, one))
  }
  return counts
}

const isHost = (value: unknown): boolean =>
  isObject(value) && ['documents', 'changed', 'removedBytes'].every((name) => isCount(value[name]))

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

/** Throws UserError if the counts are not of one kind of run: sums would say nothing. */
export function refuseOthers(counts: Counts, file: string, first: Counts, firstFile: string): void {
  const other = runNames.filter((name) => JSON.stringify(counts[name]) !== JSON.stringify(first[name]))
  if (other.length === 0) return
  const told = (from: Counts): string =>
    other.map((name) => `${name} ${JSON.stringify(from[name])}`).join(', ')
  throw new UserError(
    'STATS_RUN',
    { file },
    `Unexpected ${told(counts)}, expected ${told(first)} as in ${firstFile}; merge counts of one kind of run`,
  )
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Node tells the place only in words.
    const at = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length)
    const lines = text.slice(0, at).split('\n')
    const place = { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
    throw new UserError(
      'STATS',
      place,
      `Unexpected text that is not JSON, expected ${EXPECTED}; name another file`,
    )
  }
}

const said = (name: string, value: unknown): string =>
  `${JSON.stringify(value)?.slice(0, 40) ?? 'nothing'} for \`${name.slice(0, 100)}\``

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
