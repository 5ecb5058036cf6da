/** Examples that are HTML: what a rule for elements takes of a page, and what the whole set leaves. */
import type { TextCleaner } from '../core.js'
import type { Problem } from '../errors.js'
import type { Rule } from '../types.js'
import type { Example, PackRule } from './pack.js'
import { quote } from './quote.js'

/** A page's lines, and the rule that took each with an element. The HTML format knows; packs are handed it. */
export type DecidePage = (
  cleaner: TextCleaner,
  html: string,
  site: string | undefined,
) => readonly { readonly text: string; readonly taker: Rule | undefined }[]

/** Around a snippet: prose enough to be the page. */
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const ARTICLE = `<p>${PROSE}</p>\n`.repeat(6)

export function checkSnippets(
  file: string,
  { rule, element, remove, keep }: PackRule,
  cleaner: TextCleaner,
  decidePage: DecidePage,
): Problem[] {
  const site = rule.sites[0]
  const number = cleaner.rules.findIndex(({ id }) => id === rule.id)
  const alone = { ...cleaner, elements: cleaner.elements.filter((asked) => asked.rule === number) }
  const problem = ({ line, column }: Example, message: string): Problem => ({
    file,
    line,
    column,
    code: 'PACK_EXAMPLE',
    message,
  })

  function checkRemove(example: Example): Problem[] {
    const lines = decidePage(alone, pageOf(rule, element?.outside === true, example.text), site)
    const own = lines.filter(({ text }) => text !== PROSE)
    const left = element?.outside ? undefined : own.find(({ taker }) => taker?.id !== rule.id)
    if (own.some(({ taker }) => taker?.id === rule.id) && left === undefined) return []
    const stays = left ? quote(left.text) : 'all of it'
    return [
      problem(
        example,
        `Unexpected stay of ${stays} in the snippet, expected ${rule.id} to take it; widen the rule`,
      ),
    ]
  }

  function checkKeep(example: Example): Problem[] {
    const lost = decidePage(cleaner, ARTICLE + example.text + ARTICLE, site).find(({ taker }) => taker)
    if (!lost) return []
    return [
      problem(
        example,
        `Unexpected loss of ${quote(lost.text)} to ${lost.taker?.id}, expected it to stay; make that rule narrower`,
      ),
    ]
  }

  return [...(rule.allow ? [] : remove.flatMap(checkRemove)), ...keep.flatMap(checkKeep)]
}

function pageOf(rule: Rule, isWhole: boolean, snippet: string): string {
  if (isWhole) return snippet
  return `${rule.where === 'head' ? '' : ARTICLE}${snippet}${rule.where === 'tail' ? '' : ARTICLE}`
}
