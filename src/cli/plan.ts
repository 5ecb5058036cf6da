/** What is to be done, before anything is: inputs, where results go, by how many. */
import { statSync } from 'node:fs'
import { UserError } from '../errors.js'
import { coresHere } from '../io/cores.js'
import { type Found, findFiles, isTree, sliceOf } from '../io/tree.js'
import type { Arguments } from './options.js'
import { checkRecords, foldersOf } from './record-paths.js'
import { checkTarget, type Target, targetOf } from './target.js'

export interface Slice {
  readonly index: number
  readonly count: number
}

export interface Plan {
  readonly inputs: readonly Found[]
  /** Operands that stand for nothing. */
  readonly problems: readonly UserError[]
  readonly target: Target
  readonly slice: Slice
  readonly jobs: number
  /** Bytes of all inputs, as they are in the files; undefined if a pipe is among them. */
  readonly size: number | undefined
}

/** Bytes; less is done before another core has begun. */
const WORTH = 64 * 1024 * 1024
/** Files; opening that many takes time, however small they are. */
const MANY = 1000

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

export async function planOf(given: Arguments): Promise<Plan> {
  const { flags, values } = given
  const operands = given.operands.length > 0 ? given.operands : ['-']
  const slice = sliceAsked(values.get('shard'))
  const target = targetOf(given, isTree(operands))
  if (flags.has('resume') && target.kind !== 'folder')
    throw wrongUse('Unexpected --resume without a directory for the results, expected --output DIR')
  const { files, problems } = await findFiles(operands, {
    hidden: flags.has('hidden'),
    ignore: !flags.has('no-ignore'),
    except: foldersOf(target, given),
  })
  const inputs = values.has('shard') ? sliceOf(files, slice.index, slice.count) : files
  checkTarget(target, given, inputs)
  checkRecords(target, given, inputs)
  const size = sizeOf(inputs)
  return { inputs, problems, target, slice, jobs: jobsOf(values.get('jobs'), inputs.length, size), size }
}

export function sliceAsked(asked: string | undefined): Slice {
  if (asked === undefined) return { index: 0, count: 1 }
  const [, index, count] = (/^(\d{1,9})\/(\d{1,9})$/.exec(asked) ?? []).map(Number)
  if (index === undefined || count === undefined || index >= count)
    throw wrongUse(`Unexpected \`${asked}\` for --shard, expected I/N with I from 0 to N - 1, as 0/32`)
  return { index, count }
}

function jobsOf(asked: string | undefined, inputs: number, size: number | undefined): number {
  if (asked !== undefined) return Number(asked)
  if (size === undefined && inputs === 1) return 1
  return (size ?? 0) < WORTH && inputs < MANY ? 1 : coresHere()
}

function sizeOf(inputs: readonly Found[]): number | undefined {
  let sum = 0
  for (const { path } of inputs) {
    try {
      const known = path === '-' ? undefined : statSync(path)
      if (known && !known.isFile()) return undefined
      if (!known) return undefined
      sum += known.size
    } catch {
      // It is told when it is read.
    }
  }
  return sum
}
