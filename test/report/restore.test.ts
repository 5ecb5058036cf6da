import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Cleaner } from '../../src/engine/seam.js'
import { UserError } from '../../src/errors.js'
import { createCleaner } from '../../src/io/cleaner.js'
import { restore } from '../../src/report/restore.js'
import { cleanAll } from './made.js'

const folder = mkdtempSync(join(tmpdir(), 'dechaff-restore-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cleaner = await createCleaner()
/** Decides as it flows from 200 bytes on, and drops what it may. */
const small: Cleaner = { ...cleaner, limits: { ...cleaner.limits, documentBytes: 200 } }
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

async function restored(
  audit: string | Uint8Array,
  cleaned: Uint8Array,
  nullData?: boolean,
): Promise<Buffer> {
  const files = [join(folder, 'audit'), join(folder, 'cleaned')] as const
  writeFileSync(files[0], audit)
  writeFileSync(files[1], cleaned)
  const parts: Uint8Array[] = []
  try {
    await restore(...files, (part) => void parts.push(part), { nullData })
  } catch (error) {
    // Nothing is written before all is verified.
    expect(parts).toEqual([])
    throw error
  }
  return Buffer.concat(parts)
}

const prose = 'It rained all day, and the river rose over the lower meadow before noon.\n'
const page = `${prose}\nShare this article\n\nNo comments:\nPost a Comment\n`

test.each<[string, string]>([
  ['a page', page],
  ['nothing to remove', prose],
  ['empty', ''],
  ['all goes', 'No comments:\nPost a Comment\n'],
  ['CRLF', page.replaceAll('\n', '\r\n')],
  ['lone CR', `\r${page}\r`],
  ['bytes that are not UTF-8', `\xff\xfe${prose}\nNo comments:\xff\n\xc3\nPost a Comment\n`],
  ['removed bytes that are not UTF-8', `${prose}No comments:\n\xff\nPost a Comment\n`],
  ['NUL', `${prose}\0\nNo comments:\nPost a Comment\n`],
  ['BOM', `\xef\xbb\xbf${page}`],
  ['BOM on a removed line', `\xef\xbb\xbfNo comments:\nPost a Comment\n${prose}`],
  ['no final newline', page.trimEnd()],
  ['no final newline, CR', `${page.trimEnd()}\r`],
  ['blank lines', `\n\n${page}\n\n\n`],
  ['a line longer than a block', `${page}${'x'.repeat(3_000_000)}\n${page}`],
  ['a document that flows', page.repeat(60_000)],
])('round trip: %s', async (_, text) => {
  const { cleaned, audit } = cleanAll(cleaner, [bytes(text)])
  expect((await restored(audit, cleaned)).equals(bytes(text))).toBe(true)
})

test('the page loses its ending', () =>
  expect(cleanAll(cleaner, [bytes(page)]).cleaned.toString()).toBe(prose))

const pieces = fc.constantFrom(
  prose,
  page,
  'No comments:\n',
  'Share\n',
  'x',
  '\n',
  '\r\n',
  '\0',
  '\xff',
  '\xef\xbb\xbf',
  'Reply\n',
)
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => bytes(parts.join('')))

test.each([
  ['several files to one output', {}],
  ['NUL between documents', { nullData: true }],
  ['line-buffered', { lineBuffered: true }],
] as const)('round trip, whole and flowing: %s', async (_, options) => {
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 4 }), fc.nat(30), async (some, piece) => {
      // A document without a NUL after it is the last one.
      const files =
        'nullData' in options
          ? some.map((text, index) => (index + 1 < some.length ? Buffer.concat([text, bytes('\0')]) : text))
          : some
      for (const one of [cleaner, small]) {
        const { cleaned, audit } = cleanAll(one, files, options, piece + 1)
        expect((await restored(audit, cleaned)).equals(Buffer.concat(files))).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

test('a document that the guard drops comes back', async () => {
  const text = bytes('Post a Comment\nNo comments:\n'.repeat(10))
  const { cleaned, audit } = cleanAll(cleaner, [bytes(prose), text], { guard: 'drop' })
  expect(cleaned.toString()).toBe(prose)
  const rows = audit
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows[2]).toMatchObject({ doc: 2, file: 'file-1', row: 1, keptBytes: 0, removals: 20, guarded: true })
  expect(rows[3]).toEqual({
    line: 1,
    offset: 0,
    at: 0,
    text: 'Post a Comment\n',
    rule: null,
    category: null,
    how: 'line',
  })
  expect(await restored(audit, cleaned)).toEqual(Buffer.concat([bytes(prose), text]))
})

test('samples come back', async () => {
  for (const name of readdirSync('samples')) {
    const file = join('samples', name, 'input.txt')
    if (!existsSync(file)) continue
    const text = readFileSync(file)
    const { cleaned, audit } = cleanAll(cleaner, [text])
    expect((await restored(audit, cleaned)).equals(text)).toBe(true)
  }
})

test('rows and removals', () => {
  const { audit } = cleanAll(cleaner, [
    bytes(page),
    bytes(prose),
    bytes(`${prose}No comments:\n\xff\nPost a Comment`),
  ])
  const rows = audit
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const hash = createHash('sha256').update(prose).digest('hex')
  expect(rows.slice(0, 4)).toEqual([
    { version: '1.2.3', rules: 'abc', options: {} },
    { doc: 1, file: 'file-0', row: 1, keptBytes: 73, keptHash: hash, removals: 5 },
    { line: 2, offset: 73, at: 73, text: '\n', rule: null, category: null, how: 'blank' },
    expect.objectContaining({
      line: 3,
      offset: 74,
      at: 73,
      text: 'Share this article\n',
      category: 'share',
      how: 'line',
    }),
  ])
  expect(rows[7]).toEqual({ doc: 2, file: 'file-1', row: 1, keptBytes: 73, keptHash: hash, removals: 0 })
  expect(rows[10]).toMatchObject({ line: 3, base64: '/wo=', rule: null, category: null, how: 'context' })
})

test('the row of a document that flows follows its removals', () => {
  const { audit } = cleanAll(small, [bytes(page + prose + page)])
  const rows = audit
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows[1]).toHaveProperty('line')
  expect(rows.at(-1)).toMatchObject({ doc: 1, removals: rows.length - 2 })
})

const kept = 'abcdef'
const hash = createHash('sha256').update(kept).digest('hex')
const emptyHash = createHash('sha256').digest('hex')
const header = '{"version":"1","rules":"r","options":{}}\n'
const row = `{"doc":1,"file":"f","row":1,"keptBytes":6,"keptHash":"${hash}"}\n`
const removal = (fields: object): string =>
  `${JSON.stringify({ line: 2, offset: 3, at: 3, text: 'x\n', rule: null, category: null, how: 'line', ...fields })}\n`

test.each([
  ['the row before', header + row + removal({}), 'abcx\ndef'],
  ['the row after', header + removal({}) + row, 'abcx\ndef'],
  ['fields that nobody knows', header + row + removal({ id: 7 }), 'abcx\ndef'],
  [
    '__proto__ is a field that nobody knows',
    header + row + removal({}).replace('{', '{"__proto__":{"at":9,"base64":1},'),
    'abcx\ndef',
  ],
  ['two at one place', header + row + removal({}) + removal({ line: 3, offset: 5, text: 'y' }), 'abcx\nydef'],
  ['no document', header, kept],
])('fit: %s', async (_, audit, expected) =>
  expect((await restored(audit, bytes(kept))).toString()).toBe(expected),
)

const wrongRow = (fields: object): string =>
  `${header}${JSON.stringify({ ...JSON.parse(row), ...fields })}\n${removal({})}`
const wrongRemoval = (fields: object): string => header + row + removal(fields)

test.each<[string, string, string]>([
  ['an empty file', '', 'AUDIT_HEADER'],
  ['no header', row + removal({}), 'AUDIT_HEADER'],
  ['a header without options', header.replace('{}', 'null') + row, 'AUDIT_HEADER'],
  ['a header by way of __proto__', `{"__proto__":${header.trim()}}\n`, 'AUDIT_HEADER'],
  ['not JSON', `${header}${row}line 2\n`, 'AUDIT_JSON'],
  ['not UTF-8', `${header}"\xff"\n`, 'AUDIT_JSON'],
  ['an array', `${header}[]\n`, 'AUDIT_JSON'],
  ['null', `${header}null\n`, 'AUDIT_JSON'],
  ['a blank line', `${header}\n${row}`, 'AUDIT_JSON'],
  ['a last line that breaks off', (header + row + removal({})).slice(0, -5), 'AUDIT_TRUNCATED'],
  ['a last line without LF', (header + row + removal({})).slice(0, -1), 'AUDIT_TRUNCATED'],
  ['a row without a removal that it counts', wrongRow({ removals: 2 }), 'AUDIT_TRUNCATED'],
  ['removals without a row', header + removal({}), 'AUDIT_TRUNCATED'],
  [
    'removals of a next document without a row',
    `${header}${row.replace('6', '0').replace(hash, emptyHash)}${removal({ at: 0, offset: 0 })}${removal({ line: 3, at: 0, offset: 0 })}`,
    'AUDIT_TRUNCATED',
  ],
  ['doc 0', wrongRow({ doc: 0 }), 'AUDIT_VALUE'],
  ['row as text', wrongRow({ row: '1' }), 'AUDIT_VALUE'],
  ['no file', wrongRow({ file: undefined }), 'AUDIT_VALUE'],
  ['negative size', wrongRow({ keptBytes: -6 }), 'AUDIT_VALUE'],
  ['a hash of another kind', wrongRow({ keptHash: 'abc' }), 'AUDIT_VALUE'],
  ['removals as text', wrongRow({ removals: '1' }), 'AUDIT_VALUE'],
  ['line 0', wrongRemoval({ line: 0 }), 'AUDIT_VALUE'],
  ['line missing', wrongRemoval({ line: undefined }), 'AUDIT_VALUE'],
  ['negative offset', wrongRemoval({ offset: -1 }), 'AUDIT_VALUE'],
  ['offset not whole', wrongRemoval({ offset: 3.5 }), 'AUDIT_VALUE'],
  ['offset beyond whole numbers', wrongRemoval({ offset: 2 ** 53, at: 2 ** 53 }), 'AUDIT_VALUE'],
  ['negative at', wrongRemoval({ at: -3 }), 'AUDIT_VALUE'],
  ['at missing', wrongRemoval({ at: undefined }), 'AUDIT_VALUE'],
  ['text a number', wrongRemoval({ text: 1 }), 'AUDIT_VALUE'],
  ['text empty', wrongRemoval({ text: '' }), 'AUDIT_VALUE'],
  ['text missing', wrongRemoval({ text: undefined }), 'AUDIT_VALUE'],
  ['text with a lone surrogate', wrongRemoval({ text: '\ud800' }), 'AUDIT_VALUE'],
  ['text and base64', wrongRemoval({ base64: 'eAo=' }), 'AUDIT_VALUE'],
  ['base64 broken', wrongRemoval({ text: undefined, base64: 'e%Ao=' }), 'AUDIT_VALUE'],
  ['rule a number', wrongRemoval({ rule: 1 }), 'AUDIT_VALUE'],
  ['category missing', wrongRemoval({ category: undefined }), 'AUDIT_VALUE'],
  ['an unknown how', wrongRemoval({ how: 'magic' }), 'AUDIT_VALUE'],
  ['lines that do not ascend', wrongRemoval({}) + removal({ offset: 5 }), 'AUDIT_ORDER'],
  ['at that goes back', wrongRemoval({}) + removal({ line: 3, at: 2, offset: 4 }), 'AUDIT_ORDER'],
  ['offset that is no sum', wrongRemoval({ offset: 4 }), 'AUDIT_OFFSET'],
  ['at beyond the document', wrongRemoval({ at: 7, offset: 7 }), 'AUDIT_OFFSET'],
  [
    'at beyond the document, row after',
    `${header}${removal({ at: 5, offset: 5 })}${row.replace('6', '4')}`,
    'AUDIT_OFFSET',
  ],
  ['at beyond the file, row after', header + removal({ at: 9, offset: 9 }) + row, 'AUDIT_MISMATCH'],
  ['another hash', wrongRow({ keptHash: '0'.repeat(64) }), 'AUDIT_MISMATCH'],
  ['a longer document', wrongRow({ keptBytes: 7 }), 'AUDIT_MISMATCH'],
  ['a shorter document', wrongRow({ keptBytes: 5 }), 'AUDIT_MISMATCH'],
  ['one document more', wrongRow({}) + row.replace('1', '2'), 'AUDIT_MISMATCH'],
  [
    'bytes after the last document',
    `${header}${row.replace(hash, createHash('sha256').update('abc').digest('hex')).replace('6', '3')}`,
    'AUDIT_MISMATCH',
  ],
])('unfit: %s', async (_, audit, code) => {
  const error = await restored(bytes(audit), bytes(kept)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  expect(error).toMatchObject({
    code,
    file: expect.any(String),
    message: expect.stringContaining('nothing was written'),
  })
  if (code !== 'AUDIT_MISMATCH') expect(error).toHaveProperty('line')
})

test('a line over the bound is refused', async () => {
  const audit = Buffer.concat([bytes(header), Buffer.alloc(64 * 1024 * 1024 + 1, 0x20)])
  await expect(restored(audit, bytes(kept))).rejects.toMatchObject({ code: 'AUDIT_LINE', line: 2 })
})
