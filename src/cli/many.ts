/** Many inputs: by one or by several at once, in the order of the inputs, and on from where a run was killed. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TextCleaner } from '../core.js'
import { openFolder } from '../io/files.js'
import { type Done, type Notes, openNotes } from '../io/notes.js'
import type { Found } from '../io/tree.js'
import { version } from '../shipped.js'
import { switchesOf } from './cleaner.js'
import { type Gathered, gather, type Read } from './gather.js'
import type { Arguments } from './options.js'
import { type Event, type Hand, inOrder, type Orders } from './order.js'
import { cleanPart, type Part, type PartRun, type Shard, type Step } from './part.js'
import type { Plan } from './plan.js'
import { ownRecord, type RecordKind, type RecordPaths, recordFolder, recordKinds } from './record-paths.js'
import { type Failure, nameOf } from './shard.js'
import { openShared, type Shared } from './shared.js'
import { ownPath, type Target } from './target.js'
import type { Terminal } from './terminal.js'
import { blockHandsOf, createHand, terminalsOf } from './workers.js'

export interface Outcome {
  /** All inputs were cleaned. */
  readonly isDone: boolean
  /** Something went. */
  readonly isChanged: boolean
}

export interface ManyRun {
  readonly given: Arguments
  readonly terminal: Terminal
  readonly plan: Plan
  readonly cleaner: TextCleaner
  onStep(step: Step): void
}

export async function cleanMany(many: ManyRun): Promise<Outcome> {
  const { given, terminal, plan, cleaner, onStep } = many
  const { inputs, target } = plan
  const outputs = target.kind === 'stdout' || target.kind === 'file' ? 'shared' : 'each'
  const recorded = { given, cleaner, terminal, outputs, switches: switchesOf(given) } as const
  const notes = target.kind === 'folder' ? notesOf(many, target.path) : undefined
  const places = placesOf(given, target, notes)
  const counted = given.values.has('stats') || notes !== undefined
  const [first] = inputs
  let gathered: Gathered | undefined
  let shared: Shared | undefined
  try {
    gathered = await gather(recorded, counted)
    shared = openShared(given, terminal, target, first ? nameOf(first, given) : '-')
    const run = {
      ...recorded,
      target,
      counted,
      folder: notes?.folder,
      onStep,
      ...(shared && { openShared: shared.open }),
    }
    const shards = inputs.map((found, index) => ({ found, index, ...places.of(found, index) }))
    const { done, read, isPartial, isChanged } = await cleanShards(many, run, shards, gathered, notes, shared)
    const isDone = done === inputs.length
    if (read.length === 0 && inputs.length > 0) {
      shared?.discard()
      gathered.discard()
      notes?.close()
      return { isDone: false, isChanged: false }
    }
    const kept = await shared?.end(isPartial)
    if (kept !== undefined) terminal.error(`what could be read is in ${kept}`)
    const counts = await gathered.end(read)
    notes?.end(isDone, counts, gathered.merge)
    return { isDone, isChanged }
  } catch (error) {
    shared?.discard()
    gathered?.discard()
    notes?.close()
    throw error
  } finally {
    places.remove()
  }
}

interface Cleaned {
  /** How many were cleaned to their end. */
  readonly done: number
  /** Those whose records count, in order. */
  readonly read: readonly Read[]
  /** Archives were cut off. */
  readonly isPartial: boolean
  readonly isChanged: boolean
}

async function cleanShards(
  { given, terminal, plan, onStep }: ManyRun,
  run: PartRun,
  shards: readonly Shard[],
  gathered: Gathered,
  notes: Notes | undefined,
  shared: Shared | undefined,
): Promise<Cleaned> {
  const read: Read[] = []
  let done = 0
  let isPartial = false
  let isChanged = false
  let broken: Failure | undefined
  const left: Shard[] = []
  for (const shard of shards) {
    const entry = notes?.done.get(shard.found.path)
    if (entry && isAsNoted(entry, shard)) {
      terminal.detail(`${shard.found.path}: done before, skipped`)
      onStep({ ...entry.totals, bytes: entry.size })
      gathered.add(entry)
      read.push({ ...shard, totals: entry.totals })
      done++
    } else left.push({ ...shard, index: left.length })
  }
  const orders: Orders = {
    apply: (_, event) => applyEvent(event, terminal, shared),
    done(shard, part) {
      if (!part.failure) notes?.note(doneOf(run, shard, part))
    },
    async settle(shard, part) {
      const { failure, isRead } = part
      if (!failure) done++
      else if (failure.kind !== 'closed') terminal.error(failure.message)
      if (isRead) {
        gathered.add(part)
        read.push({ ...shard, totals: part.totals })
        isChanged ||= part.changed
        isPartial ||= failure !== undefined
      }
      if (failure && failure.kind !== 'input') broken = failure
      return broken === undefined
    },
  }
  const hands = handsOf(Math.min(plan.jobs, left.length), plan.jobs, given, run, terminal)
  try {
    await inOrder(left, hands, orders)
  } finally {
    await Promise.all(hands.map((hand) => hand.close()))
  }
  if (broken?.kind === 'closed') throw Object.assign(new Error(broken.message), { code: 'EPIPE' })
  if (broken) return { done: 0, read: [], isPartial: false, isChanged: false }
  const places = new Map(shards.map(({ found }, index) => [found, index]))
  const placeOf = ({ found }: Shard): number => places.get(found) ?? 0
  return { done, read: read.sort((a, b) => placeOf(a) - placeOf(b)), isPartial, isChanged }
}

