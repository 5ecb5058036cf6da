/**
 * A learned set as a file. The sites stand one behind the other in the order of their keys, behind them an
 * index, so that one site is found and read by itself, whatever the size of the file:
 *
 *   "dechaffs" · version u32 · 0 u32 · blocks · index · end
 *   end: sites u64 · index at u64 · lines u64 · hash of the index, 32 bytes
 *   index, for each site: key, low and high half, u32 · block at u64 · its bytes u32 · of the notes behind it u32 ·
 *     CRC-32 of each u32
 *
 * All numbers are little-endian, as they lie in memory.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { UserError } from '../errors.js'
import { openOutput } from '../io/files.js'
import { learnLimits } from '../limits.js'
import { type Block, decodeBlock, type EncodedSite } from './block.js'
import { type Key, keyOfText } from './keys.js'

const MAGIC = 'dechaffs'
const VERSION = 1
const HEAD_BYTES = 16
const END_BYTES = 56
/** Memory that blocks are read into. */
const SLAB_BYTES = 1024 * 1024
/** Sites are written so many bytes at a time. */
const WRITE_BYTES = 1024 * 1024
const ENTRY = 8 // numbers of 32 bits

export interface SitesWriter {
  /** In the order of the keys of the hosts. */
  add(host: string, site: EncodedSite): Promise<void>
  commit(): Promise<void>
  discard(): void
}

/** Writes the file under its name when it is whole. */
export function writeSites(path: string): SitesWriter {
  const output = openOutput(path)
  let index = new Uint32Array(ENTRY * 1024)
  let sites = 0
  let lines = 0
  let at = HEAD_BYTES
  const head = new Uint8Array(HEAD_BYTES)
  head.set(Buffer.from(MAGIC, 'latin1'))
  head[8] = VERSION
  let waiting: Uint8Array[] = [head]
  let waitingBytes = head.length
  async function write(...pieces: Uint8Array[]): Promise<void> {
    waiting.push(...pieces)
    for (const { length } of pieces) waitingBytes += length
    if (waitingBytes < WRITE_BYTES) return
    const bytes = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    await output.write(bytes)
  }
  return {
    async add(host, { block, notes, lines: count }) {
      if ((sites + 1) * ENTRY > index.length) {
        const larger = new Uint32Array(index.length * 2)
        larger.set(index)
        index = larger
      }
      const { low, high } = keyOfText(host)
      index.set(
        [
          ...[low, high, at % 2 ** 32, Math.floor(at / 2 ** 32)],
          ...[block.length, notes.length, crc32(block), crc32(notes)],
        ],
        sites * ENTRY,
      )
      sites++
      lines += count
      const padding = new Uint8Array((8 - (notes.length % 8)) % 8)
      at += block.length + notes.length + padding.length
      await write(block, notes, padding)
    },
    async commit() {
      const bytes = new Uint8Array(index.buffer, 0, sites * ENTRY * 4)
      const end = new Uint8Array(END_BYTES)
      new BigUint64Array(end.buffer, 0, 3).set([BigInt(sites), BigInt(at), BigInt(lines)])
      end.set(createHash('sha256').update(bytes).digest(), 24)
      await write(bytes, end)
      await output.write(Buffer.concat(waiting))
      await output.commit()
    },
    discard: output.discard,
  }
}

