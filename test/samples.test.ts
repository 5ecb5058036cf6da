import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createCleaner } from '../src/io/cleaner.js'
import { type Cleaned, cleanBytes, cleanPage, cleanRecords } from './cleaning.js'

const cleaner = await createCleaner()
const folders = (root: string): string[] =>
  readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [`${root}/${entry.name}`] : [],
  )

/** With DECHAFF_WRITE_SAMPLES the removals are written down anew, to be read before they are committed. */
const writes = process.env.DECHAFF_WRITE_SAMPLES !== undefined

/** What the ending of a sample's files says of its format. */
const formats: Readonly<Record<string, (input: Uint8Array) => Pick<Cleaned, 'kept' | 'removals'>>> = {
  txt: (input) => cleanBytes(cleaner, input),
  jsonl: (input) => cleanRecords(cleaner, input),
}

const isPage = (folder: string): boolean => existsSync(`${folder}/input.html`)
const all = folders('samples')

test.each(all.filter((folder) => !isPage(folder)))('%s', (folder) => {
  const ending = Object.keys(formats).find((name) => existsSync(`${folder}/input.${name}`)) ?? 'none'
  const input = readFileSync(`${folder}/input.${ending}`)
  const { kept, removals } = (formats[ending] as (typeof formats)[string])(input)
  compare(folder, `expected.${ending}`, kept, removals)
})

test.each(all.filter(isPage))('%s', (folder) => {
  const input = readFileSync(`${folder}/input.html`)
  for (const to of ['text', 'html'] as const) {
    const { kept, removals } = cleanPage(cleaner, input, to)
    if (to === 'text') compare(folder, 'expected.txt', kept, removals)
    else expect(Buffer.from(kept).toString('latin1')).toBe(readFileSync(`${folder}/expected.html`, 'latin1'))
  }
})

function compare(folder: string, expected: string, kept: Uint8Array, removals: readonly object[]): void {
  const lines = removals.map((removal) => `${JSON.stringify(removal)}\n`).join('')
  if (writes) writeFileSync(`${folder}/removed.jsonl`, lines)
  expect(Buffer.from(kept).toString('latin1')).toBe(readFileSync(`${folder}/${expected}`, 'latin1'))
  expect(lines).toBe(readFileSync(`${folder}/removed.jsonl`, 'utf8'))
}

test('there are samples', () => expect(folders('samples').length).toBeGreaterThanOrEqual(25))

const seeds = '../shared/seeds'

test.runIf(existsSync(seeds)).each(['blog-comments', 'site-share'])('seed %s', (name) => {
  const { kept } = cleanBytes(cleaner, readFileSync(`${seeds}/${name}/input.txt`))
  expect(Buffer.from(kept).toString('latin1')).toBe(readFileSync(`${seeds}/${name}/expected.txt`, 'latin1'))
})

test.runIf(existsSync(seeds))('both seeds in one stream lose the same lines', () => {
  const [one, other] = ['blog-comments', 'site-share'].map((name) =>
    readFileSync(`${seeds}/${name}/input.txt`),
  ) as [Buffer, Buffer]
  const texts = (input: Uint8Array): string[] =>
    cleanBytes(cleaner, input)
      .removals.filter(({ text }) => text.trim() !== '')
      .map(({ text }) => text.trim())
  expect(texts(Buffer.concat([one, Buffer.from('\n'), other]))).toEqual([...texts(one), ...texts(other)])
})
