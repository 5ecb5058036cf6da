/**
 * What presets say of a line: the closed list of named conditions, each as the published recipes
 * test it (docs/presets.md). Code points, Python's words and Python's white space throughout.
 */
import { skipSpace, type View } from './measure.js'
import { codeOf, DECIMAL, decodeAt, kindOf, ODD, sizeOf, spaces, WORD } from './python.js'
import { decodeUtf8, encodeUtf8 } from './utf8.js'

/** Where a text is cut out of a line. */
export const cutPlaces = ['anywhere', 'start', 'end'] as const

export interface Cut {
  /** Case makes no difference; a dot stands for any character, as in an unescaped regular expression. */
  readonly text: string
  readonly at: (typeof cutPlaces)[number]
}

/** `citations: cut`: "[1]", "[]", "[edit]" and "[citation needed]" are cut out before the line is looked at. */
interface Cited {
  readonly citations?: 'cut' | undefined
}

export type Condition =
  | { readonly is: 'word-longer-than'; readonly characters: number }
  | ({
      readonly is: 'lacks-end-mark'
      readonly marks: readonly string[]
      /** Ends with a mark, but also with one of these: no mark. */
      readonly except?: readonly string[] | undefined
    } & Cited)
  | ({ readonly is: 'words-below'; readonly words: number; readonly empty?: 'stays' | undefined } & Cited)
  | ({ readonly is: 'contains'; readonly texts: readonly string[] } & Cited)
  | { readonly is: 'uppercase-share-above'; readonly share: number }
  | { readonly is: 'digit-share-above'; readonly share: number }
  | { readonly is: 'counter'; readonly units: readonly string[]; readonly nouns: readonly string[] }
  | { readonly is: 'emptied-by-cutting'; readonly words: number; readonly cuts: readonly Cut[] }

/** Does the condition hold for a line? `uncited` is the line without its citations. */
export type Test = (line: View, uncited: (line: View) => View) => boolean

export function createTest(condition: Condition): Test {
  switch (condition.is) {
    case 'word-longer-than':
      return (line) => line.longest > condition.characters
    case 'lacks-end-mark': {
      const marks = condition.marks.map(encodeUtf8)
      const except = (condition.except ?? []).map(encodeUtf8)
      return cited(
        condition,
        (line) => !marks.some((mark) => endsWith(line, mark)) || except.some((mark) => endsWith(line, mark)),
      )
    }
    case 'words-below':
      return cited(
        condition,
        (line) => line.words < condition.words && (condition.empty !== 'stays' || line.characters > 0),
      )
    case 'contains':
      return cited(condition, createSearch(condition.texts))
    case 'uppercase-share-above':
      return ({ upper, characters }) => characters > 0 && upper / characters > condition.share
    case 'digit-share-above':
      return ({ digits, characters }) => characters > 0 && digits / characters > condition.share
    case 'counter':
      return createCounterTest(condition.units, condition.nouns)
    case 'emptied-by-cutting':
      return createCuttingTest(condition.words, condition.cuts)
    default:
      return condition satisfies never
  }
}

function cited({ citations }: Cited, test: (line: View) => boolean): Test {
  return citations === 'cut' ? (line, uncited) => test(uncited(line)) : test
}

const textOf = ({ bytes, from, to }: View): string => decodeUtf8(bytes, from, to)

function endsWith({ bytes, from, to }: View, mark: Uint8Array): boolean {
  const start = to - mark.length
  if (start < from) return false
  for (let k = 0; k < mark.length; k++) if (bytes[start + k] !== mark[k]) return false
  return true
}

const lowerByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
)

/**
 * Is one of `texts` (ASCII, small letters) in the line's lower()? Boyer, Moore and Horspool's search
 * for several texts at once: it looks at every eighth byte or so.
 */
