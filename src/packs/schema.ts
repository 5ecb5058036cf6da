/**
 * The shape of a pack, once: the parser checks with it, and editors complete and check with the
 * JSON Schema made from it. What depends on two keys at a time is in check.ts.
 *
 * The text given with a regular expression is what the message says was expected.
 */
import { z } from 'zod'
import { categories, thens, wheres } from '../types.js'

const words = '[a-z0-9]+(?:-[a-z0-9]+)*'
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'

export const shapes = {
  pack: new RegExp(`^${words}/${words}$`),
  id: new RegExp(`^${words}$`),
  language: /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/,
  host: new RegExp(`^(?=.{1,253}$)(?:${label}\\.)+${label}$`),
  oneLine: /^[^\r\n]*\S[^\r\n]*$/,
  text: /\S/,
  named: /^[a-z]+(?: [a-z]+)*$/,
} as const

const oneLine = z.string().regex(shapes.oneLine, 'text on one line')
const text = z.string().regex(shapes.text, 'text')
const distanceError = 'a whole number from 1 to 100'
const shareError = 'a number above 0, at most 1'
const distance = z
  .int({ error: distanceError })
  .min(1, { error: distanceError })
  .max(100, { error: distanceError })
const category = z.enum(categories)

const pattern = z.strictObject({
  pattern: oneLine.describe(
    'Regular expression over the folded (lower-case) line; the compiler anchors it at both ends. No look-around, back-references, nested or lazy quantifiers, flags or named groups.',
  ),
  literal: oneLine.describe('Text of at least 3 characters that every match contains.'),
})

const range = (what: string, most: number) => {
  const error = `${what} from 0 to ${most}`
  const end = z.number({ error }).min(0, { error }).max(most, { error }).optional()
  return z.strictObject({ least: end, most: end }).optional()
}
const share = (of: string) => range('a share', 1).describe(of)

/** The conditions of engine/elements.ts; all of a rule's must hold. */
export const elementShape = z.strictObject({
  'link-share': share('Of the characters of the element, those that are link text.'),
  'text-share': share('Of the characters of the page, those of the element.'),
  'prose-share': share('Of the characters of prose on the page, those of the element.'),
  prose: share('Of the characters of the element, those of prose.'),
  'page-prose': share('Of the characters of the page, those of prose.'),
  'prose-before': range('a number of characters', 1_000_000).describe(
    'Characters of prose before the element, those in elements of the same rule apart.',
  ),
  characters: range('a number of characters', 1_000_000).describe('Characters of the element.'),
  lines: range('a number of lines', 100_000).describe('Lines of the element.'),
  controls: range('a number', 100_000).describe('Fields and buttons of a form in the element.'),
  'list-of-links': z
    .boolean()
    .optional()
    .describe('At least three lines, and four of five are nothing but links.'),
  'data-table': z
    .boolean()
    .optional()
    .describe(
      'Is or holds a table of data: at least five rows of two cells or more and 150 characters, four of five lines rows, no more than half of it link text, no field in it. Such a table is claimed only by rules that ask for one.',
    ),
  'form-like': z.boolean().optional().describe('A field or button for every 60 characters.'),
  hidden: z.boolean().optional().describe('The element, or one around it, is hidden.'),
})

/** Of every rule, whatever it claims by. */
export const exampleKeys = {
  why: text.describe('A sentence: what prints the line, why it is boilerplate.'),
  remove: z
    .array(text)
    .min(1)
    .describe(
      'Tests: lines this rule must claim, or small documents whose lines begin with `- ` (goes) or two spaces (stays).',
    ),
  keep: z.array(text).min(1).describe('Tests: lines or small documents that must survive all packs.'),
}

