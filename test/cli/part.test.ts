/** An error of ours in one shard: it names file and document, and is no error of the others. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noArguments } from '../../src/cli/options.js'
import { type Event, type Hand, inOrder } from '../../src/cli/order.js'
import { cleanPart, type Part, type PartRun, type Shard } from '../../src/cli/part.js'
import { createTerminal } from '../../src/cli/terminal.js'
import type { TextCleaner } from '../../src/core.js'
import { createCleaner } from '../../src/io/cleaner.js'
import { page, testFolder } from './run.js'

const root = testFolder()

const run = (cleaner: TextCleaner): PartRun => ({
  given: { ...noArguments([]), flags: new Set(['null-data', 'dry-run']) },
  terminal: createTerminal(),
  cleaner,
  target: { kind: 'nowhere' },
  outputs: 'each',
  switches: {},
  counted: false,
})

const shard = (path: string, index = 0): Shard => ({
  found: { path, name: path },
  index,
  audit: undefined,
  rejects: undefined,
})

test('file and document are named', async () => {
  const cleaner = await createCleaner()
  let documents = 0
  const broken: TextCleaner = {
    ...cleaner,
    decide(document) {
      if (++documents === 3) throw new TypeError('x is not a function')
      return cleaner.decide(document)
    },
  }
  const file = join(mkdtempSync(join(root, 'case-')), 'a')
  writeFileSync(file, `${page}\0${page}\0${page}\0`)
  expect(await cleanPart(run(broken), shard(file))).toMatchObject({
    isRead: false,
    failure: {
      kind: 'input',
      message: `${file}: document 3: this is a bug in dechaff, please report it: x is not a function`,
    },
  })
  expect(await cleanPart(run(cleaner), shard(file))).toMatchObject({
    isRead: true,
    totals: { documents: 3, removed: 9 },
  })
})

const done: Part = {
  totals: { documents: 1, lines: 1, removed: 0, rejected: 0 },
  changed: false,
  size: 0,
  isRead: true,
}

/** Takes longer for the first shards than for the last. */
const hand = (count: number): Hand => ({
  async clean({ index }, hear) {
    await new Promise((resolve) => setTimeout(resolve, (count - index) * 2))
    for (const text of ['a', 'b']) await hear({ kind: 'say', how: 'say', text: `${index}${text}` })
    return done
  },
  async close() {},
})

test.each([1, 2, 5])('what %i say comes in the order of the shards', async (hands) => {
  const shards = Array.from({ length: 12 }, (_, index) => shard(String(index), index))
  const heard: string[] = []
  const finished: number[] = []
  await inOrder(
    shards,
    Array.from({ length: hands }, () => hand(12)),
    {
      apply: async (_, event: Event) => void heard.push((event as { text: string }).text),
      done: ({ index }) => void finished.push(index),
      settle: async ({ index }) => heard.push(`${index}.`) > 0,
    },
  )
  expect(heard).toEqual(shards.flatMap(({ index }) => [`${index}a`, `${index}b`, `${index}.`]))
  expect(finished.sort((a, b) => a - b)).toEqual(shards.map(({ index }) => index))
})

test('an error of the output stops all', async () => {
  const shards = Array.from({ length: 50 }, (_, index) => shard(String(index), index))
  let begun = 0
  let stop: ((part: Part) => void) | undefined
  const waiting: Hand = {
    clean(_, hear) {
      begun++
      void hear({ kind: 'say', how: 'say', text: '' })
      return new Promise((resolve) => {
        stop = resolve
      })
    },
    close: async () => stop?.(done),
  }
  const orders = { apply: () => Promise.reject(new Error('full')), done() {}, settle: async () => true }
  await expect(inOrder(shards, [waiting], orders)).rejects.toThrow('full')
  expect(begun).toBe(1)
})
