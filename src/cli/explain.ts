/** `clean explain [FILE]`: every line with its verdict. */
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../errors.js'
import { openInput } from '../io/files.js'
import { cleanStream } from '../io/transform.js'
import { createExplain } from '../report/explain.js'
import { cleanerOf, streamOptionsOf } from './cleaner.js'
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
  let lines: string[] = []
  const explain = createExplain(cleaner.rules, {
    color: terminal.colors('stdout'),
    columns: terminal.columns,
    write: (text) => lines.push(text),
  })
  async function drain(): Promise<void> {
    const text = lines.join('')
    lines = []
    if (text !== '') await terminal.write(text)
  }
  const name = input === '-' ? (given.values.get('stdin-filename') ?? '-') : input
  const source = openInput(input)
  source.once('data', (chunk: Uint8Array) => noticeKind(name, chunk, given, terminal))
  source.pause()
  await pipeline(
    source,
    // A chunk waits until the verdicts on those before it are written.
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        yield chunk
        await drain()
      }
    },
    cleanStream(cleaner, { ...streamOptionsOf(given), onBatch: explain.batch }),
    new Writable({ write: (_chunk, _encoding, done) => done() }),
  )
  await drain()
  return 0
}
