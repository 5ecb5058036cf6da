import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPattern } from '../../src/packs/patterns.js'

test.each([
  ['syntax', 'share(', 'share', 6, 'syntax'],
  ['no such property', 'share\\p{Nope}', 'share', 12, 'syntax'],
  ['look-ahead', 'share(?=x)x', 'share', 5, 'look-around'],
  ['look-behind', 'share(?<!x)', 'share', 5, 'look-around'],
  ['back-reference', '(share)\\1', 'share', 7, 'back-reference'],
  ['named group', '(?<n>share)', 'share', 0, 'named group'],
  ['flags', '(?i:share)', 'share', 0, 'flags'],
  ['start anchor', '^share', 'share', 0, 'the compiler anchors it'],
  ['end anchor', 'share$', 'share', 5, 'the compiler anchors it'],
  ['lazy', 'share .*?x', 'share', 6, 'lazy'],
  ['upper case', 'Share', 'hare', 0, 'upper-case letter `S`'],
  ['upper case in a class', '[A-Z]hare', 'hare', 1, 'lower case'],
  ['upper case as a property', '\\p{Lu}hare', 'hare', 0, 'lower case'],
  ['typographic quote', 'don’t share', 'share', 3, "write `'`"],
  ['nested', '(?:a+)+share', 'share', 0, 'nested quantifier'],
  ['nested, bounded but large', '(?:a{1,20}){2}share', 'share', 0, 'nested quantifier'],
  ['nested deeper', 'share(?:x(?:,? \\w+)?)*', 'share', 5, 'nested quantifier'],
  ['nested, small but ambiguous', '(?:\\d{1,3})*share', 'share', 0, 'one way only'],
  ['nested ambiguity inside', '(?:(?:a{1,3}){2}b)*share', 'share', 0, 'one way only'],
  ['empty body', '(?:a?)*share', 'share', 0, 'one way only'],
  ['overlapping alternatives', '(?:a|b|ab)*share', 'share', 0, 'one way only'],
  ['the same alternative twice', '(?:a|a)*share', 'share', 0, 'one way only'],
  ['overlapping classes', '(?:\\w|\\d)*share', 'share', 0, 'one way only'],
  ['properties may overlap', '(?:\\p{L}|\\p{Ll})*share', 'share', 0, 'one way only'],
  ['adjacent', '.*.*share', 'share', 0, 'same characters'],
  ['adjacent, different sets', '\\w+\\w*share', 'share', 0, 'same characters'],
  ['adjacent, but for an optional', '\\w+ ?\\w+ share', 'share', 0, 'same characters'],
  ['adjacent through groups', '(?:x.*)(?:.+y) share', 'share', 4, 'same characters'],
  ['adjacent, large', '.{0,50}.{0,50}share', 'share', 0, 'same characters'],
  ['three open repetitions', '.+ share .+ x .+ y .+', 'share', 0, 'ways to match'],
  ['many optional parts', `${'a?'.repeat(25)}share`, 'share', 0, 'ways to match'],
  ['matches nothing', '(?:share)?', undefined, 0, 'nothing at all'],
  ['too long', 'share'.repeat(300), 'share', 0, 'patternUnits'],
])('refuses %s', (_, source, literal, index, words) => {
  const [problem] = checkPattern(source, literal).problems
  expect(problem).toMatchObject({ code: 'PACK_PATTERN', part: 'pattern', index })
  expect(problem?.message).toContain(words)
})

test.each([
  ['share', 'sh', 'at least 3'],
  ['share', 'Share', 'upper-case'],
  ['share|send', 'share', 'every match'],
  ['(?:share)?x', 'share', 'every match'],
  ['sha.re', 'share', 'every match'],
  ['share', 'shares', 'every match'],
  ['share', undefined, 'Missing literal'],
])('refuses for %s the literal %s', (source, literal, words) => {
  const { problems, prefix } = checkPattern(source, literal)
  expect(problems.map(({ code }) => code)).toEqual(['PACK_LITERAL'])
  expect(problems[0]?.message).toContain(words)
  expect(prefix).toBe(false)
})

test.each([
  ['share this (?:page|post)', 'share this p', true],
  ['(?:share|send) this (?:page|post)', ' this p', false],
  ['(?:share it|share that) now', 'share ', true],
  ['page \\d+ of \\d+', 'page ', true],
  ['by .+ on .+ at .+', 'by ', true],
  ['\\p{L}+ \\d+ comments', ' comments', false],
  ['ha{3}s', 'haaas', true],
  ['(?:ab)+c', 'abc', false],
  ['(?:ab){2,}c', 'abab', true],
  ['[s]hare\\.', 'share.', true],
  ['(?:,\\d{3})+ shares', ' shares', false],
  ['home(?:(?: \\| | / | )(?:about|about us|news|x|x \\(y\\)))+', 'home', true],
  ['\\bshare\\b .*', 'share', true],
  ['分享到(?:微博|微信)', '分享到微', true],
])('takes %s with %s', (source, literal, prefix) => {
  const checked = checkPattern(source, literal)
  expect(checked).toEqual({ problems: [], prefix })
})

/** Patterns of a and b, with all that repeats and branches. */
const patterns = fc.letrec<{ one: string; all: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('a', 'b', 'ab', '.', '[ab]', '\\w'),
    fc
      .tuple(tie('all'), fc.constantFrom('?', '*', '+', '{2}', '{1,3}', '{0,40}', '{2,}'))
      .map(([body, times]) => `(?:${body})${times}`),
    fc.tuple(tie('all'), tie('all')).map(([left, right]) => `(?:${left}|${right})`),
  ),
  all: fc.array(tie('one'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
})).all

const words = Array.from({ length: 255 }, (_, i) =>
  (i + 1).toString(2).slice(1).replaceAll('0', 'a').replaceAll('1', 'b'),
)

test('a literal that is taken is in every match', () => {
  fc.assert(
    fc.property(patterns, fc.constantFrom('aab', 'aba', 'abb', 'bab', 'aaa'), (source, literal) => {
      const { problems, prefix } = checkPattern(source, literal)
      if (problems.some(({ code }) => code === 'PACK_LITERAL')) return
      const whole = new RegExp(`^(?:${source})$`, 'u')
      // Patterns refused for their time are not tried on anything.
      if (problems.length > 0) return
      for (const word of words.filter((one) => whole.test(one))) {
        expect(prefix ? word.startsWith(literal) : word.includes(literal)).toBe(true)
      }
    }),
    { numRuns: 3000 },
  )
})

test('a pattern that is taken is fast on the longest line', () => {
  const lines = ['a', 'b', 'ab', 'aab', 'abb'].map((part) => `${part.repeat(400).slice(0, 399)}!`)
  fc.assert(
    fc.property(patterns, (source) => {
      if (checkPattern(source, undefined).problems.some(({ code }) => code === 'PACK_PATTERN')) return
      const whole = new RegExp(`^(?:${source})$`, 'u')
      const start = performance.now()
      for (const line of lines) whole.test(line)
      // 500,000 ways take some 10 ms a line.
      expect(performance.now() - start).toBeLessThan(500)
    }),
    { numRuns: 3000 },
  )
})
