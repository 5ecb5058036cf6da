/** `clean stats merge FILE …`: the counts of several runs as one. */
import { statSync } from 'node:fs'
import { UserError } from '../errors.js'
import { readChunks } from '../io/chunks.js'
import { nearestWord } from '../nearest.js'
import { createSum } from '../report/counts.js'
import { parseCounts, refuseOthers } from '../report/counts-file.js'
import type { Arguments } from './options.js'
import { openStats } from './recorders.js'
import type { Terminal } from './terminal.js'

/** Bytes of a file of counts; with all hosts it has a few MiB. */
const STATS_BYTES = 64 * 1024 * 1024

const wrongUse = (message: string): UserError => new UserError('USAGE', {}, message)

export async function statsCommand({ operands, values }: Arguments, terminal: Terminal): Promise<number> {
  const [action, ...files] = operands
  if (action !== 'merge') {
    const nearest = action === undefined ? undefined : nearestWord(action, ['merge'])
    throw wrongUse(
      `Unexpected ${action === undefined ? 'end' : `\`${action}\``} after \`stats\`, expected \`merge\`${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`,
    )
  }
  const [first] = files
  if (first === undefined)
    throw wrongUse('Unexpected end after `stats merge`, expected files that `clean --stats` wrote')
  const sum = createSum()
  let firstCounts: ReturnType<typeof parseCounts> | undefined
  for (const file of files) {
    const name = file === '-' ? 'standard input' : file
    const counts = parseCounts(await readText(file, name), name)
    firstCounts ??= counts
    refuseOthers(counts, name, firstCounts, first)
    sum.add(counts)
  }
  // Opened when all is read: the result may replace one of the files.
  await openStats(values.get('output') ?? '-', terminal).end(sum.toJSON())
  return 0
}

async function readText(file: string, name: string): Promise<string> {
  if (file !== '-' && statSync(file).isDirectory())
    throw Object.assign(new Error('EISDIR'), { code: 'EISDIR', syscall: 'read', path: file })
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of readChunks(file)) {
    pieces.push(Uint8Array.from(chunk))
    size += chunk.length
    if (size > STATS_BYTES)
      throw new UserError(
        'STATS',
        { file: name },
        `Unexpected larger file, expected at most ${STATS_BYTES} bytes`,
      )
  }
  return Buffer.concat(pieces).toString()
}
