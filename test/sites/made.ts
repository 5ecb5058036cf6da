/** Made sites: what was learned of them, as learning hands it on. */
import fc from 'fast-check'
import { emptyFolded, fold, textOf } from '../../src/engine/fold.js'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { shippedRuleset } from '../../src/io/cleaner.js'
import { createCategoryOf } from '../../src/learn/learn.js'
import { packsOf } from '../../src/learn/pack.js'
import { createPageReader } from '../../src/learn/pages.js'
import { isSlot } from '../../src/learn/phrases.js'
import type { LearnedLine, LearnedSite } from '../../src/learn/site.js'

export const ruleset = shippedRuleset()
export const categoryOf = createCategoryOf(ruleset)
const read = createPageReader(ruleset.characters, ruleset.words)

/** Bits of lines that run into each other, into slots, and into what folding takes away. */
const bits = [
  ...[
    'home',
    'Home page',
    'issue',
    'Issue ',
    ' of ',
    'comments',
    'share',
    'x',
    'é',
    'e\u0301',
    'ß',
    'Привет',
    '中文',
  ],
  ...[
    '5',
    '12',
    '1,234',
    '12 k',
    '100+',
    '%d',
    '{{ n }}',
    'five',
    '3 May 2024',
    'May',
    'Monday',
    '10:30',
    '10.30 pm',
  ],
  ...[
    ' ',
    '  ',
    '\u00a0',
    '»',
    '...',
    '…',
    ':',
    '-',
    '* ',
    '• ',
    '(',
    ')',
    '|',
    '.',
    '\ud83d\ude00',
    '\u200b',
    '#',
  ],
]
export const madeLine: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...bits), { minLength: 1, maxLength: 7 })
  .map((parts) => parts.join(''))

/** As one would stand in a learned site; undefined if it folds to nothing. */
export function learnedLine(text: string, block = 0): LearnedLine | undefined {
  const isTitle = block === 9
  const [line] = read(encodeUtf8(text))
  if (!line || line.phrase === '' || isSlot(line.phrase)) return undefined
  return { ...line, pages: 3, before: block % 2, after: 3 - (block % 2), inside: 0, block, isTitle }
}

export function siteOf(texts: readonly (readonly [text: string, block: number])[]): LearnedSite {
  const lines = new Map<string, LearnedLine>()
  const folded = emptyFolded(4096)
  for (const [text, block] of texts) {
    const line = learnedLine(text, block)
    // What a pack would be refused for: phrases that fold to one.
    if (!line || !foldsToItself(line.phrase)) continue
    if (!lines.has(line.phrase)) lines.set(line.phrase, line)
  }
  return { pages: 3, lines: [...lines.values()], prose: [] }

  function foldsToItself(phrase: string): boolean {
    const bytes = encodeUtf8(phrase)
    return fold(ruleset.characters, bytes, 0, bytes.length, folded) && textOf(folded) === phrase
  }
}

export const packText = (host: string, site: LearnedSite): string =>
  packsOf([{ host, site }], categoryOf, () => 'learned/made')[0]?.text ?? ''
