/** A block of an input through the cleaner, in a thread; who asked for it puts the records together. */
import type { Block, BlockResult } from './blocks.js'
import { createCleaning } from './format.js'
import { createKept } from './kept.js'
import type { PartRun } from './part.js'
import type { Told } from './recorders.js'
import { createRecords } from './records.js'
import { failureOf } from './shard.js'

/** `room`: memory for the result, if it is large enough. */
export async function cleanBlock(
  run: PartRun,
  { name, rowsBefore, bytes }: Block,
  room?: ArrayBuffer,
): Promise<BlockResult> {
  const { given, terminal, cleaner, outputs, switches, counted } = run
  let counts: object | undefined
  let audit = ''
  const rejects: Uint8Array[] = []
  const told: Told[] = []
  // As large as what comes in: what comes out seldom is larger.
  const kept = createKept(
    new Uint8Array(room && room.byteLength >= bytes.length ? room : new ArrayBuffer(bytes.length)),
  )
  const records = await createRecords({
    given,
    cleaner,
    terminal,
    outputs,
    switches,
    paths: { audit: given.values.get('audit'), rejects: given.values.get('rejects') },
    part: {
      counts: counted
        ? (made) => {
            counts = made
          }
        : undefined,
    },
    block: {
      audit: (text) => {
        audit += text
      },
      rejects: (data) => void rejects.push(data),
      tell: (kind, text) => void told.push({ kind, text }),
    },
  })
  const hooks = records.begin(name, 'none')
  const cleaning = await createCleaning(
    { format: 'jsonl', name, rowsBefore },
    cleaner,
    given,
    hooks,
    kept.add,
  )
  let failure: BlockResult['failure']
  try {
    cleaning.write(bytes)
    cleaning.end()
  } catch (error) {
    failure = failureOf(error, name, rowsBefore + records.here().documents + 1, false)
    cleaning.stop?.()
  }
  await records.end(false)
  const { rows = 0, records: all = 0, rejected = 0 } = cleaning.counts ?? {}
  return {
    output: kept.take(),
    counts: { rows, records: all, rejected },
    failure,
    records: {
      audit: given.values.has('audit') ? audit : undefined,
      counts,
      rejects: Buffer.concat(rejects),
      told,
      here: { ...records.here() },
      lines: records.totals.lines,
    },
  }
}