function createSearch(texts: readonly string[]): (line: View) => boolean {
  const sought = texts.map(encodeUtf8)
  const span = Math.min(...sought.map(({ length }) => length))
  const steps = new Uint8Array(256).fill(span)
  const lasts = new Uint8Array(256)
  for (const text of sought) {
    for (let byte = 0; byte < 256; byte++) {
      const place = text.subarray(0, span - 1).lastIndexOf(lowerByte[byte] as number)
      if (place >= 0) steps[byte] = Math.min(steps[byte] as number, span - 1 - place)
      if (text[span - 1] === lowerByte[byte]) lasts[byte] = 1
    }
  }
  const standsAt = (bytes: Uint8Array, at: number, to: number, text: Uint8Array): boolean => {
    if (at + text.length > to) return false
    for (let k = 0; k < text.length; k++) if (lowerByte[bytes[at + k] as number] !== text[k]) return false
    return true
  }
  return (line) => {
    const { bytes, from, to } = line
    if (line.kinds & ODD) {
      const lower = textOf(line).toLowerCase()
      return texts.some((text) => lower.includes(text))
    }
    let at = from
    while (at + span <= to) {
      const byte = bytes[at + span - 1] as number
      if (lasts[byte] === 1) for (const text of sought) if (standsAt(bytes, at, to, text)) return true
      at += steps[byte] as number
    }
    return false
  }
}

/** "3 likes", "· 1.2K views": a number first, a unit behind it, white space, a noun, and nothing else but signs. */
function createCounterTest(units: readonly string[], nouns: readonly string[]): Test {
  const sign = '[^\\p{L}\\p{N}_]*'
  const unit = units.length > 0 ? `(?:${units.join('|')})?` : ''
  const counter = new RegExp(
    `^${sign}\\p{Nd}(?:,|\\.|\\p{Nd})*${unit}[${spaces}]+(?:${nouns.join('|')})${sign}$`,
    'u',
  )
  return (line) => {
    // Few lines begin with a number: the others need no text.
    let at = line.from
    while (at < line.to) {
      const decoded = decodeAt(line.bytes, at, line.to)
      const kind = kindOf(codeOf(decoded))
      if (kind & DECIMAL) return counter.test(textOf(line).toLowerCase())
      if (kind & WORD) return false
      at += sizeOf(decoded)
    }
    return false
  }
}

/** Letters that `re.IGNORECASE` takes for each other and the flag `i` of JavaScript does not. */
const alike: Readonly<Record<string, string>> = { i: '[i\u0130\u0131]', '.': '[^\\n]' }

/**
 * DCLM cuts texts out of short lines, one after the other, and drops a line of which only white
 * space is left. Does the last of `cuts` do that?
 */
function createCuttingTest(words: number, cuts: readonly Cut[]): Test {
  const begins = new Uint8Array(128)
  for (const { text } of cuts) {
    if (text.startsWith('.')) begins.fill(1)
    for (const first of [text.toLowerCase(), text.toUpperCase()]) begins[first.charCodeAt(0)] = 1
  }
  const steps = cuts.map(({ text, at }) => {
    const body = [...text.toLowerCase()].map((character) => alike[character] ?? character).join('')
    const before = at === 'start' ? '^' : `[${spaces}]?`
    const behind = at === 'start' ? `[${spaces}]?` : at === 'end' ? '$' : ''
    return new RegExp(before + body + behind, 'giu')
  })
  const onlySpace = new RegExp(`^[${spaces}]*$`, 'u')
  const wordsOf = new RegExp(`[^${spaces}]+`, 'gu')

  /** Everything but white space is cut, so the line begins with one of the texts. */
  function mayBegin({ bytes, from, to }: View): boolean {
    const byte = bytes[skipSpace(bytes, from, to)] as number
    return byte >= 0x80 || begins[byte] === 1
  }

  return (line) => {
    if (line.words > words || line.characters === 0) return false
    if (line.words > 0 && !mayBegin(line)) return false
    let text = textOf(line)
    for (const [index, step] of steps.entries()) {
      if ((text.match(wordsOf)?.length ?? 0) > words) continue
      const left = text.replace(step, '')
      if (index === steps.length - 1) return text !== '' && onlySpace.test(left)
      text = left
    }
    return false
  }
}
