/** A thread: cleans one shard after the other, and hands on what is to be written and said. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { escapeForTerminal } from '../report/escape.js'
import { cleanBlock } from './block.js'
import { cleanerOf, switchesOf } from './cleaner.js'
import type { Event } from './order.js'
import { cleanPart, type PartRun } from './part.js'
import type { Terminal } from './terminal.js'
import type { FromWorker, ToWorker, WorkerData } from './workers.js'

/** Bytes that were handed on and not yet taken, of finished shards too; beyond it a shard waits. */
const WINDOW = 4 * 1024 * 1024

const data = workerData as WorkerData
const port = parentPort as MessagePort

function post(message: FromWorker, moved: ArrayBuffer[] = []): void {
  port.postMessage(message, moved)
}

/** Sizes of what was handed on, oldest first. */
const sizes: number[] = []
let waiting = 0
let wake: (() => void) | undefined

async function hand(event: Event, moved: ArrayBuffer[] = []): Promise<void> {
  const size = 'data' in event ? event.data.length : 0
  sizes.push(size)
  waiting += size
  post({ kind: 'event', event }, moved)
  while (waiting > WINDOW)
    await new Promise<void>((resolve) => {
      wake = resolve
    })
}

function taken(): void {
  waiting -= sizes.shift() ?? 0
  wake?.()
  wake = undefined
}

/** Bytes in memory of their own, which is moved and not copied. */
function handBytes(kind: 'write' | 'print', bytes: Uint8Array): Promise<void> {
  const own = Uint8Array.from(bytes)
  return hand({ kind, data: own }, [own.buffer])
}

const say = (how: 'notice' | 'detail' | 'error' | 'say') => (text: string) =>
  void hand({ kind: 'say', how, text })

const terminal: Terminal = {
  configure() {},
  write: (text) =>
    typeof text === 'string' ? hand({ kind: 'print', data: text }) : handBytes('print', text),
  notice: say('notice'),
  detail: say('detail'),
  error: say('error'),
  say: say('say'),
  bug: (error) => say('error')(String(error)),
  isClosed: () => false,
  isTerminal: (name) => data.terminals.includes(name),
  shown: (output, text) => (data.terminals.includes(output) ? escapeForTerminal(text) : text),
  colors: () => data.colors,
  columns: 100,
}

async function createRun(): Promise<PartRun> {
  const { given, target, folder, outputs, counted, isShared } = data
  return {
    given,
    target,
    folder,
    outputs,
    counted,
    terminal,
    switches: switchesOf(given),
    cleaner: await cleanerOf(given),
    ...(isShared && {
      openShared(codec) {
        void hand({ kind: 'open', codec })
        return { write: (bytes) => handBytes('write', bytes) }
      },
    }),
    onStep: (step) => post({ kind: 'step', step }),
  }
}

// An error here is told by the thread's end.
const run = createRun()
run.catch(() => {})

let last: Promise<unknown> = Promise.resolve()
/** Memory of the block before: new memory for each costs a tenth of the time. */
let room: ArrayBuffer | undefined

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'shard':
      void run.then((made) => cleanPart(made, message.shard)).then((part) => post({ kind: 'part', part }))
      return
    case 'block':
      last = Promise.all([run, last]).then(async ([made]) => {
        const result = await cleanBlock(made, message.block, room)
        room = message.block.bytes.buffer as ArrayBuffer
        post({ kind: 'result', result }, [result.output.buffer as ArrayBuffer])
      })
      return
    case 'taken':
      taken()
      return
    default:
      message satisfies never
  }
})
