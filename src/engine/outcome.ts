/** What became of a whole document: how much goes, and whether that is too much. */
import type { Limits } from '../limits.js'
import type { Document, Rule } from '../types.js'
import { ELEMENT, KEPT } from './decide-state.js'
import type { Decision } from './seam.js'
import { countCharacters } from './utf8.js'

/** Characters of a line, its terminator apart. */
export function charactersOf({ bytes, starts }: Document, line: number): number {
  const start = starts[line] as number
  let end = starts[line + 1] as number
  if (end > start && bytes[end - 1] === 0x0a) end--
  if (end > start && bytes[end - 1] === 0x0d) end--
  return countCharacters(bytes, start, end)
}

/**
 * Would more than `maxRemoved` of the document's characters go? What elements took has a guard of its own. What rules
 * with `sites` took is aside, too: they were made for this very site, whose pages may be nearly all menu.
 */
export function exceeds(
  document: Document,
  { fates, takers }: Pick<Decision, 'fates' | 'takers'>,
  rules: readonly Rule[],
  limits: Limits,
): boolean {
  const { starts, inks, count } = document
  const isAside = (line: number): boolean => {
    const fate = fates[line]
    if (inks[line] === starts[line + 1] || fate === ELEMENT) return true
    const taker = takers[line] as number
    if (fate === KEPT || taker < 0) return false
    const { sites, named } = rules[taker] as Rule
    return sites.length > 0 || named !== undefined
  }
  let lines = 0
  let gone = 0
  let all = 0
  for (let line = 0; line < count; line++) {
    if (isAside(line)) continue
    lines++
    const size = (starts[line + 1] as number) - (starts[line] as number)
    all += size
    if (fates[line] !== KEPT) gone += size
  }
  // A character has at most four bytes: most documents need no counting.
  if (lines < limits.guardLines || gone * 4 <= all * limits.maxRemoved) return false
  gone = all = 0
  for (let line = 0; line < count; line++) {
    if (isAside(line)) continue
    const size = charactersOf(document, line)
    all += size
    if (fates[line] !== KEPT) gone += size
  }
  return gone > all * limits.maxRemoved
}

export function untouched({ starts, count }: Document): Decision['report'] {
  const bytes = starts[count] as number
  return { lines: count, removedLines: 0, bytes, keptBytes: bytes, guarded: false, streamed: false }
}

export function reportOf(
  { starts, count }: Document,
  fates: Uint8Array,
  guarded: boolean,
): Decision['report'] {
  let removedLines = 0
  let removedBytes = 0
  for (let line = 0; line < count; line++) {
    if (fates[line] === KEPT) continue
    removedLines++
    removedBytes += (starts[line + 1] as number) - (starts[line] as number)
  }
  const bytes = starts[count] as number
  return { lines: count, removedLines, bytes, keptBytes: bytes - removedBytes, guarded, streamed: false }
}
