/**
 * What presets must equal: the recipes over strings, one step after the other as their Python takes
 * them, with Python's text methods written out. Called only by tests, and nothing of it is the engine's.
 */

// ---- Python's str, by code points

const WHITE = [
  ...[9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
  ...Array.from({ length: 11 }, (_, k) => 0x2000 + k),
]
const ENDINGS = [10, 11, 12, 13, 28, 29, 30, 0x85, 0x2028, 0x2029]
/** Numeric_Type=Digit, which is none of Nd: from, to. */
const OTHER_DIGITS = [
  [0xb2, 0xb3],
  [0xb9, 0xb9],
  [0x1369, 0x1371],
  [0x19da, 0x19da],
  [0x2070, 0x2070],
  [0x2074, 0x2079],
  [0x2080, 0x2089],
  [0x2460, 0x2468],
  [0x2474, 0x247c],
  [0x2488, 0x2490],
  [0x24ea, 0x24ea],
  [0x24f5, 0x24fd],
  [0x24ff, 0x24ff],
  [0x2776, 0x277e],
  [0x2780, 0x2788],
  [0x278a, 0x2792],
  [0x10a40, 0x10a43],
  [0x10e60, 0x10e68],
  [0x11052, 0x1105a],
  [0x1f100, 0x1f10a],
] as const

const code = (character: string): number => character.codePointAt(0) as number
export const len = (text: string): number => [...text].length
export const isspace = (character: string): boolean => WHITE.includes(code(character))
export const isupper = (character: string): boolean => /^\p{Uppercase}$/u.test(character)
export const isdecimal = (character: string): boolean => /^\p{Nd}$/u.test(character)
export const isword = (character: string): boolean => /^[\p{L}\p{N}_]$/u.test(character)
export const isdigit = (character: string): boolean =>
  isdecimal(character) || OTHER_DIGITS.some(([from, to]) => code(character) >= from && code(character) <= to)

export function split(text: string): string[] {
  const words = ['']
  for (const character of text) {
    if (isspace(character)) words.push('')
    else words[words.length - 1] += character
  }
  return words.filter((word) => word !== '')
}

export function strip(text: string): string {
  const characters = [...text]
  while (characters.length > 0 && isspace(characters[0] as string)) characters.shift()
  while (characters.length > 0 && isspace(characters.at(-1) as string)) characters.pop()
  return characters.join('')
}

export function splitlines(text: string): string[] {
  const lines: string[] = []
  let line = ''
  let open = false
  const characters = [...text]
  for (const [at, character] of characters.entries()) {
    if (character === '\n' && characters[at - 1] === '\r') continue
    open = !ENDINGS.includes(code(character))
    if (open) line += character
    else {
      lines.push(line)
      line = ''
    }
  }
  if (open) lines.push(line)
  return lines
}

const endswith = (text: string, ends: readonly string[]): boolean => ends.some((end) => text.endsWith(end))

// ---- the recipes: the rule that drops the line, or null

const withoutCitations = (line: string): string =>
  line.replace(/\[\p{Nd}*\]|\[edit\]|\[citation needed\]/gu, '')
const POLICY = [
  'terms of use',
  'privacy policy',
  'cookie policy',
  'uses cookies',
  'use of cookies',
  'use cookies',
]

interface C4 {
  readonly marks: readonly string[] | null
  readonly words: number
  readonly countsCitations: boolean
}

function dropsLine(asRead: string, { marks, words, countsCitations }: C4): string | null {
  const stripped = strip(asRead)
  if (split(stripped).some((word) => len(word) > 1000)) return 'long-word'
  const line = withoutCitations(stripped)
  if (marks && (!endswith(line, marks) || endswith(line, ['...']))) return 'no-end-mark'
  if (split(countsCitations ? stripped : line).length < words) return 'few-words'
  const lower = line.toLowerCase()
  if (lower.includes('javascript')) return 'javascript'
  return POLICY.some((phrase) => lower.includes(phrase)) ? 'policy' : null
}

const NOUNS =
  'likes shares comments retweets reposts quotes bookmarks upvotes downvotes downloads views followers'

/** `^\W*\d(?:,|\.|\d)*(?:k|m|b)?\s+(?:likes|…)\W*$` by hand. */
function isCounter(line: string): boolean {
  const characters = [...line.toLowerCase()]
  const skip = (from: number, fits: (character: string) => boolean): number => {
    const end = characters.findIndex((character, at) => at >= from && !fits(character))
    return end < 0 ? characters.length : end
  }
  const first = skip(0, (character) => !isword(character))
  if (!isdecimal(characters[first] ?? '')) return false
  let at = skip(first, (character) => isdecimal(character) || character === ',' || character === '.')
  if ('kmb'.includes(characters[at] ?? '?')) at++
  const noun = skip(at, isspace)
  const end = skip(noun, isword)
  const behind = skip(end, (character) => !isword(character))
  return (
    noun > at &&
    behind === characters.length &&
    NOUNS.split(' ').includes(characters.slice(noun, end).join(''))
  )
}

/** Letters that `re.IGNORECASE` takes for one. */
const alike = (letter: string): string =>
  ({ i: 'iIİı', s: 'sSſ', k: 'kK\u212a' })[letter] ?? letter + letter.toUpperCase()

/** Cuts `text` at `at`; a dot is any character; a white space beside it goes too. */
function cut(line: string, text: string, where: 'anywhere' | 'start' | 'end'): string {
  const characters = [...line]
  const sought = [...text]
  const fits = (at: number): boolean =>
    at + sought.length <= characters.length &&
    sought.every((wanted, k) => wanted === '.' || alike(wanted).includes(characters[at + k] as string))
  const spaceAt = (at: number): number => (isspace(characters[at] ?? 'x') ? 1 : 0)
  if (where === 'start') {
    if (!fits(0)) return line
    return characters.slice(sought.length + spaceAt(sought.length)).join('')
  }
  let left = ''
  for (let at = 0; at < characters.length; ) {
    const start = at + (spaceAt(at) && fits(at + 1) ? 1 : 0)
    const end = start + sought.length
    if (fits(start) && (where === 'anywhere' || end === characters.length)) at = end
    else left += characters[at++]
  }
  return left
}

function dropsLineInDclm(asRead: string): string | null {
  const share = (is: (character: string) => boolean): number => [...asRead].filter(is).length / len(asRead)
  if (asRead !== '' && share(isupper) > 0.5) return 'uppercase'
  if (asRead !== '' && share(isdigit) > 0.999999) return 'numeric'
  if (isCounter(asRead)) return 'counter'
  if (asRead !== '' && split(asRead).length < 2) return 'one-word'
  let line = asRead
  for (const [rule, text, where] of [
    ['items-in-cart', 'items in cart', 'anywhere'],
    ['read-more', 'read more...', 'end'],
    ['sign-in', 'sign-in', 'start'],
  ] as const) {
    if (split(line).length > 10) continue
    const left = cut(line, text, where)
    if (line !== '' && [...left].every(isspace)) return rule
    line = left
  }
  return null
}

/** A line of ours, with what ends it, may be several of the recipe's: then it goes if all of them do. */
const ofLines =
  (drops: (line: string) => string | null) =>
  (line: string): string | null => {
    const rules = splitlines(line).map(drops)
    return rules.includes(null) ? null : (rules[0] ?? null)
  }

const c4: C4 = { marks: ['.', '?', '!', '"'], words: 5, countsCitations: false }
const datatrove: C4 = { marks: ['.', '?', '!', '"', "'"], words: 3, countsCitations: true }

/** By preset: the rule that takes a line, which is given with its terminator; null: it stays. */
export const recipes: Readonly<Record<string, (line: string) => string | null>> = {
  c4: ofLines((line) => dropsLine(line, c4)),
  'c4-datatrove': ofLines((line) => dropsLine(line, datatrove)),
  fineweb: ofLines((line) => dropsLine(line, { ...datatrove, marks: null })),
  dclm: (line) => dropsLineInDclm(line.replace(/\n$/, '')),
}
