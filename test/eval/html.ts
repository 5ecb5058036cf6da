/** Pages as HTML through the HTML format: how much of the main content is kept, and of the rest. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TextCleaner } from '../../src/core.js'
import { ELEMENT } from '../../src/engine/decide-state.js'
import { pageDeciderOf } from '../../src/formats/html/page.js'
import { readGold } from './data.js'
import { hostOf, recall, unpack } from './html-data.js'
import { labelLines } from './labels.js'
import { createPageScorer, meanScore, type PageScore, type Score } from './score.js'
import { readLines, selectLines } from './text.js'
import { createDictionary } from './words.js'

export interface TypeFigures {
  readonly pages: number
  /** The text rendered without rules, the text cleaned, and the text without its junk lines. */
  readonly before: Score
  readonly after: Score
  readonly oracle: Score
  /** Mean share of the words of the main content that are still there. */
  readonly wordRecall: number
}

/** Characters of junk and of main content. */
export interface Taken {
  junk: number
  content: number
}

export interface HtmlFigures {
  readonly hash: string
  readonly undone: number
  readonly types: ReadonlyMap<string, TypeFigures>
  /** By rule for elements; `lines` for those for lines. */
  readonly rules: ReadonlyMap<string, Taken>
  readonly junk: number
  readonly content: number
}

interface Scores {
  readonly before: PageScore[]
  readonly after: PageScore[]
  readonly oracle: PageScore[]
  readonly recalls: number[]
}

export const ALL = 'all'

export async function evaluateHtml(
  cleaner: TextCleaner,
  directory: string,
): Promise<HtmlFigures | undefined> {
  const folder = join(directory, 'wcxb-dev')
  const file = join(folder, 'html.jsonl.zst')
  if (!existsSync(file)) return undefined
  const decide = pageDeciderOf(cleaner)
  const golds = new Map(readGold(join(folder, 'gold.jsonl.gz')).map((gold) => [gold.id, gold]))
  const byType = new Map<string, Scores>()
  const rules = new Map<string, Taken>()
  const all = { junk: 0, content: 0 }
  let undone = 0
  for await (const { id, html, url } of unpack(file)) {
    const gold = golds.get(id)
    if (!gold) continue
    const { layout, decision, claims } = decide({ text: html, isBytes: false }, hostOf(url))
    if (claims.undone) undone++
    const dictionary = createDictionary()
    const read = readLines(dictionary, layout.lines)
    const labels = labelLines(dictionary, layout.lines, read, gold.text)
    const wanted = readLines(dictionary, gold.text.split('\n'))
    const score = createPageScorer(dictionary, wanted)
    const kept = selectLines(dictionary, read, (line) => decision.fates[line] === 0)
    const own = {
      before: score(read),
      after: score(kept),
      oracle: score(selectLines(dictionary, read, (line) => labels[line] !== 'junk')),
    }
    for (const type of [ALL, gold.type]) {
      const scores = byType.get(type) ?? { before: [], after: [], oracle: [], recalls: [] }
      byType.set(type, scores)
      scores.before.push(own.before)
      scores.after.push(own.after)
      scores.oracle.push(own.oracle)
      if (wanted.lower.length > 0) scores.recalls.push(recall(wanted, kept))
    }
    layout.lines.forEach(({ length }, line) => {
      const label = labels[line]
      if (label === undefined) return
      all[label] += length
      const fate = decision.fates[line] as number
      if (fate === 0) return
      const rule = fate === ELEMENT ? (cleaner.rules[decision.takers[line] as number]?.id ?? '') : 'lines'
      const taken = rules.get(rule) ?? { junk: 0, content: 0 }
      rules.set(rule, taken)
      taken[label] += length
    })
  }
  if (byType.size === 0) return undefined
  const types = new Map(
    [...byType].map(([type, { before, after, oracle, recalls }]) => [
      type,
      {
        pages: before.length,
        before: meanScore(before),
        after: meanScore(after),
        oracle: meanScore(oracle),
        wordRecall: recalls.reduce((sum, one) => sum + one, 0) / (recalls.length || 1),
      },
    ]),
  )
  return { hash: cleaner.hash, undone, types, rules, ...all }
}
