/** Threads that clean shards, each with a cleaner of its own. */
import { Worker } from 'node:worker_threads'
import { UserError } from '../errors.js'
import { workerFile } from '../shipped.js'
import type { Block, BlockHand, BlockResult } from './blocks.js'
import type { Arguments } from './options.js'
import type { Event, Hand } from './order.js'
import type { Part, Shard, Step } from './part.js'
import type { Recorded } from './recorders.js'
import { nameOf } from './shard.js'
import type { Target } from './target.js'
import type { Name, Terminal } from './terminal.js'

/** What a thread is made with. */
export interface WorkerData {
  readonly given: Arguments
  readonly target: Target
  readonly folder: string | undefined
  readonly outputs: Recorded['outputs']
  readonly counted: boolean
  readonly isShared: boolean
  readonly terminals: readonly Name[]
  readonly colors: boolean
}

export type ToWorker =
  | { readonly kind: 'shard'; readonly shard: Shard }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'taken' }

export type FromWorker =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'part'; readonly part: Part }
  | { readonly kind: 'result'; readonly result: BlockResult }

/** A thread; it is made anew if it breaks, for the other shards. */
export function createHand(data: WorkerData, onStep: (step: Step) => void): Hand {
  let worker: Worker | undefined
  let isClosed = false
  let end: (() => void) | undefined

  function open(): Worker {
    const made = new Worker(workerFile(), { workerData: data })
    // Who waits for it hears of it.
    made.on('error', () => {})
    return made
  }

  function clean(shard: Shard, hear: (event: Event) => Promise<void>): Promise<Part> {
    worker ??= open()
    const thread = worker
    return new Promise((resolve) => {
      function finish(part: Part): void {
        thread.off('message', listen)
        thread.off('error', fail)
        thread.off('exit', exit)
        end = undefined
        resolve(part)
      }
      function fail(error: unknown): void {
        worker = undefined
        const { message } = error as Error
        const file = nameOf(shard.found, data.given)
        finish(brokenPart(`${file === '-' ? 'standard input' : file}: a thread ended: ${message}`))
      }
      const exit = (): void => fail(new Error('without a word'))
      function listen(message: FromWorker): void {
        switch (message.kind) {
          case 'event':
            void hear(message.event).then(() => thread.postMessage({ kind: 'taken' } satisfies ToWorker))
            return
          case 'step':
            onStep(message.step)
            return
          case 'part':
            finish(message.part)
            return
          case 'result':
            return
          default:
            message satisfies never
        }
      }
      end = () => finish(brokenPart('stopped'))
      if (isClosed) return end()
      thread.on('message', listen)
      thread.on('error', fail)
      thread.on('exit', exit)
      thread.postMessage({ kind: 'shard', shard } satisfies ToWorker)
    })
  }

  return {
    clean,
    async close() {
      isClosed = true
      end?.()
      await worker?.terminate()
    },
  }
}

/** A thread for blocks of one input; it answers in the order of its questions. */
export function createBlockHand(data: WorkerData): BlockHand & { close(): Promise<void> } {
  let worker: Worker | undefined
  let broken: Error | undefined
  const asked: { resolve(result: BlockResult): void; reject(error: Error): void }[] = []

  function open(): Worker {
    const made = new Worker(workerFile(), { workerData: data })
    made.on('message', (message: FromWorker) => {
      if (message.kind === 'result') asked.shift()?.resolve(message.result)
    })
    made.on('error', (error) => fail(error as Error))
    made.on('exit', () => fail(new Error('without a word')))
    return made
  }

  function fail({ message }: Error): void {
    broken ??= new Error(message)
    const found = broken
    for (const { reject } of asked.splice(0)) reject(found)
  }

  return {
    clean(block) {
      worker ??= open()
      const thread = worker
      return new Promise<BlockResult>((resolve, reject) => {
        if (broken) return reject(broken)
        asked.push({ resolve, reject })
        thread.postMessage({ kind: 'block', block } satisfies ToWorker, [block.bytes.buffer as ArrayBuffer])
      }).catch((error: unknown) => {
        const file = block.name === '-' ? 'standard input' : block.name
        throw new UserError(
          'THREAD',
          { file, line: block.rowsBefore + 1 },
          `a thread ended: ${(error as Error).message}`,
        )
      })
    },
    async close() {
      broken ??= new Error('stopped')
      await worker?.terminate()
    },
  }
}

/** Threads for the blocks of one input, if there are to be several. */
export function blockHandsOf(jobs: number, data: WorkerData): ReturnType<typeof createBlockHand>[] {
  return jobs > 1 ? Array.from({ length: jobs }, () => createBlockHand(data)) : []
}

function brokenPart(message: string): Part {
  return {
    totals: { documents: 0, lines: 0, removed: 0, rejected: 0 },
    changed: false,
    size: 0,
    failure: { kind: 'input', message },
    isRead: false,
  }
}

/** What a thread must know of the terminal. */
export function terminalsOf(terminal: Terminal): Pick<WorkerData, 'terminals' | 'colors'> {
  return {
    terminals: (['stdin', 'stdout', 'stderr'] as const).filter((name) => terminal.isTerminal(name)),
    colors: terminal.colors('stdout'),
  }
}
