/** What a run writes down beside its result: audit, statistics, diffs, names, the closing line. */
import { writeFileSync } from 'node:fs'
import type { TextCleaner } from '../core.js'
import type { Batch, DocumentReport } from '../engine/seam.js'
import { type Output, openOutput } from '../io/files.js'
import type { StreamOptions } from '../io/transform.js'
import { version } from '../shipped.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

export interface Records {
  /** Did anything go, in any input? */
  readonly changed: boolean
  /** An input begins; the hooks for its stream. */
  begin(name: string): Pick<StreamOptions, 'onBatch' | 'onDocument' | 'onOutput'>
  /** Writes out what waits for standard output. */
  drain(): Promise<void>
  /** An input ended; did anything go? */
  endInput(name: string): Promise<boolean>
  /** All inputs ended. */
  end(): Promise<void>
  /** The closing line, for people at a terminal. */
  close(toStdout: boolean): void
}

interface Listener {
  begin?(name: string): void
  batch?(batch: Batch): void
  output?(bytes: Uint8Array): void
  document?(report: DocumentReport): void
  endInput?(): void
}

/** `every`: several inputs go to one output, so the audit needs a row for each. */
export async function createRecords(
  given: Arguments,
  cleaner: TextCleaner,
  terminal: Terminal,
  every: boolean,
  switches: Record<string, unknown>,
): Promise<Records> {
  const listeners: Listener[] = []
  const ends: (() => Promise<void>)[] = []
  const pending: (string | Uint8Array)[] = []
  const header = () => ({
    version: version(),
    rules: cleaner.hash,
    options: switches,
  })
  const auditFile = given.values.get('audit')
  if (auditFile !== undefined) {
    const { createAudit } = await import('../report/audit.js')
    const file = openOutput(auditFile)
    const audit = createAudit(
      header(),
      cleaner.rules,
      (text) => file.stream.write(text),
      every || given.flags.has('null-data'),
    )
    listeners.push({
      begin: (name) => audit.beginDocument(name),
      batch: (batch) => audit.batch(batch),
      output: (bytes) => audit.output(bytes),
      document: (report) => audit.endDocument(report),
    })
    ends.push(() => finish(file))
  }
  const statsFile = given.values.get('stats')
  if (statsFile !== undefined) {
    const { createStats } = await import('../report/stats.js')
    const stats = createStats(header(), cleaner.rules)
    listeners.push({ batch: (batch) => stats.batch(batch), document: (report) => stats.document(report) })
    ends.push(async () => {
      const json = `${JSON.stringify(stats.toJSON(), null, 2)}\n`
      if (statsFile === '') terminal.say(json)
      else if (statsFile === '-') await terminal.write(json)
      else writeFileSync(statsFile, json)
    })
  }
  if (given.flags.has('diff')) {
    const { createDiff } = await import('../report/diff.js')
    const color = terminal.colors('stdout')
    let diff: ReturnType<typeof createDiff> | undefined
    listeners.push({
      begin: (name) => {
        diff = createDiff(name, (data) => pending.push(data), color)
      },
      batch: (batch) => diff?.batch(batch),
      endInput: () => diff?.end(),
    })
  }
  let removed = 0
  let lines = 0
  let removedHere = 0
  let changed = false
  listeners.push({
    document(report) {
      const gone = report.guarded && given.values.get('guard') === 'drop' ? report.lines : report.removedLines
      lines += report.lines
      removed += gone
      removedHere += gone
    },
  })
  let current = ''
  let document = 0
  const on = <K extends 'batch' | 'output' | 'document'>(key: K): Listener[] =>
    listeners.filter((listener) => listener[key])
  const [batches, outputs, documents] = [on('batch'), on('output'), on('document')]
  async function drain(): Promise<void> {
    for (const data of pending.splice(0)) await terminal.write(data)
  }

  return {
    get changed() {
      return changed
    },
    begin(name) {
      current = name
      document = 0
      removedHere = 0
      for (const listener of listeners) listener.begin?.(name)
      return {
        ...(batches.length > 0 && { onBatch: tellAll(batches, 'batch') }),
        ...(outputs.length > 0 && { onOutput: tellAll(outputs, 'output') }),
        onDocument(report) {
          document++
          for (const one of documents) one.document?.(report)
          if (report.guarded) {
            const where = given.flags.has('null-data') ? `${current}: document ${document}` : current
            terminal.notice(
              `${where === '-' ? 'standard input' : where}: more than --max-removed would go, ${given.values.get('guard') === 'drop' ? 'dropped' : 'left as it was'}`,
            )
          }
        },
      }
    },
    drain,
    async endInput(name) {
      for (const listener of listeners) listener.endInput?.()
      await drain()
      if (removedHere > 0 && given.flags.has('list-different')) await terminal.write(`${name}\n`)
      terminal.detail(`${name === '-' ? 'standard input' : name}: text, ${removedHere} lines removed`)
      changed ||= removedHere > 0
      return removedHere > 0
    },
    async end() {
      for (const end of ends) await end()
    },
    close(toStdout) {
      if (toStdout && process.stdout.isTTY && process.stderr.isTTY && !given.flags.has('quiet')) {
        terminal.say(`removed ${removed} of ${lines} lines (clean explain shows which)\n`)
      }
    },
  }
}

function tellAll<K extends 'batch' | 'output'>(
  listeners: readonly Listener[],
  key: K,
): NonNullable<Listener[K]> {
  return ((given: never) => {
    for (const listener of listeners) (listener[key] as (value: never) => void)(given)
  }) as NonNullable<Listener[K]>
}

function finish(file: Output): Promise<void> {
  return new Promise((resolve, reject) => {
    file.stream.once('error', (error) => {
      file.discard()
      reject(error)
    })
    file.stream.end(() => {
      file.commit()
      resolve()
    })
  })
}
