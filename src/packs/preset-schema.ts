/** The shape of a preset, once, as schema.ts is of a pack. The conditions are those of engine/conditions.ts. */
import { z } from 'zod'
import { cutPlaces } from '../engine/conditions.js'
import { cutters } from '../engine/preset.js'
import { exampleKeys, shapes } from './schema.js'

const oneLine = z.string().regex(shapes.oneLine, 'text on one line')
const oneLines = z.array(oneLine).min(1)
const whole = (unit: string, least: number, most: number) => {
  const error = `a whole number of ${unit} from ${least} to ${most}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}
const shareError = 'a share from 0 to 1'
const share = z.number({ error: shareError }).min(0, { error: shareError }).max(1, { error: shareError })
const small = z
  .string()
  .regex(/^[!-@[-`a-z{-~](?:[ -@[-`a-z{-~]{0,98}[!-@[-`a-z{-~])?$/, 'ASCII text without capitals, trimmed')
const word = z.string().regex(/^[a-z]{1,40}$/, 'a word of small letters')
const mark = z.string().regex(/^\S{1,10}$/, 'one to ten characters that are no white space')
const cutText = z
  .string()
  .regex(/^[A-Za-z.](?:[A-Za-z0-9. -]{0,58}[A-Za-z0-9.])?$/, 'letters, digits, spaces, hyphens and dots')
const citations = z
  .literal('cut')
  .optional()
  .describe('`[1]`, `[]`, `[edit]` and `[citation needed]` are cut out of the line first.')

/** By name; a rule has one. */
export const conditionShapes = {
  'word-longer-than': z
    .strictObject({ characters: whole('characters', 1, 100_000) })
    .describe('A word has more `characters`.'),
  'lacks-end-mark': z
    .strictObject({
      marks: z.array(mark).min(1),
      except: z.array(mark).min(1).optional(),
      citations,
    })
    .describe('The line ends with none of `marks`, or with one of `except`.'),
  'words-below': z
    .strictObject({ words: whole('words', 1, 1000), empty: z.literal('stays').optional(), citations })
    .describe('The line has fewer `words`; with `empty: stays` not if it has no character at all.'),
  contains: z
    .strictObject({ texts: z.array(small).min(1), citations })
    .describe('One of `texts` stands in the line in lower case.'),
  'uppercase-share-above': z
    .strictObject({ share })
    .describe('Of all characters a greater `share` is capitals; not on an empty line.'),
  'digit-share-above': z
    .strictObject({ share })
    .describe('Of all characters a greater `share` is digits; not on an empty line.'),
  counter: z
    .strictObject({ units: z.array(word).min(1), nouns: z.array(word).min(1) })
    .describe(
      'The line, in lower case, is a number, perhaps one of `units`, white space and one of `nouns`.',
    ),
  'emptied-by-cutting': z
    .strictObject({
      words: whole('words', 1, 1000),
      cuts: z.array(z.strictObject({ text: cutText, at: z.enum(cutPlaces) })).min(1),
    })
    .describe(
      'While the line has at most `words`, the `text` of each of `cuts` is cut out of it, in any case; the last cut leaves nothing but white space.',
    ),
} as const

export const presetRuleShape = z.strictObject({
  id: z
    .string()
    .regex(shapes.id, 'lower-case words and hyphens, as in `no-end-mark`')
    .describe('Unique in the preset. The full id is `<preset>#<id>`.'),
  category: z.literal('other').describe('`other`: a recipe does not tell what it takes.'),
  when: z
    .strictObject({
      'word-longer-than': conditionShapes['word-longer-than'].optional(),
      'lacks-end-mark': conditionShapes['lacks-end-mark'].optional(),
      'words-below': conditionShapes['words-below'].optional(),
      contains: conditionShapes.contains.optional(),
      'uppercase-share-above': conditionShapes['uppercase-share-above'].optional(),
      'digit-share-above': conditionShapes['digit-share-above'].optional(),
      counter: conditionShapes.counter.optional(),
      'emptied-by-cutting': conditionShapes['emptied-by-cutting'].optional(),
    })
    .describe('One condition, by name.'),
  ...exampleKeys,
})

export const presetShape = z.strictObject({
  preset: z
    .string()
    .regex(shapes.id, 'lower-case words and hyphens, as in `c4-datatrove`')
    .describe('Name, as that of the file.'),
  title: oneLine.describe('What is replayed, for people.'),
  language: z
    .string()
    .regex(shapes.language, 'a BCP 47 tag, as in `en`; `und` for none')
    .describe('Language the recipe was made for.'),
  source: oneLine.describe('Project, path and name of the code.'),
  cuts: z.enum(cutters).describe('Where lines end: at LF alone, or where `str.splitlines()` cuts.'),
  strip: z.literal(true).optional().describe('Lines are stripped of outer white space first.'),
  omits: oneLines.describe('What else the recipe does and the preset does not.'),
  defects: oneLines.describe('What the recipe gets wrong and the preset replays.'),
  rules: z.array(presetRuleShape).min(1).describe('The rules, in the order in which the recipe tests them.'),
})

export type PresetRuleData = z.infer<typeof presetRuleShape>
