/** Records through the cleaner: only what goes is cut out. DECHAFF_RUNS sets how many files (default 300). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createJsonlCleaner, type JsonlOptions } from '../../src/formats/jsonl.js'
import type { Reject } from '../../src/formats/jsonl-rejects.js'
import { createCleaner } from '../../src/io/cleaner.js'
import { documents } from '../documents.js'
import { jsonValues, written } from '../records.js'

const runs = Number(process.env['DECHAFF_RUNS'] ?? 300)
const cleaner = await createCleaner()
const small = { ...cleaner, limits: { ...cleaner.limits, recordBytes: 600 } }
const streaming = { ...cleaner, limits: { ...cleaner.limits, documentBytes: 0 } }

interface Result {
  readonly out: string
  readonly rejected: string
  readonly rejects: Reject[]
  readonly removed: string[]
  readonly ids: string[]
}

/** `size`: bytes of the pieces the input comes in; 0 for all at once. Bytes are characters. */
function clean(
  input: string,
  options: Partial<JsonlOptions> & { moves?: boolean } = {},
  size = 0,
  by = cleaner,
): Result {
  const result = {
    out: '',
    rejected: '',
    rejects: [] as Reject[],
    removed: [] as string[],
    ids: [] as string[],
  }
  const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
  const { moves, ...others } = options
  const jsonl = createJsonlCleaner(by, {
    ...others,
    onOutput: (bytes) => {
      result.out += latin1(bytes)
    },
    onReject: (reject) => result.rejects.push(reject),
    ...(moves && {
      onRejected: (bytes: Uint8Array) => {
        result.rejected += latin1(bytes)
      },
    }),
    onBatch({ fates, from, to, origin }) {
      result.ids.push(origin?.id() ?? '')
      for (let line = from; line < to; line++)
        if (fates[line] !== 0)
          result.removed.push(
            latin1(
              (origin as NonNullable<typeof origin>).bytes.subarray(
                origin?.starts[line],
                origin?.starts[line + 1],
              ),
            ),
          )
    },
  })
  const bytes = Buffer.from(input, 'latin1')
  if (size === 0) jsonl.write(bytes)
  else for (let at = 0; at < bytes.length; at += size) jsonl.write(bytes.subarray(at, at + size))
  jsonl.end()
  return result
}

const prose = 'It rained all day, and the river rose over the lower meadow before noon.'
const ending = 'Share this article\\nNo comments:'
const chaffed = `${prose}\\n\\n${ending}`
const kept = `${prose}\\n`

