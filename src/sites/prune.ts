/**
 * Takes the pages out of a file of a sample that no merge would look at: what is left is bounded by the hosts, whatever
 * the pages. The file is read twice for each part of its hosts, so that only hashes are held.
 */
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createSample, type Sample } from '../learn/sample.js'
import { partOf, partsOf, readPages } from './pages.js'

/** A page in the file. */
interface Place {
  readonly at: number
  readonly size: number
}

/** Bytes of the file for each part that is gone through at a time: a page is some kilobytes, and what is held of it a hundred bytes. */
const PART_BYTES = 1024 * 1024 * 1024
const COPY_BYTES = 4 * 1024 * 1024
/** Behind the name of a file that is not whole. */
export const UNFINISHED = '.partial'

/** Keeps at most `maxPages` of each host, those with the smallest hashes; returns how many bytes are left. */
export function prunePages(path: string, maxPages: number, partBytes = PART_BYTES): number {
  const whole = `${path}${UNFINISHED}`
  const parts = partsOf([path], partBytes)
  const from = openSync(path, 'r')
  const to = openSync(whole, 'w')
  let left = 0
  try {
    for (let part = 0; part < parts; part++)
      for (const { at, size } of runsOf(placesOf(path, maxPages, part, parts))) {
        copy(from, to, at, size)
        left += size
      }
  } catch (error) {
    rmSync(whole, { force: true })
    throw error
  } finally {
    closeSync(from)
    closeSync(to)
  }
  renameSync(whole, path)
  return left
}

/** The pages that stay, as they stand in the file. */
function placesOf(path: string, maxPages: number, part: number, parts: number): Place[] {
  const hosts = new Map<string, Sample<Place>>()
  for (const { host, hash, text, at, size } of readPages(path)) {
    if (partOf(host, parts) !== part) continue
    const sample = hosts.get(host) ?? createSample<Place>(maxPages)
    hosts.set(host, sample)
    sample.add(hash, text.length, () => ({ at, size }))
  }
  return [...hosts.values()].flatMap((sample) => sample.pages()).sort((a, b) => a.at - b.at)
}

/** Neighbours are copied at a time. */
function* runsOf(places: readonly Place[]): Generator<Place> {
  let at = 0
  let size = 0
  for (const place of places) {
    if (size > 0 && at + size === place.at && size < COPY_BYTES) {
      size += place.size
      continue
    }
    if (size > 0) yield { at, size }
    ;({ at, size } = place)
  }
  if (size > 0) yield { at, size }
}

function copy(from: number, to: number, at: number, size: number): void {
  const bytes = Buffer.allocUnsafe(size)
  for (let done = 0; done < size; ) {
    const count = readSync(from, bytes, done, size - done, at + done)
    if (count === 0) throw new Error('the file was cut off while it was read')
    done += count
  }
  for (let done = 0; done < size; ) done += writeSync(to, bytes, done)
}