/** Does a file say that it is a learned set? */
export function isSitesFile(path: string): boolean {
  let fd: number | undefined
  try {
    fd = openSync(path, 'r')
    const head = Buffer.alloc(MAGIC.length)
    return fstatSync(fd).isFile() && readSync(fd, head) === head.length && head.toString('latin1') === MAGIC
  } catch {
    return false
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Those of `paths` that are. */
export const sitesFilesOf = (paths: readonly string[]): string[] => paths.filter(isSitesFile)

export interface Sites {
  /** Of what was learned; hexadecimal. */
  readonly hash: string
  readonly count: number
  readonly lines: number
  /** The block of `host`, if anything was learned of it. */
  find(host: string): Block | undefined
  /** What an export reads beside the block. */
  notes(host: string): Uint8Array
  /** What is wrong with the file, as an error. */
  damaged(what: string): UserError
}

/** Opens a learned set: its index is read, its sites are when they are asked for. */
export function openSites(path: string): Sites {
  const damaged = (what: string): UserError =>
    new UserError(
      'SITES',
      { file: path },
      `Unexpected ${what}, expected a learned set as \`clean learn\` writes it; learn or copy it again`,
    )
  const fd = openSync(path, 'r')
  const size = fstatSync(fd).size
  /** Into `bytes`, which is handed back. */
  const read = (at: number, bytes: Uint8Array): Uint8Array => {
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(fd, bytes, done, bytes.length - done, at + done)
      if (count === 0) throw damaged('end of the file')
      done += count
    }
    return bytes
  }
  try {
    if (size < HEAD_BYTES + END_BYTES) throw damaged(`file of ${size} bytes`)
    const head = Buffer.from(read(0, new Uint8Array(HEAD_BYTES)))
    if (head.toString('latin1', 0, MAGIC.length) !== MAGIC) throw damaged('first bytes')
    const version = head.readUInt32LE(8)
    if (version !== VERSION) throw damaged(`version ${version}`)
    const end = read(size - END_BYTES, new Uint8Array(END_BYTES))
    const [count = 0, start = 0, lines = 0] = Array.from(new BigUint64Array(end.buffer, 0, 3), Number)
    const indexBytes = size - END_BYTES - start
    if (start < HEAD_BYTES || start > size || indexBytes !== count * ENTRY * 4)
      throw damaged(`size of ${size} bytes`)
    const bytes = read(start, new Uint8Array(indexBytes))
    const hash = createHash('sha256').update(bytes).digest()
    if (!hash.equals(end.subarray(24))) throw damaged('hash of the index')
    const index = new Uint32Array(bytes.buffer)
    checkIndex(index, start, damaged)
    const search = createSearch(index, read, damaged)
    return { hash: hash.toString('hex', 0, 8), count, lines, ...search, damaged }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** Keys ascend, and blocks lie where they may. */
function checkIndex(index: Uint32Array, start: number, damaged: Sites['damaged']): void {
  for (let at = 0; at < index.length; at += ENTRY) {
    const place = placeOf(index, at)
    const size = (index[at + 4] as number) + (index[at + 5] as number)
    if (place < HEAD_BYTES || place % 8 !== 0 || place + size > start || size > learnLimits.blockBytes)
      throw damaged(`place of site ${at / ENTRY + 1}`)
    if (
      at > 0 &&
      !isBefore(index, at - ENTRY, keyAt(index, at)) &&
      !hasKey(index, at - ENTRY, keyAt(index, at))
    )
      throw damaged(`order of site ${at / ENTRY + 1}`)
  }
}

const placeOf = (index: Uint32Array, at: number): number =>
  (index[at + 2] as number) + (index[at + 3] as number) * 2 ** 32
const keyAt = (index: Uint32Array, at: number): Key => ({
  low: index[at] as number,
  high: index[at + 1] as number,
})
const isBefore = (index: Uint32Array, at: number, { low, high }: Key): boolean =>
  (index[at + 1] as number) < high || (index[at + 1] === high && (index[at] as number) < low)
const hasKey = (index: Uint32Array, at: number, { low, high }: Key): boolean =>
  index[at] === low && index[at + 1] === high

function createSearch(
  index: Uint32Array,
  read: (at: number, bytes: Uint8Array) => Uint8Array,
  damaged: Sites['damaged'],
): Pick<Sites, 'find' | 'notes'> {
  /** Those that were read last at the end: they go in the order in which they came, and so do the slabs they lie in. */
  const ready = new Map<string, Block>()
  let readyBytes = 0
  // Memory of its own for each of many small blocks takes longer than to read them.
  let slab = new Uint8Array(0)
  let used = 0
  function spaceOf(bytes: number): Uint8Array {
    if (bytes > SLAB_BYTES / 4) return new Uint8Array(bytes)
    if (used + bytes > slab.length) {
      slab = new Uint8Array(SLAB_BYTES)
      used = 0
    }
    const from = used
    used += Math.ceil(bytes / 8) * 8
    return slab.subarray(from, from + bytes)
  }

  const wrong = (at: number): UserError => damaged(`bytes of site ${at / ENTRY + 1}`)

  function readChecked(at: number, place: number, size: number, crc: number): Uint8Array {
    const bytes = read(place, spaceOf(size))
    if (crc32(bytes) !== crc) throw wrong(at)
    return bytes
  }

  /** The site of the host, and where it stands in the index. */
  function search(host: string): { readonly at: number; readonly block: Block } | undefined {
    const key = keyOfText(host)
    let from = 0
    let to = index.length / ENTRY
    while (from < to) {
      const middle = (from + to) >>> 1
      if (isBefore(index, middle * ENTRY, key)) from = middle + 1
      else to = middle
    }
    // Hosts with one key stand side by side.
    for (let at = from * ENTRY; at < index.length && hasKey(index, at, key); at += ENTRY) {
      const bytes = readChecked(at, placeOf(index, at), index[at + 4] as number, index[at + 6] as number)
      const block = decodeBlock(bytes, () => wrong(at))
      if (block.host === host) return { at, block }
    }
    return undefined
  }

  return {
    find(host) {
      const known = ready.get(host)
      if (known) return known
      const block = search(host)?.block
      if (!block) return undefined
      ready.set(host, block)
      readyBytes += block.size
      for (const [oldest, { size }] of ready) {
        if (readyBytes <= learnLimits.readyBytes || oldest === host) break
        ready.delete(oldest)
        readyBytes -= size
      }
      return block
    },
    notes(host) {
      const found = search(host)
      if (!found) throw new Error(`nothing was learned of ${host}`)
      const { at, block } = found
      return readChecked(
        at,
        placeOf(index, at) + block.size,
        index[at + 5] as number,
        index[at + 7] as number,
      )
    },
  }
}