describe('what stays of a record', () => {
  test.each<[name: string, input: string, out: string]>([
    ['the text alone is cut', `{"a":1.0,"text":"${chaffed}","b":1}\n`, `{"a":1.0,"text":"${kept}","b":1}\n`],
    ['no final newline', `{"text":"${chaffed}"}`, `{"text":"${kept}"}`],
    ['CRLF', `{"text":"${chaffed}"}\r\n{}\r\n`, `{"text":"${kept}"}\r\n{}\r\n`],
    ['CRLF inside', `{"text":"${prose}\\r\\nShare this\\r\\n"}\n`, `{"text":"${prose}\\r\\n"}\n`],
    ['blank lines', `\n \n{"text":"${chaffed}"}\n\t\n\n`, `\n \n{"text":"${kept}"}\n\t\n\n`],
    [
      'a mark of byte order',
      `\xef\xbb\xbf{"text":"${chaffed}"}\n{"text":"${chaffed}"}`,
      `\xef\xbb\xbf{"text":"${kept}"}\n{"text":"${kept}"}`,
    ],
    ['spacing', ` { "text" :\t"${chaffed}" } \n`, ` { "text" :\t"${kept}" } \n`],
    [
      'duplicates: the last counts',
      `{"text":"${chaffed}","text":"${chaffed}"}`,
      `{"text":"${chaffed}","text":"${kept}"}`,
    ],
    [
      'numbers',
      `{"n":12345678901234567890,"m":1e2,"text":"${chaffed}"}`,
      `{"n":12345678901234567890,"m":1e2,"text":"${kept}"}`,
    ],
    [
      'escapes of what stays, and of what goes',
      `{"text":"It rained all day in Sk\\u00e1rholm, and the r\\u0069ver rose. \\ud83d\\ude42\\ud83d \\/\\u000ASh\\u0061re this article\\u000aNo comments:"}`,
      `{"text":"It rained all day in Sk\\u00e1rholm, and the r\\u0069ver rose. \\ud83d\\ude42\\ud83d \\/\\u000A"}`,
    ],
    ['a NUL', `{"text":"${prose}\\u0000\\n${ending}"}`, `{"text":"${prose}\\u0000\\n"}`],
    [
      'bytes that are not UTF-8',
      `{"x":"\xff","text":"${prose}\xff\\n${ending}"}`,
      `{"x":"\xff","text":"${prose}\xff\\n"}`,
    ],
    ['the second default field', `{"content":"${chaffed}"}`, `{"content":"${kept}"}`],
    [
      'the third',
      `{"raw_content":"${chaffed}","x":{"text":""}}`,
      `{"raw_content":"${kept}","x":{"text":""}}`,
    ],
    [
      'the first of two',
      `{"content":"${chaffed}","text":"${chaffed}"}`,
      `{"content":"${chaffed}","text":"${kept}"}`,
    ],
    ['nothing to remove', `{"text":"${prose}"}`, `{"text":"${prose}"}`],
    ['an empty text', '{"text":""}\n', '{"text":""}\n'],
    ['a text that comes out empty', '{"text":"Share this article\\nNo comments:"}', '{"text":""}'],
    ['an empty file', '', ''],
    ['one line feed', '\n', '\n'],
  ])('%s', (_, input, out) => {
    expect(clean(input).out).toBe(out)
    for (const size of [1, 2, 3, 7]) expect(clean(input, {}, size)).toEqual(clean(input))
  })

  test('a field further down', () => {
    const input = `{"meta":{"text":"${chaffed}"},"text":"${chaffed}"}`
    expect(clean(input, { field: 'meta.text' }).out).toBe(`{"meta":{"text":"${kept}"},"text":"${chaffed}"}`)
  })

  test('a record whose text is empty does not go on, with dropEmpty', () => {
    const input = `{"text":""}\n{"text":"${chaffed}"}\n{"text":"${ending}"}`
    expect(clean(input, { dropEmpty: true }).out).toBe(`{"text":"${kept}"}\n`)
  })

  test('a guarded text goes whole, if it is to', () => {
    const text = 'Share this article\\n'.repeat(12)
    expect(clean(`{"text":"${text}"}\n`).out).toBe(`{"text":"${text}"}\n`)
    expect(clean(`{"text":"${text}"}\n`, { guard: 'drop' }).out).toBe('{"text":""}\n')
    expect(clean(`{"text":"${text}"}\n`, { guard: 'drop', dropEmpty: true }).out).toBe('')
  })
})

