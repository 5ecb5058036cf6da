/** The pages of inputs, as learning reads them: text by text, each with its host. */
import { createCleaner } from '../io/cleaner.js'
import type { Found } from '../io/tree.js'
import { siteOf } from './cleaner.js'
import { createCleaning, openFormat } from './format.js'
import type { Arguments } from './options.js'
import { nameOf } from './shard.js'
import type { Terminal } from './terminal.js'

/** Reads one input; `onPage`: `text` is the reader's own. */
export type ReadInput = (found: Found, onPage: (host: string, text: Uint8Array) => void) => Promise<void>

export async function createInputReader(given: Arguments, terminal: Terminal): Promise<ReadInput> {
  const cleaner = await createCleaner({ defaultRules: false })
  return async (found, onPage) => {
    const name = nameOf(found, given)
    const own = siteOf(given, name) ?? ''
    const { format, chunks } = await openFormat(found.path, name, given, terminal)
    let text: Uint8Array[] = []
    let host: string | undefined
    const cleaning = await createCleaning(
      { format, name },
      cleaner,
      given,
      {
        onBatch({ bytes, starts, from, to, origin }) {
          host = origin?.host
          text.push(bytes.slice(starts[from], starts[to]))
        },
        onDocument() {
          onPage(
            (host ?? own).replace(/^www\./, ''),
            text.length === 1 ? (text[0] as Uint8Array) : Buffer.concat(text),
          )
          text = []
        },
      },
      () => {},
    )
    for await (const chunk of chunks) cleaning.write(chunk)
    cleaning.end()
  }
}
