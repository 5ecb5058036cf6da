/** What the figures are held against. The thresholds stand here and nowhere else. */
import type { Evaluation } from './evaluate.js'
import type { Group, SetFigures } from './figures.js'
import { addLosses, type Losses, noLosses } from './losses.js'
import { addSegments, noSegments, type Segments } from './segments.js'

/** Percent, but where it says otherwise. */
const thresholds = {
  contentLost: 0.1, // under: of the characters of main content
  contentLostFull: 0.3, // under: the same, of full-page text
  leastLanguage: 50_000, // characters of main text that a language must have to be judged
  gapFull: { least: 15, aim: 25 }, // of the way from before to the line oracle, shingle F1
  junkFull: 25, // at least: of the characters of junk
  gapExtracted: { least: 3, aim: 10 },
  tailExtracted: { least: 10, aim: 25 }, // of the characters of junk after the last content line
  comments: { most: 50, aim: 30, kept: 99.7 }, // comment threads left, must-stay snippets kept
  snippets: { most: 75, kept: 99.9 }, // must-go snippets left, must-stay snippets kept
} as const

/** By name of the file. */
const fullPage = ['inscriptis', 'text']
const commentSources = ['trafilatura', 'dragnet']
const snippetSources = ['trafilatura']

export interface Goal {
  readonly text: string
  readonly bound: 'under' | 'at least' | 'at most' | 'above'
  readonly wanted: number
  readonly aim?: number | undefined
  /** Undefined: the data have nothing to measure it on. */
  readonly measured: number | undefined
  readonly unit: '%' | 'types' | 'F1'
  /** Content lost: without bylines, dates and labels. */
  readonly apart?: number | undefined
}

export const percent = (part: number, whole: number): number | undefined =>
  whole > 0 ? (100 * part) / whole : undefined

/** Share of the way to the oracle, in percent. */
export function gapClosed({ scores }: Group): number | undefined {
  return scores && percent(scores.after.f1 - scores.before.f1, scores.oracle.f1 - scores.before.f1)
}

/** Types on which shingle F1 is lower than before, to the four digits of a table. */
export function worseTypes({ types }: SetFigures): string[] {
  const digits = (f1: number): number => Math.round(f1 * 1e4)
  return Object.entries(types).flatMap(([type, { scores }]) =>
    scores && digits(scores.after.f1) < digits(scores.before.f1) ? [type] : [],
  )
}

function lost(text: string, { content, contentGone, labelsGone }: Losses, wanted: number): Goal {
  const measured = percent(contentGone, content)
  const apart = percent(contentGone - labelsGone, content)
  return { text: `content lost, ${text}`, bound: 'under', wanted, measured, apart, unit: '%' }
}

const poolLosses = (groups: readonly Group[]): Losses =>
  groups.reduce((sum, { losses }) => addLosses(sum, losses), noLosses)

function poolSegments(sets: readonly SetFigures[]): Segments {
  const sum = noSegments()
  for (const { all } of sets) if (all.segments) addSegments(sum, all.segments)
  return sum
}

/** Sets that count as one input: a folder's extractor, over all sources. */
export function inputsOf(sets: readonly SetFigures[]): Map<string, SetFigures[]> {
  const inputs = new Map<string, SetFigures[]>()
  for (const set of sets) {
    const name = `${set.folder}/${set.source === '' ? '' : '*.'}${set.input}`
    inputs.set(name, [...(inputs.get(name) ?? []), set])
  }
  return inputs
}

/** Losses of gold texts by language, longest first; texts without a language are `-`. */
export function languageLosses(sets: readonly SetFigures[]): [language: string, losses: Losses][] {
  const languages = new Map<string, Losses>()
  for (const set of sets.filter(({ input }) => input === 'gold'))
    for (const [language, { losses }] of Object.entries(set.languages)) {
      const name = language === '-' ? set.name : language
      languages.set(name, addLosses(languages.get(name) ?? noLosses, losses))
    }
  return [...languages].sort(([, a], [, b]) => b.content - a.content)
}

