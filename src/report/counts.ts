/** Counts of several shards, or runs, as one: they are sums. */
import { createHosts, type HostCounts, OTHER } from './hosts.js'

export type Counts = Record<string, unknown>

/** What says which run the counts are of, and is no count. */
export const runNames = ['version', 'rules', 'options'] as const

export interface Sum {
  /** The names of the run are those of the first counts. */
  add(counts: Counts): void
  toJSON(): Counts
}

/**
 * Of hosts each list has only the largest, and the others together: a host that is large in one list
 * and small in another gets only what the first one says. `hostsExact` says that this did not happen.
 */
export function createSum(): Sum {
  const hosts = createHosts()
  let rest: Counts = {}
  let lists = 0
  let isCut = false
  let isExact = true
  return {
    add({ byHost, hostsExact, ...counts }) {
      rest = added(rest, counts)
      if (byHost === undefined) return
      lists++
      isExact &&= hostsExact !== false
      for (const [host, one] of Object.entries(byHost as Record<string, HostCounts>)) {
        isCut ||= host === OTHER
        hosts.addCounts(host, one)
      }
    },
    toJSON() {
      const byHost = hosts.toJSON()
      if (!byHost) return rest
      return { ...rest, byHost, hostsExact: isExact && hosts.isExact && !(isCut && lists > 1) }
    },
  }
}

function added(sum: Counts, more: Counts): Counts {
  const names: readonly string[] = runNames
  const keys = [...new Set([...Object.keys(sum), ...Object.keys(more)])]
  return Object.fromEntries(
    keys.map((key) => {
      const [a, b] = [own(sum, key), own(more, key)]
      return [key, names.includes(key) ? (a ?? b) : addedValue(a, b)]
    }),
  )
}

function addedValue(a: unknown, b: unknown): unknown {
  if (typeof a === 'object' || typeof b === 'object') {
    const [left, right] = [(a ?? {}) as Counts, (b ?? {}) as Counts]
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    // Lines and bytes come in before they go out; what has names is sorted.
    if (!keys.includes('in')) keys.sort()
    return Object.fromEntries(keys.map((key) => [key, addedValue(own(left, key), own(right, key))]))
  }
  return ((a as number | undefined) ?? 0) + ((b as number | undefined) ?? 0)
}

const own = (counts: Counts, key: string): unknown => (Object.hasOwn(counts, key) ? counts[key] : undefined)
