/** docs/html.md: pages as HTML, beside what other extractors reach on the same pages. */
import { ALL, type HtmlFigures } from './html.js'
import type { OtherFigures } from './html-others.js'
import type { Count } from './segments.js'
import { number, part, percentOf, share, table } from './tables.js'

const types = ['article', 'forum', 'product', 'collection', 'listing', 'documentation', 'service'] as const

/** Word F1, all pages and by type; measured in November 2026, with the versions named. */
const peers: readonly (readonly [name: string, all: number, ...types: number[]])[] = [
  ['trafilatura 2.3.1', 0.8184, 0.929, 0.703, 0.63, 0.574, 0.578, 0.917, 0.765],
  ['rs-trafilatura 0.2.2', 0.8445, 0.934, 0.734, 0.626, 0.676, 0.665, 0.939, 0.825],
  ['Readability.js 0.6.0', 0.7758, 0.929, 0.463, 0.48, 0.509, 0.528, 0.912, 0.731],
  ['defuddle 0.19.4', 0.8141, 0.93, 0.653, 0.615, 0.592, 0.571, 0.931, 0.748],
  ['resiliparse 2.0.1', 0.7761, 0.874, 0.716, 0.565, 0.518, 0.5, 0.892, 0.784],
]

export function htmlPage(
  { hash, undone, types: figures, rules, junk, content }: HtmlFigures,
  others: readonly OtherFigures[],
): string {
  const all = figures.get(ALL)
  const own = types.map((type) => share(figures.get(type)?.after.wordF1))
  const rows = [...figures].map(([type, { pages, before, after, oracle, wordRecall }]) => [
    type,
    number(pages),
    share(before.wordF1),
    share(after.wordF1),
    share(oracle.wordF1),
    share(before.f1),
    share(after.f1),
    share(oracle.f1),
    percentOf(100 * wordRecall, 1),
  ])
  const taken = [...rules].sort(([, a], [, b]) => b.junk + b.content - a.junk - a.content)
  return `# Pages as HTML

Written by \`npm run eval\`; do not edit. Rule set and switches \`${hash}\`. ${number(all?.pages ?? 0)} pages of seven types (Web Content Extraction Benchmark, development split), as text (\`--to text\`); rules alone. On ${number(undone)} of them the rules for elements would have left less than a seventh of the prose, and were not applied.

Word F1, beside what others reach on the same pages with their own defaults:

${table(
  ['', 'all', ...types],
  [
    ['dechaff', share(all?.after.wordF1), ...own],
    ...peers.map(([name, ...scores]) => [name, ...scores.map((score) => share(score))]),
  ],
)}

*Before* is the text rendered without rules, *oracle* the same text without every line that is not main content, and nothing else. F1 is that of four-word shingles; recall is the mean share of the words of the main content that are still there.

${table(
  ['type', 'pages', 'word F1 before', 'after', 'oracle', 'F1 before', 'after', 'oracle', 'word recall'],
  rows,
)}

## Other pages

Pages of other sources: other sites, 36 languages, 2004 to 2026. Word F1 and word recall where the main content is known; of the snippets that a person named, those that must stay and do, and those that must go and stayed (comments too, where posts are not the content). trafilatura 2.3.1 with comments, on the same pages.

${otherTable(others)}

## Rules

Of ${number(junk)} characters of junk and ${number(content)} of main content. \`lines\`: the rules for lines, on what the rules for elements left.

${table(
  ['rule', 'junk taken', 'main content taken', 'precision'],
  taken.map(([rule, own]) => [
    rule === 'lines' ? rule : `\`${rule}\``,
    number(own.junk),
    number(own.content),
    part(own.junk, own.junk + own.content, 1),
  ]),
)}
`
}

/** Sources whose threads are content. */
const forums = new Set(['magic', 'harvest', 'polish', 'html2text'])

function otherTable(others: readonly OtherFigures[]): string {
  const shareOf = (...counts: readonly Count[]): string => {
    const sum = (key: keyof Count): number => counts.reduce((all, count) => all + count[key], 0)
    return sum('all') > 0 ? part(sum('after'), sum('all'), 1) : ''
  }
  return table(
    [
      'source',
      'pages',
      'word F1 before',
      'after',
      'trafilatura',
      'recall',
      'trafilatura',
      'must stay, kept',
      'trafilatura',
      'must go, left',
      'trafilatura',
    ],
    others.map(({ source, whole, before, after, peer, wordRecall, peerRecall, own, peers }) => {
      const isKnown = whole > 0
      const gone = ({ without, comments }: OtherFigures['own']): readonly Count[] =>
        forums.has(source) ? [without] : [without, comments]
      return [
        source,
        number(own.pages),
        ...[before, after, peer].map(({ wordF1 }) => (isKnown ? share(wordF1) : '')),
        ...[wordRecall, peerRecall].map((value) => (isKnown ? percentOf(100 * value, 1) : '')),
        shareOf(own.with),
        shareOf(peers.with),
        shareOf(...gone(own)),
        shareOf(...gone(peers)),
      ]
    }),
  )
}