function handsOf(size: number, jobs: number, given: Arguments, run: PartRun, terminal: Terminal): Hand[] {
  const { target, folder, outputs, counted, openShared, onStep } = run
  const data = {
    given,
    target,
    folder,
    outputs,
    counted,
    isShared: openShared !== undefined,
    ...terminalsOf(terminal),
  }
  if (size <= 1) {
    const blockHands = blockHandsOf(jobs, data)
    return [
      {
        clean: (shard) => cleanPart({ ...run, blockHands }, shard),
        close: async () => void (await Promise.all(blockHands.map((hand) => hand.close()))),
      },
    ]
  }
  return Array.from({ length: size }, () => createHand(data, (step) => onStep?.(step)))
}

async function applyEvent(event: Event, terminal: Terminal, shared: Shared | undefined): Promise<void> {
  switch (event.kind) {
    case 'open':
      shared?.open(event.codec)
      return
    case 'write':
      return shared?.write(event.data)
    case 'print':
      return terminal.write(event.data)
    case 'say':
      return terminal[event.how](event.text)
    default:
      return event satisfies never
  }
}

function notesOf({ given, plan, cleaner }: ManyRun, output: string): Notes {
  const { flags, values, operands } = given
  mkdirSync(output, { recursive: true })
  return openNotes({
    output,
    operands,
    slice: plan.slice,
    resume: flags.has('resume'),
    keep: flags.has('resume') || values.has('shard'),
    run: {
      version: version(),
      rules: cleaner.hash,
      options: switchesOf(given),
      compress: values.get('compress') ?? 'same',
      level: values.get('level') ?? 'default',
      audit: recordFolder('audit', given) === undefined ? values.has('audit') : 'a file for each input',
      rejects: values.has('rejects'),
    },
  })
}

/** Where the records of shards lie: under their own names, or until they are put together. */
function placesOf(
  given: Arguments,
  target: Target,
  notes: Notes | undefined,
): { of(found: Found, index: number): RecordPaths; remove(): void } {
  const kinds = recordKinds.filter((kind) => given.values.has(kind))
  const isGathered = kinds.some((kind) => recordFolder(kind, given) === undefined)
  // What a killed run recorded is needed by the next one.
  const folder = notes || !isGathered ? undefined : openFolder()
  function pathOf(kind: RecordKind, found: Found, index: number): string {
    const own = ownRecord(kind, target, found, given)
    return own ?? notes?.recordOf(found.path, kind) ?? join(folder?.path ?? '', `${index}.${kind}`)
  }
  return {
    of(found, index) {
      const own = kinds.map((kind) => [kind, pathOf(kind, found, index)])
      return { audit: undefined, rejects: undefined, ...Object.fromEntries(own) }
    },
    remove: () => folder?.remove(),
  }
}

function doneOf({ target, given }: PartRun, { found }: Shard, { totals, size, counts }: Part): Done {
  const { path } = found
  const output = ownPath(target, found, nameOf(found, given), given) ?? ''
  const known = path === '-' ? undefined : statSync(path)
  return {
    input: path,
    size: known?.size ?? 0,
    time: known?.mtimeMs ?? 0,
    output,
    written: size,
    totals,
    counts,
  }
}

/** Is what an earlier run read and wrote still what it was? */
function isAsNoted({ input, size, time, output, written }: Done, { audit, rejects }: Shard): boolean {
  const [read, made] = [input, output].map((path) => statSync(path, { throwIfNoEntry: false }))
  if (!read || !made || [audit, rejects].some((file) => file !== undefined && !existsSync(file))) return false
  return read.size === size && read.mtimeMs === time && made.size === written
}
