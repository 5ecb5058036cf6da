/** Many at work, one order: what shards write and say comes out as if they had been cleaned one after the other. */
import type { Part, Shard } from './part.js'

/** What a shard writes or says. */
export type Event =
  | { readonly kind: 'open'; readonly codec: 'none' | 'gzip' | 'zstd' }
  | { readonly kind: 'write'; readonly data: Uint8Array }
  | { readonly kind: 'print'; readonly data: string | Uint8Array }
  | { readonly kind: 'say'; readonly how: 'notice' | 'detail' | 'error' | 'say'; readonly text: string }

/** Who cleans shards, one at a time. After `close` what it is at settles soon, whatever the outcome. */
export interface Hand {
  clean(shard: Shard, hear: (event: Event) => Promise<void>): Promise<Part>
  close(): Promise<void>
}

export interface Orders {
  /** In the order of the shards; a shard's writer waits for it. */
  apply(shard: Shard, event: Event): Promise<void>
  /** As soon as a shard is cleaned, in whatever order. */
  done(shard: Shard, part: Part): void
  /** In the order of the shards, after its events. False: stop. */
  settle(shard: Shard, part: Part): Promise<boolean>
}

/** Shards that may be cleaned before the first of them that is not; and bytes that may wait for it. */
const AHEAD = 1024
const WAITING_BYTES = 64 * 1024 * 1024

interface Waiting {
  readonly event: Event
  resolve(): void
}

/** Settles when all shards are settled; rejects with the first error of `apply` or `settle`. */
export async function inOrder(
  shards: readonly Shard[],
  hands: readonly Hand[],
  orders: Orders,
): Promise<void> {
  const queues = new Map<number, { events: Waiting[]; part?: Part }>()
  let next = 0
  let head = 0
  let waiting = 0
  let isStopped = false
  let failure: unknown
  let isBusy = false
  let advancing = Promise.resolve()
  let wake: (() => void)[] = []

  function wakeAll(): void {
    const all = wake
    wake = []
    for (const one of all) one()
  }

  function stop(error?: unknown): void {
    isStopped = true
    failure ??= error
    wakeAll()
    for (const hand of hands) void hand.close()
  }

  /** Applies what is first in order, until there is nothing. */
  function advance(): Promise<void> {
    if (!isBusy) {
      isBusy = true
      advancing = applyAll()
    }
    return advancing
  }

  async function applyAll(): Promise<void> {
    try {
      for (;;) {
        const queue = queues.get(head)
        const first = queue?.events.shift()
        const shard = shards[head]
        if (!queue || !shard || isStopped) break
        if (first) {
          await orders.apply(shard, first.event)
          waiting -= sizeOf(first.event)
          first.resolve()
        } else if (queue.part) {
          queues.delete(head++)
          if (!(await orders.settle(shard, queue.part))) stop()
        } else break
        if (wake.length > 0) wakeAll()
      }
    } catch (error) {
      stop(error)
    }
    isBusy = false
  }

  async function work(hand: Hand): Promise<void> {
    while (!isStopped) {
      const shard = shards[next]
      if (!shard) return
      if (next > head && (next - head >= AHEAD || waiting >= WAITING_BYTES)) {
        await new Promise<void>((resolve) => wake.push(resolve))
        continue
      }
      next++
      const queue: { events: Waiting[]; part?: Part } = { events: [] }
      queues.set(shard.index, queue)
      const part = await hand.clean(shard, (event) => {
        waiting += sizeOf(event)
        return new Promise((resolve) => {
          queue.events.push({ event, resolve })
          void advance()
        })
      })
      if (isStopped) return
      orders.done(shard, part)
      queue.part = part
      void advance()
    }
  }

  await Promise.all(hands.map(work))
  await advancing
  if (failure !== undefined) throw failure
}

const sizeOf = (event: Event): number => ('data' in event ? event.data.length : 0)
