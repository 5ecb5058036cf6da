/** What a run says beside its result: its recorders together, names, notices, the closing line. */
import type { Format, Hooks } from './format.js'
import { auditRecorder, diffRecorder, type Recorded, type Recorder, statsRecorder } from './recorders.js'

export interface Records {
  /** Did anything go, in any input? */
  readonly changed: boolean
  /** Must the run wait for the records' writers now and then? */
  readonly isSlow: boolean
  /** An input begins; the hooks for its stream. */
  begin(name: string): Hooks
  drain(): Promise<void>
  /** An input ended; did anything go? */
  endInput(name: string, format: Format): Promise<boolean>
  /** All inputs ended. `isPage`: the result went to standard output. */
  end(isPage: boolean): Promise<void>
  /** The run failed: no records are left behind. */
  discard(): void
}

export async function createRecords(recorded: Recorded): Promise<Records> {
  const { given, terminal } = recorded
  const { flags } = given
  const recorders = await recordersOf(recorded)
  const hear = <K extends 'batch' | 'output' | 'document'>(key: K): Recorder[] =>
    recorders.filter((recorder) => recorder[key])
  const [batches, outputs, documents] = [hear('batch'), hear('output'), hear('document')]
  const isDropped = given.values.get('guard') === 'drop'
  const all = { lines: 0, removed: 0, changed: false }
  let removedHere = 0

  async function drain(): Promise<void> {
    for (const recorder of recorders) await recorder.drain?.()
  }

  return {
    get changed() {
      return all.changed
    },
    isSlow: recorders.some((recorder) => recorder.drain),
    begin(name) {
      let document = 0
      removedHere = 0
      for (const recorder of recorders) recorder.begin?.(name)
      return {
        ...(batches.length > 0 && {
          onBatch: (batch) => {
            for (const recorder of batches) recorder.batch?.(batch)
          },
        }),
        ...(outputs.length > 0 && {
          onOutput: (bytes) => {
            for (const recorder of outputs) recorder.output?.(bytes)
          },
        }),
        onDocument(report) {
          document++
          for (const recorder of documents) recorder.document?.(report)
          all.lines += report.lines
          removedHere += report.guarded && isDropped ? report.lines : report.removedLines
          if (!report.guarded) return
          const place = flags.has('null-data') ? `${nameOf(name)}: document ${document}` : nameOf(name)
          terminal.notice(
            `${place}: more than --max-removed would go, ${isDropped ? 'dropped' : 'left as it was'}`,
          )
        },
      }
    },
    drain,
    async endInput(name, format) {
      for (const recorder of recorders) recorder.endInput?.()
      await drain()
      if (removedHere > 0 && flags.has('list-different'))
        await terminal.write(`${terminal.shown('stdout', nameOf(name))}\n`)
      terminal.detail(`${nameOf(name)}: ${format}, ${removedHere} lines removed`)
      all.removed += removedHere
      all.changed ||= removedHere > 0
      return removedHere > 0
    },
    async end(isPage) {
      for (const recorder of recorders) await recorder.end?.()
      if (isPage && terminal.isTerminal('stdout') && terminal.isTerminal('stderr') && !flags.has('quiet'))
        terminal.say(`removed ${all.removed} of ${all.lines} lines (clean explain shows which)\n`)
    },
    discard() {
      for (const recorder of recorders) recorder.discard?.()
    },
  }
}

async function recordersOf(recorded: Recorded): Promise<Recorder[]> {
  const { flags, values } = recorded.given
  const recorders: Recorder[] = []
  try {
    const [audit, stats] = [values.get('audit'), values.get('stats')]
    if (audit !== undefined) recorders.push(await auditRecorder(recorded, audit))
    if (stats !== undefined) recorders.push(await statsRecorder(recorded, stats))
    if (flags.has('diff')) recorders.push(await diffRecorder(recorded))
    return recorders
  } catch (error) {
    for (const recorder of recorders) recorder.discard?.()
    throw error
  }
}

const nameOf = (name: string): string => (name === '-' ? 'standard input' : name)
