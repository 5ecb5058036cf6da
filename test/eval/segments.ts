/** Snippets that must stay or go, as ../shared/eval/segments.mjs counts them. */
import type { Gold } from './data.js'

/** Snippets there are, those in the text before, and those of them still there after. */
export interface Count {
  all: number
  before: number
  after: number
}

export interface Segments {
  pages: number
  /** Must stay. */
  readonly with: Count
  /** Must go. */
  readonly without: Count
  /** Comment threads: must go. */
  readonly comments: Count
}

export const segmentKinds = ['with', 'without', 'comments'] as const

const noCount = (): Count => ({ all: 0, before: 0, after: 0 })
export const noSegments = (): Segments => ({
  pages: 0,
  with: noCount(),
  without: noCount(),
  comments: noCount(),
})

/** What the snippets of a page say of one line that holds one of them. */
export function labelBySnippets(gold: Gold, line: string): 'content' | 'junk' | undefined {
  const text = bare(line)
  const holds = (snippet: string): boolean => snippet.trim() !== '' && text.includes(bare(snippet))
  if (gold.with.some(holds)) return 'content'
  return gold.without.some(holds) || gold.comments.some(holds) ? 'junk' : undefined
}

/** White space, invisible marks and soft hyphens do not count. */
const bare = (text: string): string =>
  text.normalize('NFC').replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad]+/gu, '')

export function countSegments(gold: Gold, before: string, after: string): Segments {
  const bareBefore = bare(before)
  const bareAfter = after === before ? bareBefore : bare(after)
  const count = (snippets: readonly string[]): Count => {
    const wanted = snippets.map(bare).filter((snippet) => snippet !== '')
    const there = wanted.filter((snippet) => bareBefore.includes(snippet))
    const left = there.filter((snippet) => bareAfter.includes(snippet))
    return { all: wanted.length, before: there.length, after: left.length }
  }
  return {
    pages: 1,
    with: count(gold.with),
    without: count(gold.without),
    comments: count(gold.comments),
  }
}

export function addSegments(sum: Segments, one: Segments): void {
  sum.pages += one.pages
  for (const kind of segmentKinds) {
    sum[kind].all += one[kind].all
    sum[kind].before += one[kind].before
    sum[kind].after += one[kind].after
  }
}
