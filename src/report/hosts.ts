/** Counts per host. A corpus has millions of hosts: only the largest are told apart. */
import type { DocumentReport } from '../engine/seam.js'

export interface HostCounts {
  documents: number
  changed: number
  removedBytes: number
}

export interface Hosts {
  add(host: string, report: DocumentReport): void
  /** Counts of another list. */
  addCounts(host: string, counts: HostCounts): void
  /** Are the counts under a host's name all of that host's? */
  readonly isExact: boolean
  /** By name, the largest hosts; the others together as `other`. Undefined without any. */
  toJSON(): Record<string, HostCounts> | undefined
}

/** The name of all small hosts together; a host of that name is always among them. */
export const OTHER = 'other'

/** Hosts that are told apart. */
export const HOSTS = 10_000
/** Hosts that are counted before the smaller ones are taken together: exact as long as there are no more. */
const COUNTED = 20 * HOSTS

export function createHosts(): Hosts {
  let known = new Map<string, HostCounts>()
  let isExact = true
  const other: HostCounts = { documents: 0, changed: 0, removedBytes: 0 }

  function takeTogether(): void {
    if (known.size <= HOSTS) return
    const all = [...known].sort(
      ([a, { documents: one }], [b, { documents: two }]) => two - one || (a < b ? -1 : 1),
    )
    known = new Map(all.slice(0, HOSTS))
    for (const [, counts] of all.slice(HOSTS)) {
      other.documents += counts.documents
      other.changed += counts.changed
      other.removedBytes += counts.removedBytes
    }
  }

  function countsOf(host: string): HostCounts {
    if (host === OTHER) return other
    const found = known.get(host)
    if (found) return found
    if (known.size >= COUNTED) {
      takeTogether()
      isExact = false
    }
    const counts = { documents: 0, changed: 0, removedBytes: 0 }
    known.set(host, counts)
    return counts
  }

  function addCounts(host: string, { documents, changed, removedBytes }: HostCounts): void {
    const counts = countsOf(host)
    counts.documents += documents
    counts.changed += changed
    counts.removedBytes += removedBytes
  }

  return {
    add(host, { bytes, keptBytes }) {
      addCounts(host, {
        documents: 1,
        changed: keptBytes < bytes ? 1 : 0,
        removedBytes: bytes - keptBytes,
      })
    },
    addCounts,
    get isExact() {
      return isExact
    },
    toJSON() {
      if (known.size === 0 && other.documents === 0) return undefined
      takeTogether()
      const hosts = Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1)))
      return other.documents > 0 ? { ...hosts, [OTHER]: other } : hosts
    },
  }
}
