/**
 * The words that a repeated group matches, if they are few, and whether texts made of them can be
 * cut into them in one way only. Then at most one way leads to each place of a line, and a
 * repetition costs no more than the line is long, though its alternatives begin alike:
 *   `(?: \| | - )`  one way        `(?:a|ab|b)`  two ways for "ab"
 */
import type { AST } from '@eslint-community/regexpp'

/** Words beyond which a group is not looked at. */
const mostWords = 1000
/** Remainders that the search follows before it gives up. */
const mostRemainders = 10_000

export function cutsOneWay(element: AST.Element): boolean {
  const words = wordsOf(element)
  if (words === undefined || words.includes('')) return false
  const set = new Set(words)
  return set.size === words.length && uniquelyCut(set)
}

/**
 * Sardinas and Patterson (1953): what remains when one word begins another is matched against the
 * words again; if ever nothing remains, two sequences of words are one text.
 */
function uniquelyCut(words: ReadonlySet<string>): boolean {
  const seen = new Set<string>()
  const waiting: string[] = []
  const follow = (longer: string, shorter: string): void => {
    const rest = longer.slice(shorter.length)
    if (seen.has(rest)) return
    seen.add(rest)
    waiting.push(rest)
  }
  for (const a of words) for (const b of words) if (a !== b && a.startsWith(b)) follow(a, b)
  for (let rest = waiting.pop(); rest !== undefined; rest = waiting.pop()) {
    if (words.has(rest) || seen.size > mostRemainders) return false
    for (const word of words) {
      if (word.startsWith(rest)) follow(word, rest)
      else if (rest.startsWith(word)) follow(rest, word)
    }
  }
  return true
}

/** With repeats, since two paths to one word are two ways. Undefined: too many, or not a list. */
function wordsOf(element: AST.Element): readonly string[] | undefined {
  switch (element.type) {
    case 'Character':
      return [String.fromCodePoint(element.value)]
    case 'Group':
    case 'CapturingGroup':
      return join(element.alternatives.map(({ elements }) => product(elements.map(wordsOf))))
    case 'Quantifier': {
      if (element.max * element.max > mostWords) return undefined
      const one = wordsOf(element.element)
      const counts = Array.from({ length: element.max - element.min + 1 }, (_, i) => element.min + i)
      return join(counts.map((count) => product(Array.from({ length: count }, () => one))))
    }
    default:
      return undefined
  }
}

type Words = readonly string[] | undefined

function join(lists: readonly Words[]): Words {
  const all: string[] = []
  for (const list of lists) {
    if (list === undefined) return undefined
    all.push(...list)
  }
  return all.length > mostWords ? undefined : all
}

function product(lists: readonly Words[]): Words {
  let all: readonly string[] = ['']
  for (const list of lists) {
    if (list === undefined || all.length * list.length > mostWords) return undefined
    all = all.flatMap((start) => list.map((end) => start + end))
  }
  return all
}
