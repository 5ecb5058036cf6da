/** A page, laid out and decided: its lines as a document, with the claims on its elements among the hints. */
import { ELEMENT } from '../../engine/decide-state.js'
import type { ElementRule } from '../../engine/elements.js'
import { cutLines, emptyLineTable } from '../../engine/lines.js'
import type { Cleaner, Decision } from '../../engine/seam.js'
import { createIsProse } from '../../engine/shape.js'
import { encodeUtf8 } from '../../engine/utf8.js'
import type { Document, Rule } from '../../types.js'
import { claimElements, type ElementClaims } from './claim.js'
import type { Source } from './entities.js'
import { createSiteFinder } from './find.js'
import { type Layout, layOut, layoutAttributes } from './layout.js'
import { measure } from './measure.js'
import { Wanted } from './names.js'
import { claimSections } from './sections.js'
import { attributesIn } from './select.js'

export interface DecidedPage {
  readonly layout: Layout
  /** The text rendered without rules. */
  readonly document: Document
  /** The arrays are the cleaner's, and used again for the next page. */
  readonly decision: Decision
  readonly claims: ElementClaims
}

/** Link text beyond which a line is no prose, whatever it reads like: a teaser, a headline of a list. */
const LINK_PROSE = 0.5

export type PageDecider = (source: Source, site?: string) => DecidedPage

/** What decides pages with one cleaner; kept, for its rules are looked up and compiled only once. */
export function pageDeciderOf(cleaner: Cleaner): PageDecider {
  const known = deciders.get(cleaner)
  if (known) return known
  const made = createPageDecider(cleaner)
  deciders.set(cleaner, made)
  return made
}

const deciders = new WeakMap<Cleaner, PageDecider>()

function createPageDecider(cleaner: Cleaner): PageDecider {
  const { elements, rules, characters } = cleaner
  const claiming = { elements, rules, finder: createSiteFinder(elements, rules), asking: [] }
  const wanted = new Wanted([...layoutAttributes, ...elements.flatMap(attributesOf)])
  const isProseLine = createIsProse(characters)
  const table = emptyLineTable()
  return (source, site) => {
    const layout = layOut(source, wanted)
    const { lines, kinds, linkCharacters, holders } = layout
    const bytes = encodeUtf8(lines.map((line) => `${line}\n`).join(''))
    cutLines(characters, bytes, bytes.length, true, table)
    const { starts, inks, count } = table
    const prose = new Int8Array(count).fill(-1)
    const isProse = (line: number): boolean => {
      if (prose[line] === -1) {
        const isText = kinds[line] !== 'preformatted' && kinds[line] !== 'heading'
        const linked = (linkCharacters[line] as number) > LINK_PROSE * (lines[line] as string).length
        const reads =
          isText && !linked && isProseLine(bytes, inks[line] as number, starts[line + 1] as number)
        prose[line] = reads ? 1 : 0
      }
      return prose[line] === 1
    }
    const measures = measure(layout, isProse)
    const page = { layout, measures, isProse, site }
    const claims = claimElements(claiming, page)
    const document: Document = {
      bytes,
      starts,
      inks,
      count,
      site,
      hints: {
        kinds,
        linkShare: Float32Array.from(lines, ({ length }, line) =>
          length > 0 ? Math.min(1, (linkCharacters[line] as number) / length) : 0,
        ),
        elements: Int32Array.from(holders),
        matches: claims.matches,
      },
    }
    let decision = cleaner.decide(document)
    if (claimSections(page, rules, decision, claims.matches)) decision = cleaner.decide(document)
    return { layout, document, decision, claims }
  }
}

/** The attributes that a rule looks at. */
const attributesOf = ({ keys, select }: ElementRule): string[] => [
  ...keys.flatMap(([kind, name]) => (kind === 'attribute' ? [name] : [])),
  ...(select === undefined ? [] : attributesIn(select)),
]

/** The lines of a page, and the rule that took each with an element around it: what examples of rules show. */
export function takersOf(
  cleaner: Cleaner,
  html: string,
  site?: string,
): { text: string; taker: Rule | undefined }[] {
  const { layout, decision } = pageDeciderOf(cleaner)({ text: html, isBytes: false }, site)
  return layout.lines.map((text, line) => ({
    text: text.replace(/^ *- /, ''),
    taker: decision.fates[line] === ELEMENT ? cleaner.rules[decision.takers[line] as number] : undefined,
  }))
}