function inputGoals(name: string, sets: readonly SetFigures[]): Goal[] {
  const isFull = fullPage.includes(sets[0]?.input ?? '')
  const losses = poolLosses(sets.map(({ all }) => all))
  const wanted = isFull ? thresholds.contentLostFull : thresholds.contentLost
  return losses.content > 0 ? [lost(`\`${name}\`${isFull ? ' (full page)' : ''}`, losses, wanted)] : []
}

function extractorGoals(set: SetFigures): Goal[] {
  const { all, name } = set
  const { losses, scores } = all
  if (!scores) return []
  const gap = (bounds: { least: number; aim: number }): Goal => ({
    text: `gap to the line oracle closed, \`${name}\``,
    bound: 'at least',
    wanted: bounds.least,
    aim: bounds.aim,
    measured: gapClosed(all),
    unit: '%',
  })
  if (fullPage.includes(set.input))
    return [
      gap(thresholds.gapFull),
      {
        text: `junk removed, \`${name}\``,
        bound: 'at least',
        wanted: thresholds.junkFull,
        measured: percent(losses.junkGone, losses.junk),
        unit: '%',
      },
    ]
  return [
    {
      text: `shingle F1 better than before, \`${name}\``,
      bound: 'above',
      wanted: scores.before.f1,
      measured: scores.after.f1,
      unit: 'F1',
    },
    {
      text: `page types on which it is worse, \`${name}\``,
      bound: 'at most',
      wanted: 0,
      measured: worseTypes(set).length,
      unit: 'types',
    },
    gap(thresholds.gapExtracted),
    {
      text: `junk after the last content line removed, \`${name}\``,
      bound: 'at least',
      wanted: thresholds.tailExtracted.least,
      aim: thresholds.tailExtracted.aim,
      measured: percent(losses.tailGone, losses.tail),
      unit: '%',
    },
  ]
}

function segmentGoals(sets: readonly SetFigures[]): Goal[] {
  const full = sets.filter(({ input }) => fullPage.includes(input))
  const pool = (sources: readonly string[]) =>
    poolSegments(full.filter(({ source }) => sources.includes(source)))
  const threads = pool(commentSources)
  const snippets = pool(snippetSources)
  const left = (text: string, wanted: number, aim: number | undefined, count: Segments['with']): Goal => ({
    text: `${text} left, full page`,
    bound: 'at most',
    wanted,
    aim,
    measured: percent(count.after, count.before),
    unit: '%',
  })
  const kept = (sources: readonly string[], wanted: number, { with: stay }: Segments): Goal => ({
    text: `must-stay snippets kept, full page, ${sources.join(' and ')}`,
    bound: 'at least',
    wanted,
    measured: percent(stay.after, stay.before),
    unit: '%',
  })
  const { comments, snippets: own } = thresholds
  return [
    left(`comment threads (${commentSources.join(' and ')})`, comments.most, comments.aim, threads.comments),
    kept(commentSources, comments.kept, threads),
    left(`must-go snippets (${snippetSources.join(' and ')})`, own.most, undefined, snippets.without),
    kept(snippetSources, own.kept, snippets),
  ]
}

export function goals({ sets }: Evaluation): Goal[] {
  const extracted = sets.filter(({ input }) => input !== 'gold')
  return [
    ...[...inputsOf(extracted)].flatMap(([name, own]) => inputGoals(name, own)),
    ...languageLosses(sets)
      .filter(([, { content }]) => content >= thresholds.leastLanguage)
      .map(([name, losses]) => lost(`main text, ${name}`, losses, thresholds.contentLost)),
    ...extracted.filter(({ source }) => source === '').flatMap(extractorGoals),
    ...segmentGoals(sets),
  ]
}

export function isMet({ bound, wanted, measured }: Goal): boolean | undefined {
  if (measured === undefined) return undefined
  switch (bound) {
    case 'under':
      return measured < wanted
    case 'above':
      return measured > wanted
    case 'at least':
      return measured >= wanted
    case 'at most':
      return measured <= wanted
    default:
      return bound satisfies never
  }
}
