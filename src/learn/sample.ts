/** Which pages of a site are looked at: the same ones whatever their order, and whoever saw which. */
import { learnLimits } from '../limits.js'

export interface Sample<Page> {
  /** A page of `size` bytes; `read` is called if it may be one that is looked at. */
  add(hash: number, size: number, read: () => Page): void
  /** In the order of their hashes. */
  pages(): Page[]
}

interface Kept<Page> {
  readonly hash: number
  readonly size: number
  readonly page: Page
}

/**
 * The pages with the smallest hashes, `most` at most and `learnLimits.siteBytes` together; the same page counts
 * once. What is among the first of all pages is among the first of any part of them, so samples of parts
 * make the sample of the whole.
 */
export function createSample<Page>(most: number): Sample<Page> {
  const kept: Kept<Page>[] = []
  let hashes = new Set<number>()
  let bytes = 0
  let limit = Infinity
  function cut(): void {
    kept.sort((a, b) => a.hash - b.hash)
    let count = 0
    bytes = 0
    while (count < Math.min(most, kept.length)) {
      const { size } = kept[count] as Kept<Page>
      if (bytes + size > learnLimits.siteBytes) break
      bytes += size
      count++
    }
    if (count === kept.length) return
    limit = (kept[count] as Kept<Page>).hash
    kept.length = count
    hashes = new Set(kept.map(({ hash }) => hash))
  }
  return {
    add(hash, size, read) {
      if (hash >= limit || size > learnLimits.pageBytes || hashes.has(hash)) return
      kept.push({ hash, size, page: read() })
      hashes.add(hash)
      bytes += size
      if (kept.length >= most * 2 || bytes > learnLimits.siteBytes * 2) cut()
    },
    pages() {
      cut()
      return kept.map(({ page }) => page)
    },
  }
}

/** 53 bits of FNV-1a and a second hash: tells pages apart, protects nothing. */
export function hashOf(bytes: Uint8Array): number {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  // By index: to walk the array with its iterator took twice as long.
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte, 0x85ebca6b)
    high ^= high >>> 13
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
