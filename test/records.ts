/** Arbitrary records: what writers of JSON in many languages make of the same text. */
import fc from 'fast-check'

const pieces = [
  'The river rose slowly in the night, and by the morning the road was gone.',
  'Share this article',
  'Post a Comment',
  'No comments:',
  'Комментарии',
  '夜里河水慢慢上涨。',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\t',
  '"',
  '\\',
  '/',
  '\0',
  '\u2028',
  '\u007f',
  '🙂',
  '\ud83d',
  '\ude42',
  '\\n',
  'é',
  ' ',
  '',
] as const

export const texts: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...pieces), { maxLength: 12 })
  .map((found) => found.join(''))

const hex = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`

/** A string of JSON; `habit`, 0 to 3, is the writer's: as JSON.stringify, ASCII only, all escaped, slashes escaped. */
export function written(text: string, habit: number): string {
  const json = JSON.stringify(text)
  switch (habit) {
    case 0:
      return json
    case 1:
      return json.replace(/[\u007f-\uffff]/g, (unit) => hex(unit.charCodeAt(0)))
    case 2:
      return `"${[...Array(text.length).keys()].map((i) => hex(text.charCodeAt(i)).toUpperCase().replace('U', 'u')).join('')}"`
    default:
      return json.replaceAll('/', '\\/')
  }
}

const string = fc.tuple(texts, fc.nat(3)).map(([text, habit]) => written(text, habit))
const name = fc
  .tuple(fc.constantFrom('text', 'content', 'meta', 'a', 'b', 'c', 'id', 'url', '', 'text '), fc.nat(5))
  .map(([text, habit]) => written(text, habit))
const scalar = fc.oneof(
  string,
  fc.constantFrom('0', '-0', '1.0', '1e400', '12345678901234567890', 'true', 'false', 'null', '-1.5E-3'),
)
const space = fc.constantFrom('', '', '', ' ', '\t', '\r')

const { value, object } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalar, tie('object'), tie('array')),
  object: fc
    .array(fc.tuple(space, name, space, tie('value')), { maxLength: 5 })
    .map(
      (members) =>
        `{${members.map(([before, key, between, own]) => `${before}${key}${between}:${between}${own}${before}`).join(',')}}`,
    ),
  array: fc
    .array(fc.tuple(space, tie('value')), { maxLength: 4 })
    .map((items) => `[${items.map(([between, own]) => `${between}${own}${between}`).join(',')}]`),
}))

/** A value as it may stand beside the text. */
export const jsonValues: fc.Arbitrary<string> = value

/** One record as it stands in a file, its line end apart; no string holds more than a few lines. */
export const jsonRecords: fc.Arbitrary<string> = fc
  .tuple(space, fc.oneof({ weight: 9, arbitrary: object }, { weight: 1, arbitrary: value }), space)
  .map(([before, own, after]) => before + own + after)
