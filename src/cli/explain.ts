/** `clean explain [FILE]`: every line with its verdict. */

import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../errors.js'
import { openInput, reasonOf } from '../io/files.js'
import { cleanStream } from '../io/transform.js'
import { createExplain } from '../report/explain.js'
import { cleanerOf } from './cleaner.js'
import { noticeKind } from './kind.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

export async function explainFile(given: Arguments, terminal: Terminal): Promise<number> {
  const [input = '-', extra] = given.operands
  if (extra !== undefined)
    throw new UserError(
      'USAGE',
      {},
      `Unexpected \`${extra}\`, expected one file; explain one after the other`,
    )
  const cleaner = await cleanerOf(given)
  const lines: string[] = []
  const explain = createExplain(cleaner.rules, {
    color: terminal.colors('stdout'),
    columns: terminal.columns,
    write: (text) => lines.push(text),
  })
  const drain = async (): Promise<void> => {
    if (lines.length > 0) await terminal.write(lines.splice(0).join(''))
  }
  const transform = cleanStream(cleaner, {
    nullData: given.flags.has('null-data'),
    lineBuffered: given.flags.has('line-buffered'),
    site: given.values.get('site'),
    onBatch: (batch) => explain.batch(batch),
  })
  const source = openInput(input)
  source.once('data', (chunk: Uint8Array) => noticeKind(input, chunk, given, terminal))
  source.pause()
  try {
    await pipeline(
      source,
      transform,
      new Writable({ write: (_chunk, _encoding, done) => void drain().then(() => done(), done) }),
    )
    await drain()
  } catch (error) {
    const reason = terminal.isClosed(error) ? undefined : reasonOf(error)
    if (reason === undefined) throw error
    throw new UserError('INPUT', {}, `${input === '-' ? 'standard input' : input}: ${reason}`)
  }
  return 0
}