describe('records that cannot be read', () => {
  test.each<[name: string, record: string, message: string, column?: number]>([
    ['no JSON', 'It rained.', 'Unexpected `It`, expected a value', 1],
    ['cut short', '{"text":"a', 'Unexpected end of the record, expected the closing quote of a string', 11],
    ['text behind it', '{"text":"a"} x', 'Unexpected `x`, expected the end of the record', 14],
    [
      'a control character',
      '{"text":"é\t"}',
      'Unexpected `\t`, expected an escape in place of a control character',
      11,
    ],
    [
      'no object',
      '["text"]',
      'Unexpected record that is no object, expected one with `text`, `content` or `raw_content`',
    ],
    [
      'without text',
      '{"a":1}',
      'Unexpected record without text, expected the field `text`, `content` or `raw_content`',
    ],
    ['no string', '{"text":null}', 'Unexpected `null` for `text`, expected a string', 9],
    ['an array', '{"text":["a"]}', 'Unexpected `[` for `text`, expected a string', 9],
  ])('%s', (_, record, message, column) => {
    const good = `{"text":"${chaffed}"}\n`
    const bad = Buffer.from(record).toString('latin1')
    const input = `${good}\n${bad}\n${good}`
    const reject = { row: 3, bytes: bad.length + 1, message, ...(column === undefined ? {} : { column }) }
    expect(clean(input)).toMatchObject({
      out: `{"text":"${kept}"}\n\n${bad}\n{"text":"${kept}"}\n`,
      rejects: [reject],
    })
    expect(clean(input, { moves: true })).toMatchObject({
      out: `{"text":"${kept}"}\n\n{"text":"${kept}"}\n`,
      rejected: `${bad}\n`,
      rejects: [reject],
    })
  })

  // Chunks beyond 64 KiB are read where they lie; 300 KB are more than a block, and 65,537 is odd.
  test.each([65_537, 70_000, 100_004, 262_144, 300_000])('large chunks, of %i bytes', (size) => {
    const record = (row: number): string =>
      JSON.stringify({ text: `${prose} ${'x'.repeat(row % 7)}\n\nNo comments:\n`, row })
    const long = JSON.stringify({ text: prose.repeat(2_000), row: 'long' })
    const rows = Array.from({ length: 6_000 }, (_, row) => (row % 2_000 === 999 ? long : record(row)))
    const input = `\ufeff${rows.join('\n')}\nnot JSON\n{"text":"${prose}"}`
    const latin1 = Buffer.from(input).toString('latin1')
    const small = clean(latin1, {}, 5_000)
    expect(clean(latin1, {}, size)).toEqual(small)
    expect(small.removed).toHaveLength(2 * 5_997)
    expect(small.rejects.map(({ row }) => row)).toEqual([6_001])
  })

  test.each([0, 1, 2, 3, 599, 600, 601, 1000])('records around the limit, pieces of %i bytes', (size) => {
    const record = (length: number): string =>
      `{"text":"${prose}${' '.repeat(length - 11 - prose.length - ending.length - 2)}\\n${ending}"}`
    const lengths = [599, 600, 601, 602, 605, 608, 1400, 300]
    const input = `${lengths.map(record).join('\n')}\n`
    const result = clean(input, {}, size, small)
    expect(result.rejects.map(({ row, bytes }) => [row, bytes])).toEqual(
      lengths.flatMap((length, index) => (length > 600 ? [[index + 1, length + 1]] : [])),
    )
    const out = lengths.map((length) => (length > 600 ? record(length) : record(length).replace(ending, '')))
    expect(result.out).toBe(`${out.join('\n')}\n`)
    expect(clean(input, { moves: true }, size, small)).toMatchObject({
      rejected: lengths
        .filter((length) => length > 600)
        .map((length) => `${record(length)}\n`)
        .join(''),
    })
  })

  test('a long record at the end, without a line end', () => {
    const input = `{"text":"${'x'.repeat(2000)}"}`
    expect(clean(input, {}, 64, small)).toMatchObject({
      out: input,
      rejects: [{ row: 1, bytes: input.length }],
    })
  })

  test.each([
    [{ field: 'body' }, 1],
    [{ urlField: 'meta.address' }, 1000],
    [{ idField: 'key' }, 1500],
  ])('%j in none of the first records', (options, count) => {
    expect(() => clean('{"text":"a"}\n'.repeat(count), { ...options, file: 'a.jsonl' })).toThrow(
      `a.jsonl: Unexpected records without \`${Object.values(options)[0]}\`, expected the field in one of the first ${Math.min(count, 1000)}; name another one`,
    )
  })

  test('a named field that comes with the 1,000th record', () => {
    const input = `${'{"a":1}\n'.repeat(999)}{"body":"a"}\n${'{"a":1}\n'.repeat(10)}`
    expect(clean(input, { field: 'body' }).rejects.length).toBe(1009)
  })
})

