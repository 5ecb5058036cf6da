/** Learns from samples on disk, a bucket at a time: what is held is bounded, whatever the size of the crawl. */
import { join } from 'node:path'
import type { Ruleset } from '../engine/ruleset.js'
import { createCategoryOf } from '../learn/learn.js'
import type { LearnOptions } from '../learn/options.js'
import { createSample, type Sample } from '../learn/sample.js'
import { learnSite } from '../learn/site.js'
import { createSiteReader } from '../learn/site-lines.js'
import { learnLimits } from '../limits.js'
import { type EncodedSite, encodeSite, examples } from './block.js'
import type { SitesWriter } from './file.js'
import { compareKeys, keyOfText } from './keys.js'
import { type BucketWriter, isLearned, keyOfBucket, readBucket, writeBucket } from './learned-bucket.js'
import { BUCKETS, bucketFiles, nameOf, partOf, partsOf, readPages } from './pages.js'

export interface CrawlLearner {
  readonly ruleset: Ruleset
  readonly options: LearnOptions
  /** Folders that runs wrote pages to. */
  readonly folders: readonly string[]
  readonly writer: SitesWriter
  /** A folder for what was learned of each bucket: what an earlier run left there is not learned again. */
  readonly buckets?: string
  /** Of the program: another one may learn otherwise. */
  readonly version?: string
  /** Bytes of pages that are held at a time. */
  readonly bucketBytes?: number
  /** `isKnown`: it was learned before. */
  onBucket?(done: number, of: number, isKnown: boolean): void
}

type Add = (host: string, site: EncodedSite) => Promise<void>

export async function learnCrawl(crawl: CrawlLearner): Promise<void> {
  const { options, ruleset, folders, writer, buckets, onBucket } = crawl
  const learn = createBucketLearner(crawl)
  const run = [crawl.version, ruleset.hash, options]
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const files = bucketFiles(folders, bucket)
    let isKnown = false
    if (buckets === undefined) await learn(files, writer.add)
    else {
      const path = join(buckets, nameOf(bucket))
      const key = keyOfBucket(run, files)
      isKnown = isLearned(path, key)
      if (!isKnown) await learnTo(writeBucket(path, key), (add) => learn(files, add))
      for (const { host, site } of readBucket(path)) await writer.add(host, site)
    }
    onBucket?.(bucket + 1, BUCKETS, isKnown)
  }
}

async function learnTo(output: BucketWriter, learn: (add: Add) => Promise<void>): Promise<void> {
  try {
    await learn(output.add)
    await output.commit()
  } catch (error) {
    output.discard()
    throw error
  }
}

/** Learns from the files of a bucket; the sites come in the order of their keys. */
function createBucketLearner({
  ruleset,
  options,
  bucketBytes = learnLimits.bucketBytes,
}: CrawlLearner): (files: readonly string[], add: Add) => Promise<void> {
  const read = createSiteReader(ruleset.characters, ruleset.words)
  const categoryOf = createCategoryOf(ruleset)
  return async (files, add) => {
    const parts = partsOf(files, bucketBytes)
    for (let part = 0; part < parts; part++) {
      const hosts = [...sampleHosts(files, options.maxPages, part, parts)].map(([host, sample]) => ({
        host,
        key: keyOfText(host),
        sample,
      }))
      hosts.sort((a, b) => compareKeys(a.key, b.key) || (a.host < b.host ? -1 : 1))
      for (const { host, sample } of hosts) {
        const site = learnSite(read(sample.pages(), options.minPages), options, examples)
        const encoded = encodeSite(host, site, categoryOf, ruleset.characters)
        if (encoded) await add(host, encoded)
      }
    }
  }
}

function sampleHosts(
  files: readonly string[],
  maxPages: number,
  part: number,
  parts: number,
): Map<string, Sample<Uint8Array>> {
  const hosts = new Map<string, Sample<Uint8Array>>()
  for (const file of files) {
    for (const { host, hash, text } of readPages(file)) {
      if (partOf(host, parts) !== part) continue
      const sample = hosts.get(host) ?? createSample<Uint8Array>(maxPages)
      hosts.set(host, sample)
      // Where all pages of the files are held they may stay where they were read to.
      sample.add(hash, text.length, () => (parts > 1 ? new Uint8Array(text) : text))
    }
  }
  return hosts
}
