/** Headings of lists that change from page to page. */
import { NEAR, type ReadSite } from './places.js'

/** Share of the places of a heading, 0 to 1, where a list that changes must follow, and on how many at least. */
const BLOCK_SHARE = 0.8
const BLOCK_PLACES = 2
/** Lines of a list at most; what stands behind them is not the heading's. */
const BLOCK_LINES = 100

/** What is asked of each line, by id. */
export const LINE = 1
export const SENTENCE = 2

/**
 * By the id of a line of the site, how many lines follow it at most, up to the next one of the site. `found`, by id: is it a
 * `LINE` of the site, or a `SENTENCE` of it?
 */
export function blocksOf(site: ReadSite, found: Uint8Array): Map<number, number> {
  const { pages, ids, hasPhrase, texts } = site
  const counts = new Map<number, { follow: number; most: number; bare: number }>()
  texts.forEach(({ own, first, last }, page) => {
    const lines = pages[page] as Int32Array
    const kinds = new Uint8Array(lines.length)
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as number
      if (hasPhrase[line] === 1) kinds[at] = found[ids[line] as number] as number
    }
    for (let at = 0; at < lines.length; at++) {
      if (kinds[at] !== LINE) continue
      let next = at + 1
      while (next < lines.length && kinds[next] === 0 && site.isProse[lines[next] as number] === 0) next++
      const length = next - at - 1
      const id = ids[lines[at] as number] as number
      const count = counts.get(id) ?? { follow: 0, most: 0, bare: 0 }
      counts.set(id, count)
      // The last lines before the text are its title.
      const isOutside = first < 0 || at > last || next <= first - NEAR
      const endsWell = next < lines.length && (next > last || kinds[next] !== 0) && own[next] === 0
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
