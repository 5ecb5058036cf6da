/** Examples of learned rules: lines that go by them, and real ones that come near and stay. */
import type { LearnedLine, LearnedSite } from './site.js'

/** What examples are held against, so that `clean rules test` finds them right. */
export interface Proof {
  /** Does the rule of a pack of `host` claim the line by itself? */
  claims(id: string, text: string, host: string): boolean
  /** Does nothing go of prose with the line between? */
  stays(text: string, host: string): boolean
  /** Do all lines go but the last, which is prose? */
  goesBefore(text: string, host: string): boolean
}

export const unproven: Proof = { claims: () => true, stays: () => true, goesBefore: () => true }

const EXAMPLES = 3
/** UTF-16 units of a line of main text that is an example: none need be longer. */
const KEEP_UNITS = 400
/** Units of a line that is shown as an item of a menu, less one. */
const ITEM_UNITS = 60
/** Stays, whatever was learned. */
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
/** What may stand where a phrase has a slot. */
const filling: Readonly<Record<string, string>> = {
  n: '7',
  date: '4 May 2012',
  time: '10:30',
  name: 'Ada Berg',
}

/** Lines as they stand on pages, or made from phrases where those are claimed by another rule. */
export function removedBy(
  id: string,
  lines: readonly Pick<LearnedLine, 'phrase' | 'text'>[],
  host: string,
  { claims }: Pick<Proof, 'claims'>,
): string[] {
  const found: string[] = []
  for (const textOf of [asPrinted, filled])
    for (const line of lines) {
      const text = asLine(textOf(line))
      if (found.length < EXAMPLES && !found.includes(text) && claims(id, text, host)) found.push(text)
    }
  return found
}

const asPrinted = ({ text }: Pick<LearnedLine, 'text'>): string => text
const filled = ({ phrase }: Pick<LearnedLine, 'phrase'>): string =>
  phrase.replace(/\{(\w+)\}/g, (slot, name: string) => filling[name] ?? slot)

/** What begins with `<` would be an example for elements; a bullet makes no other line of it. */
const asLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/^ ?</, '* <')

/** A menu in which a line of the site stands, and prose behind it; undefined where there is none. */
export function menuOf(
  { lines }: Pick<LearnedSite, 'lines'>,
  host: string,
  { goesBefore }: Pick<Proof, 'goesBefore'>,
): string | undefined {
  for (const { text } of lines.filter(isItem)) {
    const items = [text.replace(/^(?:[*•·»+-]\s+)+/u, ''), 'Mondays', 'Tuesdays', 'Wednesdays'].map(
      (item) => `* ${item}\n`,
    )
    if (!text.startsWith('<') && goesBefore(`${items.join('')}${PROSE}\n`, host))
      return `${items.map((item) => `- ${item}`).join('')}  ${PROSE}\n`
  }
  return undefined
}

/** May it be shown as an item of a menu? */
export const isItem = ({ isProse, text }: LearnedLine): boolean => !isProse && text.length < ITEM_UNITS

/** A line of main text that may be an example, and its words. */
export interface ProseLine {
  readonly text: string
  readonly words: readonly string[]
}

export const proseLines = ({ prose }: Pick<LearnedSite, 'prose'>): ProseLine[] =>
  prose
    .filter((text) => text.length <= KEEP_UNITS && !/^\s*</.test(text))
    .map((text) => ({ text, words: wordsOf(text) }))

/** Lines of main text with the most words in common with the phrases. */
export function keptBy(
  lines: readonly Pick<LearnedLine, 'phrase'>[],
  prose: readonly ProseLine[],
  host: string,
  { stays }: Pick<Proof, 'stays'>,
): string[] {
  const words = new Set(lines.flatMap(({ phrase }) => wordsOf(phrase)))
  const scored = prose
    .map(({ text, words: own }) => ({
      text,
      score: own.filter((word) => words.has(word)).length / (own.length + 10),
    }))
    .sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
  const kept: string[] = []
  for (const { text } of scored) {
    if (kept.length === EXAMPLES) break
    if (stays(text, host)) kept.push(text)
  }
  return kept.length > 0 ? kept : [PROSE]
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
