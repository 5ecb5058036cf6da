/** The scanner against JSON.parse. DECHAFF_RUNS sets how many records (default 2,000). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathTree } from '../../src/formats/jsonl-paths.js'
import { createRecordScanner } from '../../src/formats/jsonl-scan.js'
import { decodeText, emptyText } from '../../src/formats/jsonl-text.js'
import { jsonRecords } from '../records.js'

const runs = Number(process.env['DECHAFF_RUNS'] ?? 2000)
const paths = ['text', 'content', 'meta.text', 'meta', 'a.b.c', 'id', '']
const text = emptyText()

interface Scanned {
  readonly good: boolean
  readonly at: number
  readonly expected: string
  /** Per path the value, as far as it is a string; else its kind. */
  readonly found: (string | undefined)[]
  readonly lines: string[][]
  readonly raws: string[][]
}

const scanner = createRecordScanner(pathTree(paths.map((path) => path.split('.'))), paths.length, 2)

/** `shift`: where in a larger block the record begins. */
function scan(record: Uint8Array, shift = 0): Scanned {
  const block = new Uint8Array(record.length + shift + 8).fill(0x22)
  block.set(record, shift)
  scanner.use(block)
  const end = shift + record.length
  const good = scanner.scan(shift, end)
  const lines: string[][] = []
  const raws: string[][] = []
  const found = paths.map((_, path) => {
    const start = scanner.starts[path] as number
    if (!good || start < 0) return undefined
    if (block[start] !== 0x22) return kinds[String.fromCharCode(block[start] as number)] ?? 'number'
    const close = scanner.ends[path] as number
    const count = scanner.escapesAt(start, end)
    decodeText(block, start + 1, close - 1, scanner.escapes, count, text)
    const { starts } = text.lines
    const own = Array.from({ length: text.lines.count }, (_, line) => line)
    lines.push(own.map((line) => Buffer.from(text.bytes.subarray(starts[line], starts[line + 1])).toString()))
    raws.push(
      own.map((line) =>
        Buffer.from(block.subarray(text.starts[line], text.starts[line + 1])).toString('latin1'),
      ),
    )
    return Buffer.from(text.bytes.subarray(0, text.size)).toString()
  })
  return { good, at: scanner.at - shift, expected: scanner.expected, found, lines, raws }
}

/** What JSON.parse makes of it. */
function parse(record: string): { good: boolean; found: (string | undefined)[] } {
  let value: unknown
  try {
    value = JSON.parse(record)
  } catch {
    return { good: false, found: paths.map(() => undefined) }
  }
  return { good: true, found: paths.map((path) => shown(memberOf(value, path.split('.')))) }
}

function memberOf(value: unknown, names: string[]): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const [name, ...rest] = names
  if (name === undefined) return value
  if (!isObject || !Object.hasOwn(value, name)) return undefined
  return memberOf((value as Record<string, unknown>)[name], rest)
}

/** What is no string, by its first character. */
const kinds: Readonly<Record<string, string>> = {
  '{': 'object',
  '[': 'array',
  t: 'boolean',
  f: 'boolean',
  n: 'null',
}

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined
  // A lone surrogate is the only thing in a string that UTF-8 has no bytes for.
  if (typeof value === 'string') return Buffer.from(value).toString()
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

function agree(record: string, shift: number): void {
  const { good, found, lines, raws } = scan(Buffer.from(record), shift)
  expect({ good, found }).toEqual(parse(record))
  for (const own of lines) {
    expect(own.slice(0, -1).every((line) => line.endsWith('\n'))).toBe(true)
    expect(own.every((line) => /^[^\n]*\n?$/.test(line) && line !== '')).toBe(true)
  }
  // The lines as they stand in the record stand for the lines of the text.
  for (const [string, own] of raws.entries())
    expect(own.map((raw) => Buffer.from(JSON.parse(`"${Buffer.from(raw, 'latin1')}"`)).toString())).toEqual(
      lines[string],
    )
}

test('the scanner and JSON.parse agree on random records', () => {
  fc.assert(fc.property(jsonRecords, fc.nat(7), agree), { numRuns: runs })
})

