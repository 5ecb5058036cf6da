/** Learns from samples on disk, a bucket at a time: what is held is bounded, whatever the size of the crawl. */
import type { Ruleset } from '../engine/ruleset.js'
import { createCategoryOf } from '../learn/learn.js'
import type { LearnOptions } from '../learn/options.js'
import { createSample, type Sample } from '../learn/sample.js'
import { learnSite } from '../learn/site.js'
import { createSiteReader } from '../learn/site-lines.js'
import { learnLimits } from '../limits.js'
import { encodeSite, examples } from './block.js'
import type { SitesWriter } from './file.js'
import { compareKeys, keyOfText } from './keys.js'
import { BUCKETS, bucketFiles, partOf, partsOf, readPages } from './pages.js'

export interface CrawlLearner {
  readonly ruleset: Ruleset
  readonly options: LearnOptions
  /** Folders that runs wrote pages to. */
  readonly folders: readonly string[]
  readonly writer: SitesWriter
  /** Bytes of pages that are held at a time. */
  readonly bucketBytes?: number
  onBucket?(done: number, of: number): void
}

export async function learnCrawl(crawl: CrawlLearner): Promise<void> {
  const { ruleset, options, folders, writer, bucketBytes = learnLimits.bucketBytes, onBucket } = crawl
  const read = createSiteReader(ruleset.characters, ruleset.words)
  const categoryOf = createCategoryOf(ruleset)

  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const files = bucketFiles(folders, bucket)
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
        if (encoded) await writer.add(host, encoded)
      }
    }
    onBucket?.(bucket + 1, BUCKETS)
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