export const ruleShape = z
  .strictObject({
    id: z
      .string()
      .regex(shapes.id, 'lower-case words and hyphens, as in `no-comments`')
      .describe('Unique in the pack. The full id is `<pack>#<id>`.'),
    category: category.describe('What kind of boilerplate it is.'),
    where: z
      .enum(wheres)
      .optional()
      .describe(
        'Where the claim holds: anywhere; head (before the first prose line); tail (after the last content line). Mandatory unless the rule is weak or allows.',
      ),
    weak: z.literal(true).optional().describe('Counts only beside other boilerplate.'),
    lines: z
      .array(oneLine)
      .min(1)
      .optional()
      .describe(
        'Phrases, each a whole line in plain lower case; slots: {n} {name} {date} {time} {site} {url} {email} {any}.',
      ),
    matches: z.array(pattern).min(1).optional().describe('For what phrases cannot say.'),
    select: text
      .optional()
      .describe('CSS selector: the rule claims the elements it matches, with all that is in them. For HTML.'),
    named: z
      .array(z.string().regex(shapes.named, 'lower-case words with a space between, as in `related posts`'))
      .min(1)
      .optional()
      .describe(
        'Words that follow each other in one class or in the id of an element: `related posts` is in `td-related-posts` and in `relatedPostsBox`. Beside `select` both must hold. For HTML.',
      ),
    when: elementShape.optional().describe('What must hold of the element as well. For HTML.'),
    outside: z
      .literal(true)
      .optional()
      .describe('Claims what is outside of the elements, in place of them. For HTML.'),
    run: z
      .strictObject({
        items: z.literal(true).optional().describe('Every line begins with a list mark.'),
        words: distance.describe('Words of a line at most.'),
        lines: distance.describe('Lines in a row at least, blank ones aside.'),
        claimed: distance.describe('How many of them other rules claim, at least.'),
        share: z
          .number({ error: shareError })
          .gt(0, { error: shareError })
          .max(1, { error: shareError })
          .optional()
          .describe('Share of them that other rules claim, at least; above 0, at most 1.'),
      })
      .optional()
      .describe('Claims the unclaimed lines of a run of short lines or list items, in whole documents.'),
    // biome-ignore lint/suspicious/noThenProperty: the rule language's word
    then: z.enum(thens).optional().describe('What goes with the line; on weak rules only rest.'),
    max: distance.optional().describe('Lines that a block takes at most.'),
    confirm: z
      .strictObject({
        category: category.describe('Category of the marks and claims that confirm.'),
        within: distance.describe('Lines after the opener at most.'),
      })
      .optional()
      .describe('What must follow the opener of a rest: a thread.'),
    end: z
      .number({ error: shareError })
      .gt(0, { error: shareError })
      .max(1, { error: shareError })
      .optional()
      .describe(
        "Share of the document's characters: if no more than that stand behind the line, all of them go with it. Whole documents only.",
      ),
    mark: z.literal('post').optional().describe('The line belongs to one post of a thread.'),
    allow: z.literal(true).optional().describe('Saves lines that other rules claim.'),
    sites: z
      .array(z.string().regex(shapes.host, 'a host in lower case, as in `example.org`'))
      .min(1)
      .optional()
      .describe('Hosts the rule is limited to, their subdomains included.'),
    ...exampleKeys,
  })
  .meta({
    anyOf: ['lines', 'matches', 'select', 'named', 'run'].map((key) => ({ required: [key] })),
  })

export const packShape = z.strictObject({
  pack: z
    .string()
    .regex(shapes.pack, 'two lower-case names around a `/`, as in `en/comments`')
    .describe('Name: <lang>/<subject>, as the path under rules/.'),
  title: oneLine.describe('What the pack is about, for people.'),
  language: z
    .string()
    .regex(shapes.language, 'a BCP 47 tag, as in `en`, `pt-BR` or `zh-Hant`; `und` for none')
    .describe('BCP 47 tag; `und` for no language.'),
  rules: z.array(ruleShape).describe('The rules; what was learned may be none.'),
})

export type RuleData = z.infer<typeof ruleShape>

/** JSON Schema of a pack (draft 7: what YAML editors know best). */
export function packSchema(): Record<string, unknown> {
  return { title: 'dechaff pack', ...z.toJSONSchema(packShape, { target: 'draft-7' }) }
}
