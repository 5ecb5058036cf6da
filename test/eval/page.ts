/** docs/eval.md: every figure in it comes from an evaluation. */
import type { Evaluation } from './evaluate.js'
import type { Group, SetFigures } from './figures.js'
import { gapClosed, goals, inputsOf, languageLosses } from './goals.js'
import { ruleTables } from './rule-tables.js'
import { addSegments, noSegments, type Segments } from './segments.js'
import { countCell, goalCells, lostCells, number, part, percentOf, share, table } from './tables.js'

const scoreHead = ['F1 before', 'after', 'oracle', 'gap closed', 'word F1 before', 'after', 'oracle']

function scoreCells(group: Group): string[] {
  const { scores } = group
  const f1 = (key: 'f1' | 'wordF1'): string[] =>
    [scores?.before, scores?.after, scores?.oracle].map((score) => share(score?.[key]))
  return [...f1('f1'), percentOf(gapClosed(group), 1), ...f1('wordF1')]
}

const lossHead = ['junk removed', 'tail junk removed', 'content lost', 'of it labels', 'pages losing']

function lossCells({ losses, scores }: Group): string[] {
  return [
    part(losses.junkGone, losses.junk, 2),
    part(losses.tailGone, losses.tail, 2),
    ...lostCells(losses),
    scores ? `${number(losses.pagesLosing)} of ${number(scores.pages)}` : number(losses.pagesLosing),
  ]
}

/** Other contenders follow ours, set by set. */
function setTable(evaluations: readonly Evaluation[]): string {
  const [ours] = evaluations
  const several = evaluations.length > 1
  const rows = (ours?.sets ?? []).flatMap(({ name, all }) => {
    if (!all.scores) return []
    return evaluations.flatMap((evaluation) => {
      const own = evaluation.sets.find((set) => set.name === name)
      if (!own) return []
      return [[name, ...(several ? [evaluation.name] : []), ...scoreCells(own.all), ...lossCells(own.all)]]
    })
  })
  return table(['set', ...(several ? ['rules'] : []), ...scoreHead, ...lossHead], rows)
}

function typeTable(sets: readonly SetFigures[]): string {
  const rows = sets
    .filter(({ source, input }) => source === '' && input !== 'gold')
    .flatMap(({ name, types }) =>
      Object.entries(types).map(([type, group]) => [
        `${name}: ${type}`,
        number(group.scores?.pages ?? 0),
        ...scoreCells(group),
        ...lossCells(group),
      ]),
    )
  return table(['pages', 'of type', ...scoreHead, ...lossHead], rows)
}

const segmentHead = ['must-stay kept', 'must-go left', 'comment threads left']
const segmentCells = (segments: Segments | undefined): string[] => [
  countCell(segments?.with),
  countCell(segments?.without),
  countCell(segments?.comments),
]

function segmentTable(sets: readonly SetFigures[]): string {
  const rows = sets
    .filter(({ all }) => all.segments)
    .map(({ name, all }) => [name, number(all.segments?.pages ?? 0), ...segmentCells(all.segments)])
  return table(['set', 'pages', ...segmentHead], rows)
}

/** Main text by language beside the snippets of the full pages in it. */
function languageTable(sets: readonly SetFigures[]): string {
  const segmentsIn = (language: string): Segments => {
    const sum = noSegments()
    for (const set of sets.filter(({ input }) => input === 'text')) {
      const own = set.languages[language]?.segments
      if (own) addSegments(sum, own)
    }
    return sum
  }
  const rows = languageLosses(sets).map(([language, losses]) => [
    language,
    number(losses.content),
    ...lostCells(losses),
    number(losses.pagesLosing),
    ...segmentCells(segmentsIn(language)),
  ])
  const head = ['main text', 'characters', 'lost', 'of it labels', 'texts losing', ...segmentHead]
  return table(head, rows)
}

export function page(evaluations: readonly Evaluation[], data: string): string {
  const [ours] = evaluations as readonly [Evaluation]
  const { sets } = ours
  const guarded = sets.reduce((sum, set) => sum + set.guarded, 0)
  const goalHead = ['goal', 'wanted', 'measured', 'without labels', '']
  return `# What the rules do to real pages

Written by \`npm run eval\`; do not edit. Rule set and switches \`${ours.hash}\`, data \`${data}\`: ${sets.length} sets, ${inputsOf(sets).size} inputs, ${number(sets.reduce((sum, set) => sum + set.pages, 0))} texts; the guard held back ${number(guarded)} of them.

A set is what one extractor made of the pages of one source; \`inscriptis\` and \`text\` are full pages, \`gold\` is the main text itself, of which every line removed is content lost. F1 is that of four-word shingles. The line oracle removes every line that is not main content, and nothing else; *gap closed* is how much of the way from the text before to the oracle the rules went. *Labels* are the part of the content lost that rules for bylines and dates took, or that are lines of at most three words. The tail is what follows the last line of main content.

## Goals

${table(goalHead, goals(ours).map(goalCells))}

## Sets

${setTable(evaluations)}

## Page types

${typeTable(sets)}

## Snippets

Share of the snippets found in the text before that are still there after.

${segmentTable(sets)}

## Languages

Main text of the gold texts, and the snippets of the full pages in that language.

${languageTable(sets)}

${ruleTables(ours.rules)}
`
}
