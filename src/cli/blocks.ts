/**
 * One large input of records, or a pipe of them, by many: the main thread cuts it into blocks at line
 * feeds and puts the results together in order. If fields were named, the first records are read here,
 * until they are found: only they tell whether they are there.
 */
import { UserError } from '../errors.js'
import type { Cleaning } from './format.js'
import type { BlockRecords } from './recorders.js'
import type { Failure } from './shard.js'

/** Bytes of a block: smaller ones cost more to hand over than they are worth. */
const BLOCK = 1024 * 1024
/** Blocks in work for each thread: one to clean, one that waits, and one that is ready before its turn. */
const EACH = 3
const LF = 0x0a

/** A piece of an input that ends with a line, and what is to be known of what stands before it. */
export interface Block {
  readonly name: string
  readonly rowsBefore: number
  /** Its memory is moved. */
  readonly bytes: Uint8Array
}

export interface BlockResult {
  readonly output: Uint8Array
  readonly records: Omit<BlockRecords, 'rejectsBefore'>
  /** Lines, and those of them that are records. */
  readonly counts: NonNullable<Cleaning['counts']>
  readonly failure?: Failure | undefined
}

/** Who cleans blocks, in the order that they are given. */
export interface BlockHand {
  clean(block: Block): Promise<BlockResult>
}

export interface BlocksOptions {
  readonly name: string
  readonly hands: readonly BlockHand[]
  /** A line longer than that is passed through in pieces, here. */
  readonly recordBytes: number
  /** Cleans here what follows so many rows. */
  open(rowsBefore: number): Promise<Cleaning>
  /** In order; the bytes are only valid during the call. */
  onResult(bytes: Uint8Array): void
  absorb(records: BlockRecords): void
}

export interface Flow {
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
  /** After an error, in place of `end`: hands on what was cleaned before it. */
  stop(): void
  readonly isUnsure: boolean
  readonly counts: Cleaning['counts']
}

export async function createBlocks({
  name,
  hands,
  recordBytes,
  open,
  onResult,
  absorb,
}: BlocksOptions): Promise<Flow> {
  let local: Cleaning | undefined = await open(0)
  const counts = { rows: 0, records: 0, rejected: 0 }
  let block = new Uint8Array(BLOCK)
  /** Memory of a result that was handed on: it makes the next block. */
  let room: ArrayBuffer | undefined
  let used = 0
  let given = 0
  let rows = 0
  /** A line was too long for a block: the rest is cleaned here. */
  let isEndless = false
  const waiting: Promise<BlockResult>[] = []
  /** Blocks that each thread has. */
  const busy = hands.map(() => 0)
  if (!local.seeksFields) endLocal()

  function endLocal(isStopped = false): void {
    if (isStopped) local?.stop?.()
    else local?.end()
    addCounts(local?.counts)
    rows = counts.rows
    local = undefined
  }

  function addCounts(more: Cleaning['counts']): void {
    // Counted from the beginning of the input, which the others are not.
    counts.rows = more?.rows ?? 0
    counts.records += more?.records ?? 0
    counts.rejected += more?.rejected ?? 0
  }

  /** Waits for the oldest blocks until no more than `most` are left. */
  async function settle(most: number): Promise<void> {
    while (waiting.length > most) {
      const { output, records, counts: own, failure } = await (waiting.shift() as Promise<BlockResult>)
      addCounts(own)
      absorb({ ...records, rejectsBefore: 0 })
      if (output.length > 0) onResult(output)
      room = output.buffer as ArrayBuffer
      if (failure) throw new UserError('BLOCK', {}, failure.message)
    }
  }

  async function send(bytes: Uint8Array): Promise<void> {
    await settle(hands.length * EACH - 1)
    given++
    // Who has least to do: blocks of one size take different times.
    const at = busy.indexOf(Math.min(...busy))
    const hand = hands[at] as BlockHand
    const rowsBefore = rows
    rows += lineFeeds(bytes)
    const result = hand.clean({ name, rowsBefore, bytes })
    const free = (): void => {
      busy[at] = (busy[at] as number) - 1
    }
    busy[at] = (busy[at] as number) + 1
    // An error is told when it is its turn.
    result.then(free, free)
    waiting.push(result)
  }

  /** Hands on the whole lines of the block; the rest begins the next one. */
  async function sendLines(): Promise<void> {
    const end = block.subarray(0, used).lastIndexOf(LF) + 1
    if (end === 0) return grow()
    const needed = Math.max(BLOCK, used - end + BLOCK / 2)
    const next = room && room.byteLength >= needed ? new Uint8Array(room) : new Uint8Array(needed)
    room = undefined
    next.set(block.subarray(end, used))
    const full = block.subarray(0, end)
    block = next
    used -= end
    await send(full)
  }

  async function grow(): Promise<void> {
    if (used <= recordBytes) {
      const larger = new Uint8Array(block.length * 2)
      larger.set(block)
      block = larger
      return
    }
    await settle(0)
    isEndless = true
    local = await open(rows)
    local.write(block.subarray(0, used))
    used = 0
  }

  async function add(bytes: Uint8Array): Promise<void> {
    let from = 0
    while (from < bytes.length && !isEndless) {
      const size = Math.min(bytes.length - from, block.length - used)
      block.set(bytes.subarray(from, from + size), used)
      used += size
      from += size
      if (used === block.length) await sendLines()
    }
    if (from < bytes.length) local?.write(bytes.subarray(from))
  }

  return {
    async write(bytes) {
      if (!local) return add(bytes)
      const end = isEndless ? 0 : bytes.lastIndexOf(LF) + 1
      local.write(end > 0 ? bytes.subarray(0, end) : bytes)
      if (end === 0) return
      if (local.seeksFields) {
        local.write(bytes.subarray(end))
        return
      }
      endLocal()
      await add(bytes.subarray(end))
    },
    async end() {
      if (used > 0 && given === 0) {
        // Less than a block in all: no thread need be made for it.
        local = await open(rows)
        local.write(block.subarray(0, used))
      } else if (used > 0) await send(block.slice(0, used))
      used = 0
      await settle(0)
      if (local) endLocal()
    },
    stop() {
      if (local) endLocal(true)
    },
    get isUnsure() {
      return local?.isUnsure ?? false
    },
    counts,
  }
}

function lineFeeds({ buffer, byteOffset, length }: Uint8Array): number {
  // `indexOf` of a Buffer is many times faster.
  const bytes = Buffer.from(buffer, byteOffset, length)
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++
  return count
}
