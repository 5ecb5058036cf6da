/**
 * How may a match of a pattern begin? A finite set of literal starts lets the gate and the trie
 * find the pattern's lines, so that it costs nothing on others:
 *   `(?:share|send) (?:it|this) .*`  ->  "share it ", "share this ", "send it ", "send this "
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp'

/** More starts than this are too many: the pattern is then tried on every short line. */
const MOST = 3000
/** Units of a start; longer ones find nothing that these do not. */
const LONGEST = 8
/** A start shorter than this would let too many lines through, unless it is a whole match. */
const SHORTEST = 2

/** A start, and whether the match goes on behind it in a way that is not known. */
interface Start {
  readonly text: string
  readonly open: boolean
}

/** The starts of all matches, or undefined if they are too many or too short. */
export function patternStarts(source: string): readonly string[] | undefined {
  const pattern = new RegExpParser().parsePattern(source, undefined, undefined, { unicode: true })
  const starts = alternatives(pattern.alternatives, [{ text: '', open: false }])
  if (starts === undefined) return undefined
  const texts = new Set<string>()
  for (const { text, open } of starts) {
    if (text.length < SHORTEST && (open || text === '')) return undefined
    texts.add(text)
  }
  return [...texts].filter((text) => !hasShorter(texts, text))
}

function hasShorter(texts: Set<string>, text: string): boolean {
  for (let size = SHORTEST; size < text.length; size++) if (texts.has(text.slice(0, size))) return true
  return false
}

function alternatives(
  list: readonly AST.Alternative[],
  before: readonly Start[],
): readonly Start[] | undefined {
  const all: Start[] = []
  for (const alternative of list) {
    let starts = before
    for (const element of alternative.elements) {
      if (starts.every(({ open }) => open)) break
      // Too many ways on: what is known so far is the start.
      starts = element_(element, starts) ?? close(starts)
    }
    all.push(...starts)
    if (all.length > MOST) return undefined
  }
  return unique(all)
}

function unique(starts: readonly Start[]): readonly Start[] {
  return [...new Map(starts.map((start) => [`${start.open}${start.text}`, start])).values()]
}

function element_(element: AST.Element, before: readonly Start[]): readonly Start[] | undefined {
  switch (element.type) {
    case 'Character':
      return append(before, [String.fromCodePoint(element.value)])
    case 'Group':
    case 'CapturingGroup':
      return alternatives(element.alternatives, before)
    case 'CharacterClass': {
      const texts = classTexts(element)
      return texts ? append(before, texts) : close(before)
    }
    case 'Quantifier': {
      let starts: readonly Start[] | undefined = element.min === 0 ? before : []
      let once: readonly Start[] | undefined = before
      for (let n = 1; n <= Math.min(element.max, 3); n++) {
        once = once && element_(element.element, once)
        if (once === undefined || starts === undefined) return undefined
        if (n >= element.min)
          starts = unique([...starts, ...(n === 3 && element.max > 3 ? close(once) : once)])
        if (once.every(({ open }) => open)) return unique([...starts, ...once])
      }
      return element.min > 3 ? close(once ?? []) : starts
    }
    case 'Assertion':
      return before
    default:
      return close(before)
  }
}

function append(before: readonly Start[], texts: readonly string[]): readonly Start[] | undefined {
  const after = before.flatMap((start) => {
    if (start.open) return [start]
    return texts.map((text) => {
      const whole = start.text + text
      return { text: whole.slice(0, LONGEST), open: whole.length > LONGEST }
    })
  })
  return after.length > MOST ? undefined : unique(after)
}

function close(starts: readonly Start[]): readonly Start[] {
  return unique(starts.map(({ text }) => ({ text, open: true })))
}

/** The characters of a small class, as `[ab0-9]`; undefined if they are many or negated. */
function classTexts(node: AST.CharacterClass): string[] | undefined {
  if (node.negate) return undefined
  const texts: string[] = []
  for (const item of node.elements) {
    if (item.type === 'Character') texts.push(String.fromCodePoint(item.value))
    else if (item.type === 'CharacterClassRange' && item.max.value - item.min.value < 40) {
      for (let code = item.min.value; code <= item.max.value; code++) texts.push(String.fromCodePoint(code))
    } else return undefined
  }
  return texts
}
