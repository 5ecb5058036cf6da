/** What is learned from samples on disk is what is learned in memory, however the pages come. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../../src/engine/utf8.js'
import { createLearner } from '../../src/learn/learn.js'
import { type LearnOptions, learnDefaults } from '../../src/learn/options.js'
import { hashOf } from '../../src/learn/sample.js'
import { encodeSite } from '../../src/sites/block.js'
import { writeSites } from '../../src/sites/file.js'
import { compareKeys, keyOfText } from '../../src/sites/keys.js'
import { learnCrawl } from '../../src/sites/learn.js'
import { readPages } from '../../src/sites/pages.js'
import { prunePages } from '../../src/sites/prune.js'
import { writePages } from '../../src/sites/write-pages.js'
import { categoryOf, ruleset } from './made.js'

const folder = mkdtempSync(join(tmpdir(), 'dechaff-sample-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let made = 0

interface Page {
  readonly host: string
  readonly text: Uint8Array
}

const options = { ...learnDefaults, maxPages: 4 }

/** Several hosts share a bucket. */
const hosts = ['', 'a.example', 'b.example', ...Array.from({ length: 300 }, (_, host) => `h${host}.example`)]
const page = fc
  .tuple(
    fc.constantFrom(...hosts.slice(0, 3), ...hosts),
    fc.nat(30),
    fc.subarray(['Home', 'Share', 'Read next', 'End']),
  )
  .map(([host, number, lines]): Page => {
    const prose = `Keeper ${number * 37} of the old light wrote in the book that the night was ${number} hours long.`
    return { host, text: encodeUtf8([...lines, `Page ${number}`, prose, ...lines.toReversed()].join('\n')) }
  })
const pages = fc.array(page, { minLength: 1, maxLength: 60 })

async function fromMemory(all: readonly Page[]): Promise<Buffer> {
  const learner = createLearner(ruleset, options)
  for (const { host, text } of all) learner.add(host, text)
  const path = join(folder, `${++made}.sites`)
  const writer = writeSites(path)
  const sites = learner.sites().sort((a, b) => compareKeys(keyOfText(a.host), keyOfText(b.host)))
  for (const { host, site } of sites) {
    const encoded = encodeSite(host, site, categoryOf, ruleset.characters)
    if (encoded) await writer.add(host, encoded)
  }
  await writer.commit()
  return readFileSync(path)
}

/** Each shard by a run of its own. */
function sampled(shards: readonly (readonly Page[])[], pruneBytes?: number): string[] {
  return shards.map((shard) => {
    const own = join(folder, `sample-${++made}`)
    const writer = writePages(own, {
      maxPages: options.maxPages,
      ...(pruneBytes !== undefined && { pruneBytes }),
    })
    for (const { host, text } of shard) {
      writer.add(host, hashOf(text), text)
      if (pruneBytes !== undefined) writer.flush()
    }
    writer.flush()
    writer.close()
    return join(own, '00000')
  })
}

async function fromDisk(folders: readonly string[], bucketBytes?: number): Promise<Buffer> {
  const path = join(folder, `${++made}.sites`)
  const writer = writeSites(path)
  await learnCrawl({ ruleset, options, folders, writer, ...(bucketBytes !== undefined && { bucketBytes }) })
  await writer.commit()
  return readFileSync(path)
}

test('in any order, from any shards, in any parts', { timeout: 120_000 }, async () => {
  const cuts = fc.array(fc.nat(60), { maxLength: 3 })
  const sizes = fc.constantFrom(undefined, 1, 500)
  await fc.assert(
    fc.asyncProperty(pages, cuts, sizes, sizes, async (all, at, bucketBytes, pruneBytes) => {
      const borders = [0, ...at.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length]
      const turned = all.toReversed()
      // Shards may overlap.
      const shards = borders
        .slice(1)
        .map((to, index) => turned.slice(Math.max(0, (borders[index] as number) - 2), to))
      expect((await fromDisk(sampled(shards, pruneBytes), bucketBytes)).equals(await fromMemory(all))).toBe(
        true,
      )
    }),
    { numRuns: 25 },
  )
})

test('from files that are bounded by the hosts, whatever the pages', async () => {
  const all = Array.from({ length: 900 }, (_, number) => ({
    host: `h${number % 3}.example`,
    text: encodeUtf8(`Home\nPage ${number}\nText ${number}.\n`),
  }))
  const bytesOf = (at: string): number =>
    readdirSync(at).reduce((sum, name) => sum + readFileSync(join(at, name)).length, 0)
  const [whole] = sampled([all]) as [string]
  const [pruned] = sampled([all], 2000) as [string]
  const page = bytesOf(whole) / all.length
  expect(bytesOf(pruned)).toBeLessThan(3 * 2000 + 3 * options.maxPages * page)
  expect(await fromDisk([pruned])).toEqual(await fromMemory(all))
})

