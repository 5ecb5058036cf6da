/** Records of which a field holds a page. DECHAFF_RUNS sets how many are made (default 300). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFieldPages } from '../../src/formats/html/html.js'
import { createJsonlCleaner, type JsonlOptions } from '../../src/formats/jsonl.js'
import { createRecordFields } from '../../src/formats/jsonl-fields.js'
import { placesOf } from '../../src/formats/jsonl-pages.js'
import { decodeText, emptyText } from '../../src/formats/jsonl-text.js'
import { createCleaner } from '../../src/io/cleaner.js'
import { texts, written } from '../records.js'

const runs = Number(process.env['DECHAFF_RUNS'] ?? 300)
const cleaner = await createCleaner()
const pages = { text: createFieldPages(cleaner, 'text'), html: createFieldPages(cleaner, 'html') }
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const ARTICLE = `<p>${PROSE}</p>\n<p>“${PROSE}” 🌧</p>\n`
const PAGE = `<nav><a href="/">Home</a></nav>${ARTICLE}<div class="sharedaddy">Tell \ud83d a friend</div>\t<footer>Pier\\4</footer>\n`

function clean(input: string, to: 'text' | 'html', options: Partial<JsonlOptions> = {}, size = 0) {
  let out = ''
  const removed: string[] = []
  const rejects: string[] = []
  const jsonl = createJsonlCleaner(cleaner, {
    pages: pages[to],
    ...options,
    onOutput: (bytes) => {
      out += Buffer.from(bytes).toString('latin1')
    },
    onBatch({ fates, from, to: end, origin }) {
      for (let line = from; line < end; line++)
        if (fates[line])
          removed.push(
            Buffer.from(origin?.bytes.subarray(origin.starts[line], origin.starts[line + 1]) ?? []).toString(
              'latin1',
            ),
          )
    },
    onReject: ({ message }) => rejects.push(message),
  })
  const bytes = Buffer.from(input)
  for (let at = 0; at < bytes.length; at += size || bytes.length)
    jsonl.write(bytes.subarray(at, size ? at + size : undefined))
  jsonl.end()
  return { out: Buffer.from(out, 'latin1').toString('utf8'), removed, rejects }
}

test.each([0, 1, 2, 3])('the value becomes text: habit %i', (habit) => {
  const { out } = clean(`{"a":1.0,"html":${written(PAGE, habit)} , "b":"\\u0041"}\n`, 'text')
  expect(out).toBe(`{"a":1.0,"html":${JSON.stringify(`${PROSE}\n“${PROSE}” 🌧\n`)} , "b":"\\u0041"}\n`)
})

test.each([0, 1, 2, 3])('spans are cut out of the value: habit %i', (habit) => {
  const value = written(PAGE, habit)
  const { out } = clean(`{"html":${value},"n":1e2}\n`, 'html')
  const whole = JSON.parse(out) as { html: string }
  expect(whole.html.trim()).toBe(ARTICLE.trim())
})

test.each([
  ['html before text', '{"text":"<p>a","html":"<p>b"}', '{"text":"<p>a","html":"b\\n"}'],
  [
    'a name',
    '{"body":{"page":"<p>a<p>b"},"html":"<p>"}',
    '{"body":{"page":"a\\nb\\n"},"html":"<p>"}',
    { field: 'body.page' },
  ],
  ['nothing that can be seen', '{"html":"<script>1</script>"}', '{"html":""}'],
  ['an empty page', '{"html":""}', '{"html":""}'],
  ['left out', '{"html":"<script>1</script>"}', '', { dropEmpty: true }],
  ['a quote', '{"html":"<p>\\u0022\\\\"}', '{"html":"\\"\\\\\\n"}'],
  ['what the page says of its encoding', '{"html":"<meta charset=latin1><p>é"}', '{"html":"é\\n"}'],
] as [string, string, string, Partial<JsonlOptions>?][])('%s', (_, input, out, options = {}) => {
  expect(clean(input, 'text', options).out).toBe(out)
  expect(clean(input, 'text', options, 1).out).toBe(out)
})

test('marks are spans of the page', () => {
  const { out } = clean(`{"html":${JSON.stringify(PAGE)}}`, 'html', { annotate: 'marks' })
  const { html, marks } = JSON.parse(out) as {
    html: string
    marks: { start: number; end: number; rule: string }[]
  }
  const shown = marks.map(({ start, end, rule }) => [rule, [...html].slice(start, end).join('')])
  expect(shown).toContainEqual(['html/footer#elements', '<footer>Pier\\4</footer>'])
})

test('a page that is too much is passed through, the others are cleaned', () => {
  const deep = `{"html":"${'<b>'.repeat(30_000)}"}\n`
  const { out, rejects } = clean(`${deep}{"html":"<p>a"}\n`, 'text')
  expect(out).toBe(`${deep}{"html":"a\\n"}\n`)
  expect(rejects).toEqual([expect.stringContaining('pageDepth')])
})

test('places of the text in the record', () => {
  fc.assert(
    fc.property(texts, fc.nat(3), (text, habit) => {
      const record = Buffer.from(`{"html":${written(text, habit)}}`)
      const fields = createRecordFields({ field: 'html' })
      fields.use(new Uint8Array(record))
      if (!fields.scanner.scan(0, record.length)) throw new Error('no record')
      const start = fields.scanner.starts[0] as number
      const end = fields.scanner.ends[0] as number
      const count = fields.scanner.escapesAt(start, record.length)
      const { escapes } = fields.scanner
      const decoded = emptyText()
      decodeText(record, start + 1, end - 1, escapes, count, decoded)
      const { starts, count: lines } = decoded.lines
      const offsets = starts.slice(0, lines + 1)
      expect(placesOf({ record, from: start + 1, escapes, count }, offsets)).toEqual(
        decoded.starts.slice(0, lines + 1),
      )
    }),
    { numRuns: runs },
  )
})
