/**
 * A page's source as pieces, in place of lines: those that go, and what lies between them. What is left is
 * a page, and is decided again until nothing goes: so cleaning twice is cleaning once.
 */
import { ELEMENT } from '../../engine/decide-state.js'
import type { Batch } from '../../engine/seam.js'
import { decodePage, type PageText } from './charset.js'
import { spansToCut } from './cut.js'
import type { DecidedPage, PageDecider } from './page.js'

/** Times that what is left is decided; pages were seen to need three. */
const MOST_PASSES = 20

interface Piece {
  readonly start: number
  readonly end: number
  /** Stays, or goes by the rule of that number (-1: by none). */
  readonly taker: number | undefined
}

/** A span of bytes. */
interface Cut {
  readonly start: number
  readonly end: number
  readonly rule: number
}

export function sourceBatch(
  bytes: Uint8Array,
  page: PageText,
  decided: DecidedPage,
  decidePage: PageDecider,
  site: string | undefined,
): Batch {
  let pieces: readonly Piece[] = [{ start: 0, end: bytes.length, taker: undefined }]
  let cuts = cutsOf(page, decided)
  for (let pass = 1; cuts.length > 0 && pass < MOST_PASSES; pass++) {
    pieces = applyCuts(pieces, cuts)
    const left = decodePage(keptOf(bytes, pieces), page.encoding)
    cuts = cutsOf(left, decidePage(left, site))
  }
  const shown = pieces.filter(({ start, end }) => end > start)
  return {
    bytes,
    starts: Uint32Array.from([0, ...shown.map(({ end }) => end)]),
    from: 0,
    to: shown.length,
    fates: Uint8Array.from(shown, ({ taker }) => (taker === undefined ? 0 : ELEMENT)),
    takers: Int32Array.from(shown, ({ taker }) => taker ?? -1),
    firstLine: 1,
    firstOffset: 0,
  }
}

function cutsOf(page: PageText, { layout, decision, claims }: DecidedPage): Cut[] {
  const { fates, takers } = decision
  const spans = spansToCut(layout, {
    isGone: (line) => (fates[line] as number) > 0,
    ruleOf: (line) => takers[line] as number,
    silent: claims.silent,
    matches: claims.matches,
  })
  const offsets = page.offsetsOf(spans.flatMap(({ start, end }) => [start, end]))
  return spans
    .map(({ rule }, index) => ({
      start: offsets[index * 2] as number,
      end: offsets[index * 2 + 1] as number,
      rule,
    }))
    .filter(({ start, end }) => end > start)
}

/** `cuts` count the bytes that stayed until now. */
function applyCuts(pieces: readonly Piece[], cuts: readonly Cut[]): Piece[] {
  const cut: Piece[] = []
  let passed = 0 // bytes that stayed, before the piece
  let next = 0
  for (const piece of pieces) {
    if (piece.taker !== undefined) {
      cut.push(piece)
      continue
    }
    const begin = passed
    passed += piece.end - piece.start
    let at = piece.start
    for (; next < cuts.length; next++) {
      const { start, end, rule } = cuts[next] as Cut
      if (start >= passed) break
      const from = Math.max(at, piece.start + start - begin)
      const to = Math.min(piece.end, piece.start + end - begin)
      if (from > at) cut.push({ start: at, end: from, taker: undefined })
      cut.push({ start: from, end: to, taker: rule })
      at = to
      if (end > passed) break // it goes on in the next piece
    }
    if (at < piece.end) cut.push({ start: at, end: piece.end, taker: undefined })
  }
  return cut
}

function keptOf(bytes: Uint8Array, pieces: readonly Piece[]): Uint8Array {
  const kept = pieces.filter(({ taker }) => taker === undefined)
  const whole = new Uint8Array(kept.reduce((sum, { start, end }) => sum + end - start, 0))
  let at = 0
  for (const { start, end } of kept) {
    whole.set(bytes.subarray(start, end), at)
    at += end - start
  }
  return whole
}
