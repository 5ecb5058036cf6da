/** What records are written to: a file, one of the input's own, standard output, memory. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Codec } from '../io/codecs.js'
import { type Output, openOutput } from '../io/files.js'
import { openResult, type Result } from '../io/results.js'
import type { Arguments } from './options.js'
import { levelOf } from './shard.js'
import type { Terminal } from './terminal.js'

export interface Destination {
  /** The input's codec is known. */
  begin?(codec: Codec): void
  write(data: string | Uint8Array): void
  drain(): Promise<void>
  end(): Promise<void>
  /** Of a file of the input's own: it is whole, as far as the input could be read. */
  settle?(isPartial: boolean): Promise<void>
  discard(): void
}

export function toFile({ write, commit, discard }: Output): Destination {
  let last = Promise.resolve()
  return {
    write(data) {
      last = write(data)
      // Heard of when the run waits for it.
      last.catch(() => {})
    },
    drain: () => last,
    async end() {
      await last
      await commit()
    },
    discard,
  }
}

/** Of a block: its thread hands it on. */
export function toMemory(write: (data: string | Uint8Array) => void): Destination {
  return { write, async drain() {}, async end() {}, discard() {} }
}

export function toTerminal(terminal: Terminal): Destination {
  let waiting: (string | Uint8Array)[] = []
  async function drain(): Promise<void> {
    const data = waiting
    waiting = []
    for (const piece of data) await terminal.write(piece)
  }
  return { write: (data) => void waiting.push(data), drain, end: drain, discard() {} }
}

/** Bytes of small pieces that are written together. */
const GATHERED = 64 * 1024

/** A file of the input's own, packed like the input; it has its name when all of the input was read. */
export function openOwn(path: string, given: Arguments, folder: string | undefined): Destination {
  mkdirSync(dirname(path), { recursive: true })
  const place = openOutput(path, { folder, durable: given.flags.has('durable') })
  let result: Result | undefined
  let pieces: Uint8Array[] = []
  let size = 0
  let last = Promise.resolve()
  let isSettled = false

  function flush(): void {
    if (!result || size === 0) return
    const bytes = Buffer.concat(pieces)
    const packed = result
    pieces = []
    size = 0
    last = last.then(() => packed.write(bytes))
    // Heard of when the run waits for it.
    last.catch(() => {})
  }

  function discard(): void {
    if (isSettled) return
    if (result) result.discard()
    else place.discard()
  }

  async function drain(): Promise<void> {
    flush()
    await last
  }

  return {
    begin(codec) {
      const asked = given.values.get('compress') ?? 'same'
      result ??= openResult(place, asked === 'same' ? codec : (asked as Codec), levelOf(given))
    },
    write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data
      pieces.push(bytes)
      size += bytes.length
      if (size >= GATHERED) flush()
    },
    drain,
    async settle(isPartial) {
      await drain()
      // In place an archive that is cut off stays as it is.
      if (isPartial && given.values.has('in-place')) return
      await (isPartial ? result?.keepPartial() : result?.commit())
      isSettled = true
    },
    async end() {
      if (!isSettled) discard()
    },
    discard,
  }
}
