/** `clean [FILE …]`: every input through the cleaner, to where it belongs. */
import type { TextCleaner } from '../core.js'
import { cleanerOf, switchesOf } from './cleaner.js'
import { checkFormats } from './format.js'
import { cleanMany, type Outcome } from './many.js'
import type { Arguments } from './options.js'
import { type Plan, planOf } from './plan.js'
import { createProgress } from './progress.js'
import { recordPathsOf } from './record-paths.js'
import { createRecords } from './records.js'
import { cleanShard, failureOf, nameOf } from './shard.js'
import { openShared } from './shared.js'
import type { Terminal } from './terminal.js'
import { blockHandsOf, terminalsOf } from './workers.js'

export async function cleanFiles(given: Arguments, terminal: Terminal): Promise<number> {
  const plan = await planOf(given)
  for (const { message } of plan.problems) terminal.error(message)
  const { inputs, problems, target, slice } = plan
  const isAlone =
    inputs.length === 1 && problems.length === 0 && target.kind !== 'folder' && slice.count === 1
  if (inputs.length === 0 && slice.count === 1) return 2
  checkFormats(given)
  const cleaner = await cleanerOf(given)
  const progress = createProgress(given, terminal, plan.size)
  try {
    const { isDone, isChanged } = isAlone
      ? await cleanAlone(given, terminal, plan, cleaner, progress.step)
      : await cleanMany({ given, terminal, plan, cleaner, onStep: progress.step })
    if (!isDone || problems.length > 0) return 2
    return given.flags.has('check') && isChanged ? 1 : 0
  } finally {
    progress.end()
  }
}

/** One input, whose records need not wait for those of others. */
async function cleanAlone(
  given: Arguments,
  terminal: Terminal,
  { inputs: [input], target, jobs }: Plan,
  cleaner: TextCleaner,
  onStep: ReturnType<typeof createProgress>['step'],
): Promise<Outcome> {
  if (!input) throw new Error('no input')
  const shared = openShared(given, terminal, target, nameOf(input, given))
  const records = await createRecords({
    given,
    cleaner,
    terminal,
    outputs: 'one',
    switches: switchesOf(given),
    paths: recordPathsOf(target, input, given),
  })
  let told = { documents: 0, lines: 0, removed: 0 }
  function onRead(bytes: number): void {
    const { documents, lines, removed } = records.totals
    onStep({
      bytes,
      documents: documents - told.documents,
      lines: lines - told.lines,
      removed: removed - told.removed,
    })
    told = { documents, lines, removed }
  }
  const blockHands = blockHandsOf(jobs, {
    given,
    target,
    folder: undefined,
    outputs: 'one',
    counted: given.values.has('stats'),
    isShared: false,
    ...terminalsOf(terminal),
  })
  try {
    const run = {
      given,
      terminal,
      cleaner,
      target,
      blockHands,
      onRead,
      ...(shared && { openShared: shared.open }),
    }
    const { failure, changed } = await cleanShard(run, input, records)
    const kept = await shared?.end(failure !== undefined)
    if (failure)
      terminal.error(
        kept === undefined ? failure.message : `${failure.message}; what could be read is in ${kept}`,
      )
    await records.end(target.kind === 'stdout')
    return { isDone: failure === undefined, isChanged: changed }
  } catch (error) {
    shared?.discard()
    records.discard()
    if (terminal.isClosed(error)) throw error
    terminal.error(
      failureOf(error, nameOf(input, given), records.totals.documents + 1, shared !== undefined).message,
    )
    return { isDone: false, isChanged: false }
  } finally {
    await Promise.all(blockHands.map((hand) => hand.close()))
  }
}
