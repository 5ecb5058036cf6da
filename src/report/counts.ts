/** Counts of several shards as one: they are sums. */
import { HOSTS } from './hosts.js'

type Counts = Record<string, unknown>

/** What says which run the counts are of, and is no count. */
const names = new Set(['version', 'rules', 'options'])

/** Adds the counts of one more shard; the names of the run stay those of `sum`. */
export function mergeCounts(sum: Counts, more: Counts): Counts {
  const keys = [...new Set([...Object.keys(sum), ...Object.keys(more)])]
  return Object.fromEntries(keys.map((key) => [key, names.has(key) ? sum[key] : added(sum[key], more[key])]))
}

function added(a: unknown, b: unknown): unknown {
  if (typeof a === 'object' || typeof b === 'object') {
    const [left, right] = [(a ?? {}) as Counts, (b ?? {}) as Counts]
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()
    return Object.fromEntries(keys.map((key) => [key, added(left[key], right[key])]))
  }
  return ((a as number | undefined) ?? 0) + ((b as number | undefined) ?? 0)
}

interface HostCounts {
  readonly documents: number
}

/** Of hosts only the largest are told apart, and the others come last, as `other`. */
export function limitHosts(counts: Counts): Counts {
  const { byHost } = counts as { byHost?: Record<string, HostCounts> }
  if (!byHost) return counts
  const { other, ...hosts } = byHost
  const bySize = Object.entries(hosts).sort(
    ([a, one], [b, two]) => two.documents - one.documents || (a < b ? -1 : 1),
  )
  const largest = bySize.slice(0, HOSTS).sort(([a], [b]) => (a < b ? -1 : 1))
  const small = bySize.slice(HOSTS).map(([, one]) => one as unknown)
  const rest = [other, ...small].reduce((sum: unknown, one) => (one ? added(sum ?? {}, one) : sum), undefined)
  return { ...counts, byHost: { ...Object.fromEntries(largest), ...(rest ? { other: rest } : {}) } }
}