describe('marks', () => {
  const text = 'Река медленно поднималась ночью, и к утру дорога исчезла. 🙂\\n\\ud83d\\ude42 It rained.\\n'
  const decoded = JSON.parse(`"${text}"`) as string
  const record = Buffer.from(`{"id":7.0,"text":"${text}\\n${ending}" }\n`).toString('latin1')

  test('beside the text', () => {
    const parsed = JSON.parse(Buffer.from(clean(record, { annotate: 'm' }).out, 'latin1').toString()) as {
      text: string
      m: { start: number; end: number; rule: string | null; how: string }[]
    }
    const characters = [...parsed.text]
    expect(parsed.m.map(({ start, end }) => characters.slice(start, end).join(''))).toEqual([
      '\n',
      'Share this article\n',
      'No comments:',
    ])
    expect(parsed.m.map(({ rule, how }) => [rule, how])).toEqual([
      [null, 'blank'],
      ['en/share#share-this', 'line'],
      ['en/comments#no-comments', 'line'],
    ])
    expect(clean(record, { annotate: 'm' }).out.startsWith(record.slice(0, -3))).toBe(true)
  })

  test('a record without a removal is copied; one with such a field is not read', () => {
    const input = `{"text":"${prose}"}\n{"text":"${chaffed}","m":1}\n`
    const { out, rejects } = clean(input, { annotate: 'm' })
    expect([out, rejects.map(({ message }) => message)]).toEqual([
      input,
      ['Unexpected `m` in the record, expected a record without marks'],
    ])
  })

  test('as attributes: the same rows, spans of code points', () => {
    const rows = clean(`${record}\n{"text":"${prose}"}\nno\n${record.trimEnd()}`, {
      emit: 'attributes',
      file: 'a',
    }).out
    const start = [...decoded].length
    const spans = `"dechaff__blank": [[${start}, ${start + 1}, 1.0]], "dechaff__share": [[${start + 1}, ${start + 20}, 1.0]], "dechaff__comments": [[${start + 20}, ${start + 32}, 1.0]]`
    expect(rows.split('\n')).toEqual([
      `{"id": 7.0, "attributes": {${spans}}}`,
      '',
      '{"id": "a:3", "attributes": {}}',
      '{"id": "a:4", "attributes": {}}',
      `{"id": 7.0, "attributes": {${spans}}}`,
    ])
  })
})

test.each<[record: string, options: object, id: string]>([
  ['{"id":"x\\u0041","url":"u","text":"a"}', {}, 'xA'],
  ['{"id":12.50,"text":"a"}', {}, '12.5'],
  ['{"id":"","url":"https://example.org/","text":"a"}', {}, 'https://example.org/'],
  ['{"WARC-Record-ID":"<urn:uuid:1>","text":"a"}', {}, '<urn:uuid:1>'],
  ['{"meta":{"key":"k"},"id":"x","text":"a"}', { idField: 'meta.key' }, 'k'],
  ['{"id":null,"text":"a"}', { file: 'b.jsonl' }, 'b.jsonl:1'],
])('%s is called', (record, options, id) => expect(clean(record, options).ids).toEqual([id]))

test.each([
  ['https://www.example.org/a?b', 'www.example.org'],
  ['HTTPS://User:p@Example.ORG:8080/', 'example.org'],
  ['//example.org', 'example.org'],
  ['example.org/a', 'example.org'],
])('the host of %s', (address, host) => {
  const hosts: (string | undefined)[] = []
  const decide: typeof cleaner.decide = (document) => {
    hosts.push(document.site)
    return cleaner.decide(document)
  }
  clean(`{"text":"a","url":"${address}"}`, { urlField: 'url', site: 'other' }, 0, { ...cleaner, decide })
  clean('{"text":"a","url":null}', { urlField: 'url', site: 'other' }, 0, { ...cleaner, decide })
  expect(hosts).toEqual([host, 'other'])
})

/** Records as they stand in a file, with the text as it stands between the quotes. */
const record = fc
  .tuple(fc.array(jsonValues, { maxLength: 3 }), documents, fc.nat(3), fc.array(jsonValues, { maxLength: 2 }))
  .map(([before, document, habit, after]) => {
    const bytes = (text: string): string => Buffer.from(text).toString('latin1')
    const raw = bytes(written(Buffer.from(document).toString(), habit)).slice(1, -1)
    const members = (values: string[], name: string): string =>
      bytes(values.map((value, i) => `"${name}${i}":${value},`).join(''))
    return { before: `{${members(before, 'a')}"text":"`, raw, after: `",${members(after, 'b')}"z":1}` }
  })

