/** Counts per host. A corpus has millions of hosts: only the largest are told apart. */
import type { DocumentReport } from '../engine/seam.js'

interface HostCounts {
  documents: number
  changed: number
  removedBytes: number
}

export interface Hosts {
  add(host: string, report: DocumentReport): void
  /** By name, the largest hosts; the others together as `other`. Undefined without any. */
  toJSON(): object | undefined
}

/** Hosts that are told apart. */
export const HOSTS = 10_000
/** Hosts that are counted before the smaller ones are taken together: exact as long as there are no more. */
const COUNTED = 20 * HOSTS

export function createHosts(): Hosts {
  let known = new Map<string, HostCounts>()
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

  return {
    add(host, { bytes, keptBytes }) {
      let counts = known.get(host)
      if (!counts) {
        if (known.size >= COUNTED) takeTogether()
        counts = { documents: 0, changed: 0, removedBytes: 0 }
        known.set(host, counts)
      }
      counts.documents++
      if (keptBytes < bytes) counts.changed++
      counts.removedBytes += bytes - keptBytes
    },
    toJSON() {
      if (known.size === 0) return undefined
      takeTogether()
      const hosts = Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1)))
      return other.documents > 0 ? { ...hosts, other } : hosts
    },
  }
}
