/** `clean explain [FILE]`: every line with its verdict. */
import { UserError } from '../errors.js'
import { createExplain } from '../report/explain.js'
import { cleanerOf } from './cleaner.js'
import { checkFormats, createCleaning, openFormat } from './format.js'
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
  checkFormats(given)
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
  const { format, chunks } = await openFormat(input, name, given, terminal)
  const cleaning = await createCleaning(
    { format, name },
    cleaner,
    given,
    { onBatch: explain.batch, onReject: explain.reject },
    () => {},
  )
  for await (const chunk of chunks) {
    cleaning.write(chunk)
    await drain()
  }
  cleaning.end()
  await drain()
  return 0
}