/** What a string stands for, and its lines as they stand between the quotes. */
function linesOf(raw: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const [token] of raw.matchAll(/\\u[0-9a-fA-F]{4}|\\.|[^\\]/gs)) {
    line += token
    if (token !== '\\n' && token.toLowerCase() !== '\\u000a') continue
    lines.push(line)
    line = ''
  }
  return line === '' ? lines : [...lines, line]
}

test('a record is its lines that stay, between bytes that do not change', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 3 }), fc.constantFrom(1, 7, 1000, 0), (records, size) => {
      const input = records.map(({ before, raw, after }) => `${before}${raw}${after}\n`).join('')
      const wanted = records.map(({ before, raw, after }) => {
        const text = JSON.parse(`"${Buffer.from(raw, 'latin1')}"`) as string
        const gone = new Set(cleaner.clean(text).removals.map(({ line }) => line))
        return `${before}${linesOf(raw)
          .filter((_, index) => !gone.has(index + 1))
          .join('')}${after}\n`
      })
      const once = clean(input, {}, size).out
      expect(once).toBe(wanted.join(''))
      expect(clean(once).out).toBe(once)
    }),
    { numRuns: runs },
  )
})

test('also where the text flows', () => {
  fc.assert(
    fc.property(record, ({ before, raw, after }) => {
      const input = `${before}${raw}${after}`
      const { out, removed } = clean(input, {}, 0, streaming)
      const gone = [...removed]
      const lines = linesOf(raw).filter((line) => gone[0] !== line || gone.shift() === undefined)
      // A line that stays may read as one that goes: what goes is named in order, so it is the later one.
      expect(out.length).toBe(input.length - removed.join('').length)
      expect(out.startsWith(before) && out.endsWith(after)).toBe(true)
      if (new Set(linesOf(raw)).size === linesOf(raw).length)
        expect(out).toBe(`${before}${lines.join('')}${after}`)
    }),
    { numRuns: runs },
  )
})

describe('hostile files', () => {
  // The block behind what has come was searched again for each piece: 67 seconds.
  test('19 MB in one record in pieces of 7 bytes', { timeout: 30_000 }, () => {
    const input = `{"text":"${'x'.repeat(19_000_000)}"}\n{"text":"${chaffed}"}\n{"text":"${'x'.repeat(19_000_000)}"}`
    expect(clean(input, {}, 7).out.length).toBe(input.length - chaffed.length + kept.length)
  })

  test('100 MB in one record pass through', () => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    let bytes = 0
    const rejects: Reject[] = []
    const jsonl = createJsonlCleaner(cleaner, {
      onOutput: (output) => {
        bytes += output.length
      },
      onReject: (reject) => rejects.push(reject),
    })
    jsonl.write(Buffer.from('{"text":"'))
    for (let i = 0; i < 100; i++) jsonl.write(piece)
    jsonl.write(Buffer.from(`"}\n{"text":"${chaffed}"}\n`))
    jsonl.end()
    expect(bytes).toBe(9 + 100 * piece.length + 3 + 12 + kept.length + 0)
    expect([rejects.length, rejects[0]?.row, jsonl.counts]).toEqual([
      1,
      1,
      { rows: 2, records: 2, rejected: 1 },
    ])
  })

  test.each([
    ['a text of 8 MiB of line feeds', `{"text":"${'\\n'.repeat(4 * 1024 * 1024)}"}`],
    ['nested 10,000 deep', `{"x":${'[{"text":'.repeat(10_000)}1${'}]'.repeat(10_000)},"text":"${prose}"}`],
    ['of NUL', '\0'.repeat(10_000)],
    ['of line feeds', '\n'.repeat(100_000)],
    ['of quotes', '"'.repeat(100_000)],
  ])('%s', (_, input) => expect(clean(input).out === input).toBe(true))

  test('a long text flows: its endings go', () => {
    const text = `${`${prose}\\n`.repeat(70_000)}${ending}`
    const input = `{"text":"${text}"}\n`
    expect(clean(input).out === `{"text":"${text.slice(0, -ending.length)}"}\n`).toBe(true)
  })
})
