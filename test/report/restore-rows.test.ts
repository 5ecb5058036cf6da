/** Records there and back. DECHAFF_RUNS sets how many files (default 200). */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createJsonlCleaner, type JsonlOptions } from '../../src/formats/jsonl.js'
import { createCleaner } from '../../src/io/cleaner.js'
import { createAudit } from '../../src/report/audit.js'
import { restore } from '../../src/report/restore.js'
import { documents } from '../documents.js'
import { jsonRecords, written } from '../records.js'
import { header } from './made.js'

const runs = Number(process.env['DECHAFF_RUNS'] ?? 200)
const folder = mkdtempSync(join(tmpdir(), 'dechaff-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cleaner = await createCleaner()

interface Cleaned {
  readonly audit: string
  readonly cleaned: Buffer
  readonly rejects: Buffer
}

function clean(input: Uint8Array, options: Partial<JsonlOptions> & { moves?: boolean }): Cleaned {
  const { moves, ...others } = options
  const out: Uint8Array[] = []
  const rejects: Uint8Array[] = []
  let text = ''
  let [offset, size] = [0, 0]
  let hash = createHash('sha256')
  const audit = createAudit(header, cleaner.rules, (more) => {
    text += more
  })
  audit.beginDocument('a')
  const jsonl = createJsonlCleaner(cleaner, {
    ...others,
    onOutput: (bytes) => out.push(bytes.slice()),
    onBatch: (batch) => audit.batch(batch),
    onKept: (bytes) => audit.output(bytes),
    onDocument: (report, origin) => audit.endDocument(report, origin),
    ...(moves && {
      onRejected(bytes: Uint8Array) {
        rejects.push(bytes.slice())
        hash.update(bytes)
        size += bytes.length
      },
      onReject(reject: { row: number; bytes: number }) {
        audit.moved(reject, { offset, hash: hash.digest('hex') })
        hash = createHash('sha256')
        offset += size
        size = 0
      },
    }),
  })
  jsonl.write(input)
  jsonl.end()
  audit.endRecords(jsonl.counts.rows)
  return { audit: text, cleaned: Buffer.concat(out), rejects: Buffer.concat(rejects) }
}

async function restored({ audit, cleaned, rejects }: Cleaned): Promise<Buffer> {
  const files = ['audit', 'cleaned', 'rejects'].map((name) => join(folder, name)) as [string, string, string]
  for (const [index, content] of [audit, cleaned, rejects].entries())
    writeFileSync(files[index] as string, content)
  const parts: Uint8Array[] = []
  try {
    await restore(files[0], files[1], (part) => void parts.push(part), { rejects: files[2] })
  } catch (error) {
    expect(parts).toEqual([])
    throw error
  }
  return Buffer.concat(parts)
}

const good = fc
  .tuple(documents, fc.nat(3))
  .map(([document, habit]) => `{"a":1.0,"text":${written(Buffer.from(document).toString(), habit)},"b":"x"}`)
const broken = good.map((record) => record.slice(0, -2))
const notUtf8 = documents.map(
  (document) =>
    `{"text":"${Buffer.from(document)
      .toString('latin1')
      .replace(/["\\]/g, '')
      .replaceAll('\n', '\\n')
      .replace(/\p{Cc}/gu, (found) => (found < ' ' ? '' : found))}"}`,
)
const lines = fc.oneof(
  { weight: 6, arbitrary: good.map((record) => Buffer.from(record).toString('latin1')) },
  { weight: 2, arbitrary: notUtf8 },
  { weight: 1, arbitrary: jsonRecords.map((record) => Buffer.from(record).toString('latin1')) },
  { weight: 1, arbitrary: broken.map((record) => Buffer.from(record).toString('latin1')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '{"text":""}', '{"text":"Share this\\nNo comments:"}') },
)
const files = fc
  .tuple(
    fc.constantFrom('', '\xef\xbb\xbf'),
    fc.array(fc.tuple(lines, fc.constantFrom('\n', '\r\n')), { maxLength: 6 }),
    fc.boolean(),
  )
  .map(([mark, records, final]) => {
    const whole = mark + records.map(([record, end]) => record + end).join('')
    return Buffer.from(final ? whole : whole.replace(/\r?\n$/, ''), 'latin1')
  })

test.each<[name: string, options: Parameters<typeof clean>[1]]>([
  ['all go on', {}],
  ['empty ones do not', { dropEmpty: true }],
  ['broken ones are put aside', { moves: true }],
  ['both, and the guard drops', { moves: true, dropEmpty: true, guard: 'drop' }],
])('records come back byte for byte: %s', async (_, options) => {
  await fc.assert(
    fc.asyncProperty(files, async (input) => {
      const back = await restored(clean(input, options))
      expect(back.toString('latin1')).toBe(input.toString('latin1'))
    }),
    { numRuns: runs },
  )
})

const kept = 'It rained.\\n'
const hash = createHash('sha256').update(kept).digest('hex')
const cleaned = Buffer.from(`{"text":"${kept}"}\n{"text":"b"}\n`)
const head = `${JSON.stringify({ version: '1', rules: 'r', options: {} })}\n`
const row = (fields: object = {}): string =>
  `${JSON.stringify({ doc: 1, file: 'a', row: 1, field: 'text', keptBytes: kept.length, keptHash: hash, removals: 1, ...fields })}\n`
const removal = (fields: object = {}): string =>
  `${JSON.stringify({ line: 2, offset: 12, at: 12, text: 'Share\n', rule: null, category: null, how: 'line', ...fields })}\n`
const end = (rows = 2): string => `${JSON.stringify({ input: 'a', rows })}\n`
const given = (audit: string): Cleaned => ({ audit: head + audit, cleaned, rejects: Buffer.from('no\n') })

test.each<[name: string, audit: string, expected: string]>([
  ['written anew', row() + removal() + end(), `{"text":"${kept}Share\\n"}\n{"text":"b"}\n`],
  [
    'raw',
    row() + removal({ raw: 'Sh\\u0061re\\u000a' }) + end(),
    `{"text":"${kept}Sh\\u0061re\\u000a"}\n{"text":"b"}\n`,
  ],
  [
    'half a pair',
    row() + removal({ text: '\ufffd', raw: '\\ud83d' }) + end(),
    `{"text":"${kept}\\ud83d"}\n{"text":"b"}\n`,
  ],
  ['nothing but the end', end(), cleaned.toString()],
])('fit: %s', async (_, audit, expected) => expect((await restored(given(audit))).toString()).toBe(expected))

test.each<[name: string, audit: string, code: string]>([
  ['raw that stands for another line', row() + removal({ raw: 'Shape\\n' }) + end(), 'AUDIT_VALUE'],
  [
    'raw that ends the string',
    row() + removal({ text: 'a","b":"c', raw: 'a","b":"c' }) + end(),
    'AUDIT_VALUE',
  ],
  ['no end', row() + removal(), 'AUDIT_TRUNCATED'],
  ['no number of removals', row({ removals: undefined }) + removal() + end(), 'AUDIT_VALUE'],
  ['a removal too few', row({ removals: 2 }) + removal() + end(), 'AUDIT_TRUNCATED'],
  ['another text', row({ keptHash: hash.replace(/./g, '0') }) + removal() + end(), 'AUDIT_MISMATCH'],
  ['another field', row({ field: 'content' }) + removal() + end(), 'AUDIT_MISMATCH'],
  ['a row that is not there', row({ row: 3 }) + removal() + end(3), 'AUDIT_MISMATCH'],
  ['more rows', row() + removal() + end(3), 'AUDIT_MISMATCH'],
  ['fewer rows', row() + removal() + end(1), 'AUDIT_MISMATCH'],
  [
    'rows that go back',
    row({ row: 2, keptBytes: 1, removals: 0, keptHash: createHash('sha256').update('b').digest('hex') }) +
      row() +
      removal() +
      end(),
    'AUDIT_ORDER',
  ],
  ['a place behind the text', row() + removal({ offset: 13, at: 13 }) + end(), 'AUDIT_OFFSET'],
  [
    'rejects of other bytes',
    `${JSON.stringify({ doc: 1, file: 'a', row: 1, rejected: { offset: 0, bytes: 3, hash } })}\n${end(3)}`,
    'AUDIT_MISMATCH',
  ],
  [
    'rejects without a place',
    `${JSON.stringify({ doc: 1, file: 'a', row: 1, rejected: 1 })}\n${end(3)}`,
    'AUDIT_VALUE',
  ],
])('does not fit: %s', async (_, audit, code) => {
  await expect(restored(given(audit))).rejects.toMatchObject({ code })
})
