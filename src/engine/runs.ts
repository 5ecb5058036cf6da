/**
 * Shapes that no line shows by itself: menus and link lists, runs of short lines or list items some of
 * which other rules claim. A rule with `run` claims the others, before anything is decided. Whole
 * documents only: in one that flows the end of a run may be far away.
 */
import type { Document, Rule, Run } from '../types.js'
import type { Characters } from './characters.js'
import { PROSE, type ShapeOf, UNCLAIMED } from './decide-state.js'
import { LEAD, LEAD_SPACED, LETTER, SPACE, UNSPACED } from './layout.js'
import { hostsFit } from './prepare.js'
import type { View } from './view.js'

/** A rule with `run` that is on: its number over all claimers. */
export interface RunRule extends Run, Pick<Rule, 'where' | 'sites'> {
  readonly rule: number
  /** In place of `sites`: does the rule hold for the site? */
  readonly fits?: ((site: string) => boolean) | undefined
}

/** Characters of a script without spaces that count as a word. */
const CHARACTERS_PER_WORD = 2
/** Bytes beyond which no line is short. */
const SHORT_BYTES = 240
/** Words that were not counted yet; no run permits so many. */
const UNCOUNTED = 255

export interface ClaimRuns {
  /** Before the first view of a document. */
  begin(document: Document): void
  /** Writes claims to `view.claims`; `shapeOf` is asked about unclaimed lines. */
  claim(view: View, shapeOf: ShapeOf): void
}

