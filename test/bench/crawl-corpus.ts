/** A made crawl: pages of many sites in random order, each with what its site prints on all of them. */
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { between, latinVoice, pick, type Random, seeded, type Voice } from './words.js'

/** Raise it when the maker changes. */
const version = 1
/** Lines of a site on each of its pages, and of the page's own. */
export const siteLines = 100
const ownLines = 20
/** One line in so many of a site's has a number that changes. */
const numbered = 20
const writeBytes = 4 * 1024 * 1024
/** Sentences and short lines that are made once, and put together anew for each page. */
const pool = 20_000

export interface Crawl {
  readonly path: string
  readonly hosts: number
  readonly pages: number
  readonly lines: number
}

/** What a maker picks from. */
interface Words {
  readonly sentences: readonly string[]
  readonly shorts: readonly string[]
}

function wordsOf(voice: Voice): Words {
  return {
    sentences: Array.from({ length: pool }, () => voice.sentence()),
    shorts: Array.from({ length: pool }, () => voice.short()),
  }
}

export const hostName = (host: number): string => `site-${host}.example`

/** The lines of a site are the same whenever they are asked for. */
function linesOf(host: number, { shorts }: Words): string[] {
  const random = seeded(host * 7919 + 1)
  return Array.from({ length: siteLines }, (_, at) =>
    at % numbered === 0 ? `${pick(random, shorts)} #` : pick(random, shorts),
  )
}

/** Some lines stand before the text, the others behind it. */
function pageOf(host: number, random: Random, words: Words): string {
  const site = linesOf(host, words).map((line) => line.replace('#', String(between(random, 1, 9999))))
  const head = Math.floor(siteLines / 4)
  const own = Array.from(
    { length: ownLines },
    () =>
      `${pick(random, words.sentences)} ${pick(random, words.sentences)} ${pick(random, words.sentences)}`,
  )
  return [...site.slice(0, head), ...own, ...site.slice(head)].join('\n')
}

/** `each` pages of `hosts` sites, in random order, as JSON Lines; `astray`: under the name of another one of the sites. */
export function crawlFile(work: string, hosts: number, each: number, astray = false): Crawl {
  const path = join(work, `crawl-${hosts}-${each}${astray ? '-astray' : ''}-v${version}.jsonl`)
  const pages = hosts * each
  const crawl = { path, hosts, pages, lines: pages * (siteLines + ownLines) }
  if (existsSync(path)) return crawl
  const random = seeded(11)
  const words = wordsOf(latinVoice(random))
  const order = Uint32Array.from({ length: pages }, (_, page) => page % hosts)
  for (let at = pages - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[order[at], order[other]] = [order[other] as number, order[at] as number]
  }
  const file = openSync(`${path}.partial`, 'w')
  let text = ''
  order.forEach((host, page) => {
    const url = `https://${hostName(astray ? (host + 1) % hosts : host)}/${page}`
    text += `${JSON.stringify({ url, text: pageOf(host, random, words) })}\n`
    if (text.length < writeBytes) return
    writeSync(file, text)
    text = ''
  })
  writeSync(file, text)
  closeSync(file)
  renameSync(`${path}.partial`, path)
  return crawl
}