test('of a large file part by part', () => {
  const [whole] = sampled([
    Array.from({ length: 600 }, (_, number) => ({
      host: `h${number % 200}.example`,
      text: encodeUtf8(`Page ${number}`),
    })),
  ]) as [string]
  for (const name of readdirSync(whole)) {
    const path = join(whole, name)
    const all = [...readPages(path)].map(({ host, hash }) => `${host} ${hash}`)
    prunePages(path, 2, 50)
    const left = [...readPages(path)].map(({ host, hash }) => `${host} ${hash}`)
    const hosts = new Set(all.map((page) => page.split(' ')[0]))
    expect(left).toHaveLength(hosts.size * 2)
    for (const host of hosts) {
      const hashesOf = (pages: readonly string[]): number[] =>
        pages
          .filter((page) => page.startsWith(`${host} `))
          .map((page) => Number(page.split(' ')[1]))
          .sort((a, b) => a - b)
      expect(hashesOf(left)).toEqual(hashesOf(all).slice(0, 2))
    }
  }
})

test('and what a kill left of pruning is removed', async () => {
  const [whole] = sampled([[{ host: 'a.example', text: encodeUtf8('Home\n') }]]) as [string]
  const [name] = readdirSync(whole) as [string]
  writeFileSync(join(whole, `${name}.partial`), 'half')
  writePages(join(whole, '..'), options).close()
  expect(readdirSync(whole)).toEqual([name])
})

describe('a merge that was stopped goes on', () => {
  const all = Array.from({ length: 300 }, (_, number) => ({
    host: `h${number % 60}.example`,
    text: encodeUtf8(`Home\nPage ${number}\nText ${number}.\n`),
  }))
  /** Stopped before the bucket `stop`; what was learned, and of how many buckets that had been learned before. */
  async function merge(
    folders: readonly string[],
    buckets: string,
    { stop = Infinity, ...more }: Partial<LearnOptions> & { stop?: number } = {},
  ): Promise<{ bytes?: Buffer; known: number }> {
    const path = join(folder, `${++made}.sites`)
    const writer = writeSites(path)
    let known = 0
    const onBucket = (done: number, _: number, isKnown: boolean): void => {
      if (isKnown) known++
      if (done === stop) throw new Error('stopped')
    }
    try {
      await learnCrawl({ ruleset, options: { ...options, ...more }, folders, writer, buckets, onBucket })
    } catch (error) {
      if (stop < 256) {
        writer.discard()
        return { known }
      }
      throw error
    }
    await writer.commit()
    return { bytes: readFileSync(path), known }
  }
  const bucketsFolder = (): string => mkdtempSync(join(folder, 'buckets-'))

  test('behind what it had learned', async () => {
    const folders = sampled([all])
    const buckets = bucketsFolder()
    expect(await merge(folders, buckets, { stop: 100 })).toEqual({ known: 0 })
    expect(await merge(folders, buckets, { stop: 200 })).toEqual({ known: 100 })
    expect(await merge(folders, buckets)).toEqual({ known: 200, bytes: await fromMemory(all) })
  })

  test('but not with other options or other pages', async () => {
    const [whole, more] = sampled([all, [{ host: 'h1.example', text: encodeUtf8('Home\nMore\n') }]])
    const buckets = bucketsFolder()
    await merge([whole as string], buckets, { stop: 255 })
    expect(await merge([whole as string], buckets, { minPages: 3 })).toMatchObject({ known: 0 })
    const { bytes, known } = await merge([whole as string, more as string], buckets, { minPages: 3 })
    expect(known).toBe(255)
    const fresh = await merge([whole as string, more as string], bucketsFolder(), { minPages: 3 })
    expect(bytes).toEqual(fresh.bytes)
  })

  test('and not with a file that was cut off', async () => {
    const folders = sampled([all])
    const buckets = bucketsFolder()
    await merge(folders, buckets)
    const sizes = readdirSync(buckets).map(
      (name) => [name, readFileSync(join(buckets, name)).length] as const,
    )
    const [name, size] = sizes.find(([, bytes]) => bytes > 100) as [string, number]
    truncateSync(join(buckets, name), size - 3)
    await expect(merge(folders, buckets)).rejects.toThrow(/Unexpected end, expected what a merge notes/)
  })
})

test('without the end that a kill cut off', async () => {
  const pagesOf = (count: number): Page[] =>
    Array.from({ length: count }, (_, number) => ({
      host: 'a.example',
      text: encodeUtf8(`Home\nPage ${number}\nText ${number}.\n`),
    }))
  const [whole] = sampled([pagesOf(5)]) as [string]
  const [name] = readdirSync(whole) as [string]
  truncateSync(join(whole, name), readFileSync(join(whole, name)).length - 3)
  // The input is done again by the next run.
  expect(await fromDisk([whole, ...sampled([pagesOf(5)])])).toEqual(await fromMemory(pagesOf(5)))
  expect(await fromDisk([whole])).toEqual(await fromMemory(pagesOf(4)))
})

test('and bytes that no run wrote are told', async () => {
  const [whole] = sampled([[{ host: 'a.example', text: encodeUtf8('Home\n') }]]) as [string]
  const [name] = readdirSync(whole) as [string]
  const path = join(whole, name)
  writeFileSync(path, new Uint8Array(400).fill(0xff))
  await expect(fromDisk([whole])).rejects.toThrow(/Unexpected bytes at 0, expected a page/)
})