test('and on records with a byte changed, left out or put in', () => {
  const bent = fc
    .tuple(jsonRecords, fc.nat(), fc.constantFrom(...'{}[]",:\\u0e+-.tfn\t\r\x01 9é'), fc.nat(2))
    .map(([record, place, character, how]) => {
      const at = place % (record.length + 1)
      return record.slice(0, at) + (how === 0 ? '' : character) + record.slice(how === 2 ? at : at + 1)
    })
  fc.assert(
    fc.property(bent, fc.nat(7), (record, shift) => {
      // A line feed ends a record: it never comes here.
      if (!record.includes('\n')) agree(record, shift)
    }),
    { numRuns: runs },
  )
})

describe('hostile records', () => {
  const deep = 10_000
  test.each<[name: string, record: string]>([
    ['arrays in arrays', `${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['arrays never closed', '['.repeat(deep)],
    ['objects in objects', `${'{"meta":'.repeat(deep)}1${'}'.repeat(deep)}`],
    ['a text behind depth', `{"x":${'[{"text":'.repeat(deep)}1${'}]'.repeat(deep)},"text":"It rained."}`],
    ['one bracket too many', `${'['.repeat(deep)}${']'.repeat(deep + 1)}`],
    ['brackets that do not fit', '{"a":[}]'],
    ['the same field twice', '{"text":"one","text":"two"}'],
    ['twice, the second no string', '{"text":"one","text":null}'],
    ['twice, deep: the second without it', '{"meta":{"text":"one"},"meta":{}}'],
    ['twice, deep: the second no object', '{"meta":{"text":"one"},"meta":3}'],
    ['a name with escapes', '{"te\\u0078t":"It rained.","\\u006deta":{"te\\u0078t":"one\\ntwo"}}'],
    ['a name that looks like the field', '{"x":"\\"text\\":\\"no\\"","y":{"text":"no"},"text":"yes"}'],
    ['an empty name', '{"":"x"}'],
    ['pairs and halves', '{"text":"\\ud83d\\ude42\\ud83d\\n\\ude42\\ud83d\\u0041\\ud83d\\ud83d\\ude42"}'],
    ['line feeds of both kinds', '{"text":"a\\nb\\u000ac\\u000Ad\\r\\ne\\\\n"}'],
    ['a NUL', '{"text":"a\\u0000b"}'],
    ['a NUL as it is', '{"text":"a\0b"}'],
    ['a delete', '{"text":"a\x7fb"}'],
    ['nothing', ''],
    ['spaces', ' \t\r '],
    ['a mark of byte order', '\ufeff{}'],
    ['a space of Unicode', '{}\u00a0'],
    ['numbers', '[0,-0,1.5,1e5,1E+5,-1.0e-5,123456789012345678901234567890]'],
    ['a number that is none', '[01]'],
    ['another', '[1.]'],
    ['another', '[.5]'],
    ['another', '[1e]'],
    ['another', '[-]'],
    ['another', '[+1]'],
    ['a literal cut short', '[nul'],
    ['literals', '[true,false,null]'],
    ['a literal that goes on', '[nullx]'],
    ['a comma too many', '[1,]'],
    ['a comma too many', '{"a":1,}'],
    ['a comma too few', '{"a":1 "b":2}'],
    ['no colon', '{"a" 1}'],
    ['a name without quotes', '{a:1}'],
    ['an escape that is none', '{"text":"\\x41"}'],
    ['an escape cut short', '{"text":"\\u12'],
    ['an escape of three digits', '{"text":"\\u123"}'],
    ['a string cut short', '{"text":"a'],
    ['a backslash at the end', '{"text":"a\\'],
    ['two values', '{} {}'],
  ])('%s', (_, record) => {
    for (let shift = 0; shift < 4; shift++) agree(record, shift)
  })

  test('bytes that are not UTF-8 are bytes like others', () => {
    const { good, found } = scan(Buffer.from('{"text":"a\xff\\nb"}', 'latin1'))
    expect([good, found[0]]).toEqual([true, 'a\ufffd\nb'])
  })
})
