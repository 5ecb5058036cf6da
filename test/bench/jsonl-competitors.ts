/** Who is measured on records beside `clean`: what people do with them today. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './measure.js'

export const recordNames = {
  clean: 'clean, one job',
  clean2: 'clean, two jobs',
  parse: 'Node, JSON.parse and JSON.stringify',
  jq: 'jq -c .',
  datatrove: 'datatrove, C4 line cleaning',
  gzip: 'gzip -dc | gzip -1',
  pipe: 'bare Node pipe',
} as const

/** Records by the megabyte, not by events of lines: the fastest of the simple ways. */
const parseSource = `
const { readSync, writeSync } = require('node:fs')
const chunk = Buffer.alloc(1 << 20)
let rest = Buffer.alloc(0)
function write(text) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
}
for (;;) {
  const size = readSync(0, chunk)
  if (size === 0) break
  const all = Buffer.concat([rest, chunk.subarray(0, size)])
  const end = all.lastIndexOf(10) + 1
  rest = all.subarray(end)
  let out = ''
  for (const line of all.toString('utf8', 0, end).split('\\n'))
    if (line !== '') out += JSON.stringify(JSON.parse(line)) + '\\n'
  if (out !== '') write(out)
}
if (rest.length > 0) write(JSON.stringify(JSON.parse(rest.toString())) + '\\n')
`

/** Its filter for C4 as a stage of a pipe: the line rules only, no sentences counted, no document dropped for its words. */
const datatroveSource = `
import json, sys
from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter
clean = C4QualityFilter(min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False)
write = sys.stdout.write
for line in sys.stdin:
    record = json.loads(line)
    document = Document(text=record["text"], id="")
    clean.filter(document)
    record["text"] = document.text
    write(json.dumps(record, ensure_ascii=False) + "\\n")
`

const works = (program: string, ...options: string[]): boolean =>
  spawnSync(program, options, { stdio: 'ignore' }).status === 0

export interface RecordCompetitors {
  readonly clean: Command
  readonly clean2: Command
  /** Those that take records from standard input. */
  readonly others: readonly Command[]
  readonly notes: readonly string[]
}

export function recordCompetitors(cleanCommand: string, python: string, work: string): RecordCompetitors {
  const argv = cleanCommand.split(' ')
  const [parseFile, datatroveFile] = [join(work, 'parse.cjs'), join(work, 'c4-lines.py')]
  writeFileSync(parseFile, parseSource)
  writeFileSync(datatroveFile, datatroveSource)
  const notes: string[] = []
  const others: Command[] = [{ name: recordNames.parse, argv: ['node', parseFile] }]
  if (works('jq', '--version')) others.push({ name: recordNames.jq, argv: ['jq', '-c', '.'] })
  else notes.push('jq is not installed: skipped.')
  if (works(python, '-c', 'from datatrove.pipeline.filters import C4QualityFilter'))
    others.push({ name: recordNames.datatrove, argv: [python, datatroveFile] })
  else notes.push(`datatrove is not installed for \`${python}\`: skipped (--python names another).`)
  return {
    clean: { name: recordNames.clean, argv: [...argv, '--jobs', '1'] },
    clean2: { name: recordNames.clean2, argv: [...argv, '--jobs', '2'] },
    others,
    notes,
  }
}