export function createClaimRuns(
  characters: Characters,
  all: readonly Rule[],
  rules: readonly RunRule[],
): ClaimRuns {
  const { classes } = characters
  const isItemMark = createIsItemMark(characters)
  const mostWords = Math.max(0, ...rules.map(({ words }) => words))
  // Claims of no category in particular say nothing of a menu.
  const tells = Uint8Array.from(all, ({ category, alone }) => (category === 'other' || alone ? 0 : 1))
  // What is asked of every line is asked of functions that stay the same objects.
  let document: Document
  let view: View
  let shapeOf: ShapeOf
  let asked: readonly RunRule[] = []
  /** Words of the document's lines, as far as they were asked for. */
  let words = new Uint8Array(1024)
  /** Lines of the view whose claim tells something. */
  let told = new Uint8Array(1024)

  /** Lines of the document that begin with a list mark; -1 as long as nobody asked. */
  let items = -1

  function countItems(): number {
    if (items >= 0) return items
    items = 0
    const { bytes, inks, starts, hints, count } = document
    const kinds = hints?.kinds
    for (let line = 0; line < count; line++)
      if (kinds?.[line] === 'item' || isItemMark(bytes, inks[line] as number, starts[line + 1] as number))
        items++
    return items
  }

  /** Words of a line, bullets apart; more than any run permits if it is long. */
  function countWords(bytes: Uint8Array, ink: number, end: number): number {
    if (end - ink > SHORT_BYTES) return mostWords + 1
    let count = 0
    let dense = 0
    let inWord = false
    for (let at = ink; at < end && count <= mostWords; ) {
      const byte = bytes[at] as number
      const size = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
      const code =
        size === 2
          ? ((byte & 31) << 6) | ((bytes[at + 1] as number) & 63)
          : size === 3
            ? ((byte & 15) << 12) | (((bytes[at + 1] as number) & 63) << 6) | ((bytes[at + 2] as number) & 63)
            : byte
      const kind = size === 4 || (size === 1 && byte >= 0x80) ? 0 : (classes[code] as number)
      at += size
      if (kind & UNSPACED) {
        if (++dense % CHARACTERS_PER_WORD === 0) count++
      } else if (kind & SPACE) inWord = false
      else if (!inWord && (kind & LETTER || (kind & (LEAD | LEAD_SPACED)) === 0)) {
        inWord = true
        count++
      }
    }
    return count
  }

  const isBlank = (line: number): boolean => view.inks[line] === view.starts[line + 1]
  const isProse = (line: number): boolean =>
    (view.claims[line] as number) < 0 && !isBlank(line) && shapeOf(line) === PROSE

  function isItem(line: number): boolean {
    const origin = view.origins[line] as number
    const { bytes, inks, starts, hints } = document
    return (
      hints?.kinds?.[origin] === 'item' ||
      isItemMark(bytes, inks[origin] as number, starts[origin + 1] as number)
    )
  }

  /** Most lines are far from any claim: their words are never asked for. */
  function wordsOf(line: number): number {
    const origin = view.origins[line] as number
    if (words[origin] === UNCOUNTED)
      words[origin] = countWords(
        document.bytes,
        document.inks[origin] as number,
        document.starts[origin + 1] as number,
      )
    return words[origin] as number
  }

  /** Is there a line that a run could take? On a page of a site that was learned of all but the prose may be claimed. */
  function hasCandidate(): boolean {
    for (let line = 0; line < view.count; line++)
      if (view.claims[line] === -1 && !isBlank(line) && shapeOf(line) === UNCLAIMED) return true
    return false
  }

  function nextTold(line: number): number {
    for (let next = line; next < view.count; next++) if (told[next] === 1) return next
    return view.count
  }

  /** Claims the unclaimed lines of a run, if it is what `rule` looks for. */
  function settle(rule: RunRule, run: Found, firstProse: number, lastProse: number): void {
    const { from, to, length, claimed } = run
    if (length < rule.lines || claimed < rule.claimed || claimed < rule.share * length) return
    if (rule.where === 'head' && to >= firstProse) return
    if (rule.where === 'tail' && from < lastProse) return
    for (let line = from; line <= to; line++) {
      if (view.claims[line] === -1 && !isBlank(line)) view.claims[line] = rule.rule
    }
  }

  function claimRuns(): void {
    const { count, claims } = view
    let telling = 0
    for (let line = 0; line < count; line++) {
      const claim = claims[line] as number
      telling += told[line] = claim < 0 ? 0 : (tells[claim] as number)
    }
    if (telling === 0) return
    // Most pages have no lists: to look for runs of items in them took an eighth of the time of cleaning with a learned set.
    const possible = asked.filter(
      (rule) => telling >= rule.claimed && (!rule.items || countItems() >= rule.lines),
    )
    if (possible.length === 0 || !hasCandidate()) return
    let firstProse = 0
    while (firstProse < count && !isProse(firstProse)) firstProse++
    let lastProse = count - 1
    while (lastProse > firstProse && !isProse(lastProse)) lastProse--

    for (const rule of possible) {
      let from = -1
      let to = -1
      let length = 0
      let claimed = 0
      // Of a run of any lines, the part from its first to its last claim: a title may stand at either end.
      let lengthToClaim = 0
      // Prose is no part of a run: in the head one ends before the first, in the tail it begins behind the last.
      const stop = rule.where === 'head' ? firstProse : count
      for (let line = rule.where === 'tail' ? lastProse : 0; line <= stop; line++) {
        if (line < count && isBlank(line)) continue
        const isTold = line < count && told[line] === 1
        if (from < 0 && !isTold && !rule.items) {
          // A run of any lines begins with a claim.
          line = nextTold(line) - 1
          if (line + 1 >= stop) break
          continue
        }
        const isPart =
          line < count &&
          (rule.items ? isItem(line) : true) &&
          wordsOf(line) <= rule.words &&
          ((claims[line] as number) >= 0 || shapeOf(line) === UNCLAIMED)
        if (!isPart) {
          if (from >= 0)
            settle(
              rule,
              { from, to, length: rule.items ? length : lengthToClaim, claimed },
              firstProse,
              lastProse,
            )
          from = -1
          length = claimed = 0
          continue
        }
        if (from < 0) from = line
        length++
        if (isTold) {
          claimed++
          lengthToClaim = length
        }
        if (isTold || rule.items) to = line
      }
    }
  }

  return {
    begin(next) {
      document = next
      const { count, site } = next
      asked = rules.filter(({ sites, fits }) =>
        fits ? site !== undefined && fits(site) : sites.length === 0 || hostsFit(site, sites),
      )
      if (words.length < count) {
        words = new Uint8Array(count)
        told = new Uint8Array(count)
      }
      words.fill(UNCOUNTED, 0, count)
      items = -1
    },
    claim(next, shapes) {
      view = next
      shapeOf = shapes
      if (asked.length > 0) claimRuns()
    },
  }
}

/** A run as far as it was read. */
interface Found {
  readonly from: number
  readonly to: number
  readonly length: number
  readonly claimed: number
}

/** Does a line begin with a list mark: a bullet, a dash and a space, the "o" of text browsers? */
function createIsItemMark({ classes }: Characters): (bytes: Uint8Array, ink: number, end: number) => boolean {
  return (bytes, ink, end) => {
    const first = bytes[ink] as number
    if (first < 0x80) {
      const kind = classes[first] as number
      const isMark = (kind & (LEAD | LEAD_SPACED)) !== 0 || first === SMALL_O
      return isMark && ink + 1 < end && bytes[ink + 1] === 0x20
    }
    if (first < 0xc2 || first >= 0xf0) return false
    const code =
      first < 0xe0
        ? ((first & 31) << 6) | ((bytes[ink + 1] as number) & 63)
        : ((first & 15) << 12) | (((bytes[ink + 1] as number) & 63) << 6) | ((bytes[ink + 2] as number) & 63)
    const size = first < 0xe0 ? 2 : 3
    return ((classes[code] as number) & LEAD) !== 0 && ink + size < end
  }
}

const SMALL_O = 0x6f
