/** Lines that differ in a name only: "More by Ada Berg", "More by Tom Holm". */
import type { LearnOptions } from './options.js'
import type { Places, ReadSite } from './places.js'
import type { LearnedLine } from './site.js'

/** Words of a name, and of a line with one; words beside the name. Fewer of those stand beside names in text, too. */
const NAME_WORDS = 4
const LINE_WORDS = 12
const OTHER_WORDS = 2
/** Units of such a line. */
export const NAMED_UNITS = 100

/** A word of a name; the slot takes more, but whether a word of no capitals is a name nobody can tell. */
const nameWord = /^\p{Lu}[\p{L}\p{M}'’-]*$/u
/** Numbers have slots of their own, and braces are for slots. */
const otherSlots = /[\p{N}{}]/u
const letter = /\p{L}/u
/** Bullets and arrows before a line are none of its words. */
const bullets = /^[^\p{L}]+/u

export interface Evidence {
  readonly places: Places
  /** The least text of each line that was not learned as it is and is no prose, by id. */
  readonly texts: ReadonlyMap<number, string>
  /** On how many pages each line stands among the lines before the main text: there names are bylines. */
  readonly near: Int32Array
  /** Pages of the site, copies of one counted once. */
  readonly all: number
}

interface Frame {
  readonly phrase: string
  readonly others: number
  readonly ids: number[]
  readonly names: Set<string>
}

/** What was learned of such lines. Cased scripts only: others do not show names. */
export function namedLines(
  site: ReadSite,
  evidence: Evidence,
  { minPages, minProsePages, minProseShare, minOutside, minNames }: LearnOptions,
): LearnedLine[] {
  const learned: LearnedLine[] = []
  const covered = new Set<number>()
  const frames = framesOf(site, evidence.texts, minNames)
  const pagesOf = countPages(site, frames)
  const least = Math.max(minPages, minProsePages, evidence.all * minProseShare)
  const { before, after, inside } = evidence.places
  const wide = [...frames]
    .map((frame) => ({ frame, pages: (pagesOf.get(frame) as ReadonlySet<number>).size }))
    .filter(({ pages }) => pages >= least)
    .sort((a, b) => b.pages - a.pages || b.frame.others - a.frame.others || compare(a.frame, b.frame))
  for (const { frame, pages } of wide) {
    const ids = frame.ids.filter((id) => !covered.has(id))
    if (ids.length < minNames || frame.ids.some((id) => (evidence.near[id] as number) > 0)) continue
    const sum = (counts: Int32Array): number => frame.ids.reduce((all, id) => all + (counts[id] as number), 0)
    const places = { before: sum(before), after: sum(after), inside: sum(inside) }
    if (places.inside > (1 - minOutside) * (places.before + places.after + places.inside)) continue
    const text = frame.ids.map((id) => evidence.texts.get(id) as string).sort()[0] as string
    const line = { phrase: frame.phrase, text, isProse: false, pages, ...places, block: 0, isTitle: false }
    learned.push(line)
    for (const id of ids) covered.add(id)
  }
  return learned
}

function framesOf({ phrases }: ReadSite, texts: Evidence['texts'], minNames: number): Iterable<Frame> {
  /** Most lines have a first word that no other line has, so that nothing more is asked of them. */
  const byFirst = new Map<string, number[]>()
  const byLast = new Map<string, number[]>()
  for (const [id, text] of texts) {
    if (text.length > NAMED_UNITS || otherSlots.test(text)) continue
    const phrase = phrases[id] as string
    const space = phrase.indexOf(' ')
    if (space < 0) continue
    push(byFirst, phrase.slice(0, space), id)
    push(byLast, phrase.slice(phrase.lastIndexOf(' ')), id)
  }
  const likely = new Set<number>()
  for (const groups of [byFirst, byLast])
    for (const ids of groups.values()) if (ids.length >= minNames) for (const id of ids) likely.add(id)
  const frames = new Map<string, Frame>()
  for (const id of likely) {
    const words = wordsOf(texts.get(id) as string)
    const folded = (phrases[id] as string).split(' ')
    const isName = (at: number): boolean =>
      nameWord.test(words[at] ?? '') && words[at]?.toLowerCase() === folded[at]
    if (folded.length > LINE_WORDS) continue
    for (let from = 0; from < folded.length; from++)
      for (let to = from + 1; to <= from + NAME_WORDS && isName(to - 1); to++) {
        const others = [...folded.slice(0, from), ...folded.slice(to)].filter((word) => letter.test(word))
        if (others.length < OTHER_WORDS) continue
        const phrase = [...folded.slice(0, from), '{name}', ...folded.slice(to)].join(' ')
        const frame = frames.get(phrase) ?? { phrase, others: others.length, ids: [], names: new Set() }
        frames.set(phrase, frame)
        frame.ids.push(id)
        frame.names.add(folded.slice(from, to).join(' '))
      }
  }
  return [...frames.values()].filter(({ names }) => names.size >= minNames)
}

/** As they stand in the line's phrase, which has neither its first marks nor its last. */
const wordsOf = (text: string): string[] => text.replace(bullets, '').split(/\s+/)

/** The pages of each frame's lines, copies of one counted once. */
function countPages({ pages, ids, groups }: ReadSite, frames: Iterable<Frame>): Map<Frame, Set<number>> {
  const framesOfLine = new Map<number, Frame[]>()
  const counted = new Map<Frame, Set<number>>()
  for (const frame of frames) {
    counted.set(frame, new Set())
    for (const id of frame.ids) push(framesOfLine, id, frame)
  }
  if (framesOfLine.size === 0) return counted
  pages.forEach((lines, page) => {
    for (const line of lines)
      for (const frame of framesOfLine.get(ids[line] as number) ?? [])
        counted.get(frame)?.add(groups[page] as number)
  })
  return counted
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

const compare = ({ phrase: a }: Frame, { phrase: b }: Frame): number => (a < b ? -1 : a > b ? 1 : 0)
