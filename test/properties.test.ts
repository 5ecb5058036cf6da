/** The promises of DESIGN §5, over random documents. DECHAFF_RUNS sets how many (default 2,000). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCleaner } from '../src/io/cleaner.js'
import { cleanBytes } from './cleaning.js'
import { documents } from './documents.js'

const runs = Number(process.env.DECHAFF_RUNS ?? 2000)
const seed = Number(process.env.DECHAFF_SEED ?? Date.now() % 2 ** 31)
console.log(`properties: seed ${seed}, ${runs} runs each`)

const cleaner = await createCleaner()
const nothing = await createCleaner({ defaultRules: false })
const streaming = { ...cleaner, limits: { ...cleaner.limits, documentBytes: 0 } }

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, property), { numRuns: runs, seed })

const bytes = (value: Uint8Array): string => Buffer.from(value).toString('latin1')

/** Lines of bytes with their terminators. */
function linesOf(value: Uint8Array): string[] {
  return bytes(value).match(/[^\n]*\n|[^\n]+$/g) ?? []
}

test('what is kept is a subsequence of the lines, byte for byte', () => {
  check(documents, (input) => {
    const { kept, removals } = cleanBytes(cleaner, input)
    const gone = new Set(removals.map(({ line }) => line))
    const left = linesOf(input).filter((_, index) => !gone.has(index + 1))
    expect(bytes(kept)).toBe(left.join(''))
  })
})

test('cleaning twice is cleaning once', () => {
  check(documents, (input) => {
    const once = cleanBytes(cleaner, input).kept
    expect(bytes(cleanBytes(cleaner, once).kept)).toBe(bytes(once))
  })
})

test('no rules, no change', () => {
  check(documents, (input) => {
    expect(bytes(cleanBytes(nothing, input).kept)).toBe(bytes(input))
  })
})

test.each([1, 2, 3, 7, 65_536])('pieces of %i bytes make no difference', (size) => {
  check(documents, (input) => {
    const { kept, removals } = cleanBytes(cleaner, input)
    const inPieces = cleanBytes(cleaner, input, size)
    expect(bytes(inPieces.kept)).toBe(bytes(kept))
    expect(inPieces.removals).toEqual(removals)
  })
})

test.each([1, 7, 1000])('nor where the document flows, pieces of %i bytes', (size) => {
  check(documents, (input) => {
    const { kept, removals } = cleanBytes(streaming, input)
    const inPieces = cleanBytes(streaming, input, size, { lineBuffered: true })
    expect(bytes(inPieces.kept)).toBe(bytes(kept))
    expect(inPieces.removals).toEqual(removals)
  })
})

test('documents between NULs are cleaned one by one', () => {
  check(fc.array(documents, { maxLength: 4 }), (inputs) => {
    const parts = inputs.map((input) => new Uint8Array(input.filter((byte) => byte !== 0)))
    const joined = Buffer.concat(parts.flatMap((part) => [part, Buffer.from([0])]))
    const wanted = parts.map((part) => `${bytes(cleanBytes(cleaner, part).kept)}\0`).join('')
    expect(bytes(cleanBytes(cleaner, joined, 0, { nullData: true }).kept)).toBe(wanted)
  })
})

test('strings are cleaned as their bytes are', () => {
  check(documents, (input) => {
    const text = Buffer.from(input).toString('utf8')
    const cleaned = cleaner.clean(text)
    expect(cleaned.text).toBe(Buffer.from(cleanBytes(cleaner, Buffer.from(text)).kept).toString('utf8'))
    const whole = Buffer.from(cleaned.text)
    let rebuilt = ''
    let from = 0
    for (const { at, text: removed } of cleaned.removals) {
      rebuilt += whole.toString('utf8', from, at) + removed
      from = at
    }
    expect(rebuilt + whole.toString('utf8', from)).toBe(text)
  })
})
