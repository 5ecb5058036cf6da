/**
 * The corpora, made from a seed: a pool of blocks of whole documents is made once, and a file is
 * blocks of the pool in random order. Making every line anew would take minutes.
 */
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { foreignBlocks, madeBlocks } from './blocks.js'

export interface Corpus {
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/** Raise it when the makers change: files of the same size would else be taken for the new ones. */
const version = 1
const writeBytes = 4 * 1024 * 1024
export const pagesFile = '../shared/data/wcxb-dev/inscriptis.jsonl.gz'

/** Exactly `bytes` bytes of the blocks that `next` gives, in chunks; the last line is filled up. */
export function* chunksOf(next: () => Buffer, bytes: number): Generator<Buffer> {
  let left = bytes
  while (left > 0) {
    const blocks: Buffer[] = []
    let length = 0
    while (length < Math.min(left, writeBytes)) length += blocks[blocks.push(next()) - 1]?.length ?? 0
    const chunk = Buffer.concat(blocks)
    if (chunk.length > left) {
      const end = chunk.lastIndexOf(10, left - 1) + 1
      chunk.fill('e', end, left).fill('\n', left - 1, left)
    }
    yield chunk.subarray(0, left)
    left -= chunk.length
  }
}

function pageBlocks(): () => Buffer {
  const records = gunzipSync(readFileSync(pagesFile)).toString().split('\n').filter(Boolean)
  const texts = records.map((record) => `${(JSON.parse(record) as { text: string }).text}\n`)
  const pages = Buffer.from(texts.join(''))
  return () => pages
}

const makers: Readonly<Record<string, (bytes: number) => () => Buffer>> = {
  made: madeBlocks,
  'cyrillic-cjk': foreignBlocks,
  pages: pageBlocks,
}

/** The corpus as a file under `work`, made unless it is there; undefined where its source is not. */
export function corpus(name: string, bytes: number, work: string): Corpus | undefined {
  if (name === 'pages' && !existsSync(pagesFile)) return undefined
  const path = join(work, `${name}-${bytes}-v${version}.txt`)
  if (existsSync(path) && statSync(path).size === bytes) return { name, path, bytes }
  const file = openSync(`${path}.partial`, 'w')
  for (const chunk of chunksOf(makers[name]?.(bytes) as () => Buffer, bytes)) writeSync(file, chunk)
  closeSync(file)
  renameSync(`${path}.partial`, path)
  return { name, path, bytes }
}
