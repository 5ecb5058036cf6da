/** Headings of lists that change from page to page. */
import type { PageLine } from './pages.js'
import { NEAR, type ReadSite } from './places.js'

/** Share of the places of a heading, 0 to 1, where a list that changes must follow, and on how many at least. */
const BLOCK_SHARE = 0.8
const BLOCK_PLACES = 2
/** Lines of a list at most; what stands behind them is not the heading's. */
const BLOCK_LINES = 100

/** By the number of a line of the site, how many lines follow it at most, up to the next one that is `found`. */
export function blocksOf(
  { pages, ids, texts }: ReadSite,
  found: ReadonlyMap<number, { readonly isProse: boolean }>,
): Map<number, number> {
  const counts = new Map<number, { follow: number; most: number; bare: number }>()
  texts.forEach(({ own, first, last }, page) => {
    const lines = pages[page] as readonly PageLine[]
    const numbers = ids[page] as Int32Array
    const lineOfSite = (at: number): { readonly isProse: boolean } | undefined =>
      lines[at]?.phrase === '' ? undefined : found.get(numbers[at] as number)
    for (let at = 0; at < lines.length; at++) {
      const line = lineOfSite(at)
      if (!line || line.isProse) continue
      let next = at + 1
      while (next < lines.length && !lineOfSite(next) && !lines[next]?.isProse) next++
      const length = next - at - 1
      const id = numbers[at] as number
      const count = counts.get(id) ?? { follow: 0, most: 0, bare: 0 }
      counts.set(id, count)
      // The last lines before the text are its title.
      const isOutside = first < 0 || at > last || next <= first - NEAR
      const endsWell =
        next < lines.length && (next > last || lineOfSite(next) !== undefined) && own[next] === 0
      if (length > 0 && isOutside && endsWell) {
        count.follow++
        count.most = Math.max(count.most, length)
      } else count.bare++
    }
  })
  const blocks = new Map<number, number>()
  for (const [id, { follow, most, bare }] of counts)
    if (follow >= BLOCK_PLACES && follow >= (follow + bare) * BLOCK_SHARE)
      blocks.set(id, Math.min(BLOCK_LINES, most))
  return blocks
}
