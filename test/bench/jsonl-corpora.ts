/** Data sets of JSON Lines as files: whole, packed, as shards, and as a tree of small files. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { pagesFile } from './corpora.js'
import { between, latinVoice, pick, type Random, seeded } from './words.js'

/** Raise it when the makers change. */
const version = 1
const recordBytes = 3000
const poolRecords = 4000
/** A third of the records end in lines that go. */
const endings = [
  'Share this article\nNo comments:\nPost a Comment\n',
  'Related posts\n3 comments\n',
  '',
  '',
  '',
  '',
]
const filesAFolder = 1000
/** Lines of boilerplate below a paragraph: what a small file holds. */
const smallText = (random: Random, voice: ReturnType<typeof latinVoice>): string =>
  `${voice.sentence()} ${voice.sentence()}\n\n${pick(random, endings)}`

function* madeRecords(): Generator<string> {
  const random = seeded(3)
  const voice = latinVoice(random)
  for (let row = 0; ; row += 1) {
    const lines: string[] = []
    for (let size = 0; size < recordBytes - 200; size += lines.at(-1)?.length ?? 0) {
      let text = voice.sentence()
      while (text.length < between(random, ...voice.paragraph)) text += ` ${voice.sentence()}`
      lines.push(text)
    }
    const text = `${lines.join('\n')}\n${pick(random, endings)}`
    yield `${JSON.stringify({ text, url: `https://example.org/${row}`, timestamp: '2026-01-01T00:00:00Z', score: random() })}\n`
  }
}

function pageRecords(): string[] {
  const records = gunzipSync(readFileSync(pagesFile)).toString().split('\n').filter(Boolean)
  return records.map((record) => `${record}\n`)
}

export const hasPages = (): boolean => existsSync(pagesFile)

/** Writes it under another name first: a run that was killed leaves nothing half made. */
function made(path: string, make: (path: string) => void): string {
  if (existsSync(path)) return path
  rmSync(`${path}.partial`, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  make(`${path}.partial`)
  renameSync(`${path}.partial`, path)
  return path
}

/** Whole records, about `bytes` of them. */
function writeRecords(path: string, kind: 'records' | 'page-records', bytes: number): void {
  const source = kind === 'records' ? madeRecords() : pageRecords().values()
  const pool: Buffer[] = []
  for (const record of source) if (pool.push(Buffer.from(record)) >= poolRecords) break
  const random = seeded(4)
  const file = openSync(path, 'w')
  for (let written = 0; written < bytes; ) {
    const records = Array.from({ length: Math.min(500, Math.ceil((bytes - written) / 2000)) }, () =>
      pick(random, pool),
    )
    written += writeSync(file, Buffer.concat(records))
  }
  closeSync(file)
}

export const recordsFile = (work: string, kind: 'records' | 'page-records', bytes: number): string =>
  made(join(work, `${kind}-${bytes}-v${version}.jsonl`), (path) => writeRecords(path, kind, bytes))

/** The same packed, fast; undefined where the program is missing. */
export function packed(path: string, codec: 'gz' | 'zst'): string | undefined {
  const argv = codec === 'gz' ? ['gzip', '-1', '-c', path] : ['zstd', '-q', '-1', '-c', path]
  const [program = '', ...options] = argv
  if (spawnSync(program, ['--version']).status !== 0) return undefined
  return made(`${path}.${codec}`, (partial) => {
    const file = openSync(partial, 'w')
    execFileSync(program, options, { stdio: ['ignore', file, 'inherit'] })
    closeSync(file)
  })
}

/** The same as so many shards in a folder. */
export function shards(path: string, count: number, codec?: 'gz'): string {
  return made(`${path.replace(/\.jsonl$/, '')}-shards-${count}${codec ? `-${codec}` : ''}`, (folder) => {
    mkdirSync(folder)
    const options = ['-n', `l/${count}`, '-d', '-a', '4', '--additional-suffix=.jsonl']
    execFileSync('split', [...options, path, join(folder, 'shard-')])
    if (codec) execFileSync('gzip', ['-1', '-r', folder])
  })
}

/** A tree of small files of text. */
export function smallFiles(work: string, count: number): string {
  return made(join(work, `small-${count}-v${version}`), (folder) => {
    const random = seeded(5)
    const voice = latinVoice(random)
    for (let number = 0; number < count; number += 1) {
      const under = join(folder, `${Math.floor(number / filesAFolder)}`)
      if (number % filesAFolder === 0) mkdirSync(under, { recursive: true })
      writeFileSync(join(under, `${number}.txt`), smallText(random, voice))
    }
  })
}
