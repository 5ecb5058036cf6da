/** Pages of other sources as HTML: other sites, languages and years than those of the table by type. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TextCleaner } from '../../src/core.js'
import { pageDeciderOf } from '../../src/formats/html/page.js'
import { readGold, readRows } from './data.js'
import { hostOf, recall, unpack } from './html-data.js'
import { createPageScorer, meanScore, type PageScore, type Score } from './score.js'
import { addSegments, countSegments, noSegments, type Segments } from './segments.js'
import { readLines } from './text.js'
import { createDictionary } from './words.js'

export interface OtherFigures {
  readonly source: string
  /** Pages whose main content is known; of the others there are snippets only. */
  readonly whole: number
  /** The text rendered without rules, the text cleaned, and what trafilatura makes of the page. */
  readonly before: Score
  readonly after: Score
  readonly peer: Score
  readonly wordRecall: number
  readonly peerRecall: number
  readonly own: Segments
  readonly peers: Segments
}

const PACKED = '.html.jsonl.zst'

export async function evaluateOthers(cleaner: TextCleaner, directory: string): Promise<OtherFigures[]> {
  const folder = join(directory, 'multi')
  if (!existsSync(folder)) return []
  const decide = pageDeciderOf(cleaner)
  const figures: OtherFigures[] = []
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(PACKED)) continue
    const source = name.slice(0, -PACKED.length)
    const golds = new Map(readGold(join(folder, `${source}.gold.jsonl.gz`)).map((gold) => [gold.id, gold]))
    const texts = new Map(
      (readRows(join(folder, `${source}.traf.jsonl.gz`)) as { id: unknown; text?: string }[]).map(
        ({ id, text }) => [String(id), text ?? ''],
      ),
    )
    const scores: Record<'before' | 'after' | 'peer', PageScore[]> = { before: [], after: [], peer: [] }
    const recalls: number[] = []
    const peerRecalls: number[] = []
    const [own, peers] = [noSegments(), noSegments()]
    for await (const { id, html, url } of unpack(join(folder, name))) {
      const gold = golds.get(id)
      if (!gold) continue
      const { layout, decision } = decide({ text: html, isBytes: false }, hostOf(url || gold.url))
      const kept = layout.lines.filter((_, line) => decision.fates[line] === 0)
      const peer = texts.get(id) ?? ''
      const all = layout.lines.join('\n')
      addSegments(own, countSegments(gold, all, kept.join('\n')))
      addSegments(peers, countSegments(gold, all, peer))
      if (gold.text === '') continue
      const dictionary = createDictionary()
      const read = (lines: readonly string[]) => readLines(dictionary, lines)
      const [before, after, other, wanted] = [
        read(layout.lines),
        read(kept),
        read(peer.split('\n')),
        read(gold.text.split('\n')),
      ]
      const score = createPageScorer(dictionary, wanted)
      scores.before.push(score(before))
      scores.after.push(score(after))
      scores.peer.push(score(other))
      recalls.push(recall(wanted, after))
      peerRecalls.push(recall(wanted, other))
    }
    figures.push({
      source,
      whole: recalls.length,
      before: meanScore(scores.before),
      after: meanScore(scores.after),
      peer: meanScore(scores.peer),
      wordRecall: mean(recalls),
      peerRecall: mean(peerRecalls),
      own,
      peers,
    })
  }
  return figures
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / (values.length || 1)
