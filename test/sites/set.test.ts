/** A learned set claims what the pack of the same site, compiled, claims; whatever its file holds, it is told. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createCoreCleaner, type TextCleaner } from '../../src/core.js'
import { UserError } from '../../src/errors.js'
import { createCleaner } from '../../src/io/cleaner.js'
import type { LearnedSite } from '../../src/learn/site.js'
import { compileParts, loadPacks } from '../../src/packs/load.js'
import { encodeSite } from '../../src/sites/block.js'
import { isSitesFile, openSites, writeSites } from '../../src/sites/file.js'
import { compareKeys, keyOfText } from '../../src/sites/keys.js'
import { openLearnedSet } from '../../src/sites/set.js'
import { categoryOf, madeLine, packText, ruleset, siteOf } from './made.js'

const folder = mkdtempSync(join(tmpdir(), 'dechaff-sites-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

async function written(sites: Readonly<Record<string, LearnedSite>>): Promise<string> {
  const path = join(folder, `${++files}.sites`)
  const writer = writeSites(path)
  const hosts = Object.keys(sites).sort((a, b) => compareKeys(keyOfText(a), keyOfText(b)))
  for (const host of hosts) {
    const encoded = encodeSite(host, sites[host] as LearnedSite, categoryOf, ruleset.characters)
    if (encoded) await writer.add(host, encoded)
  }
  await writer.commit()
  return path
}

function cleanerOfPack(host: string, site: LearnedSite): TextCleaner {
  const path = join(folder, 'made.yaml')
  writeFileSync(path, packText(host, site))
  const { packs, problems } = loadPacks([path], ruleset.characters)
  expect(problems).toEqual([])
  const parts = compileParts(packs, ruleset)
  return createCoreCleaner(
    { ...ruleset, parts: [...ruleset.parts, ...parts] },
    { ownParts: parts.length, maxRemoved: 1 },
  )
}

const removed = (cleaner: TextCleaner, text: string, site: string): unknown =>
  cleaner.clean(text, site).removals.map(({ line, how, text: own, rule }) => ({
    ...{ line, how, own },
    ...{ category: rule?.category, max: rule?.max, isRun: rule?.run !== undefined },
  }))

const prose = 'The river rose slowly in the night, and by the morning the lower road was under water.'

describe('a learned set takes what a pack takes', () => {
  const learned = fc.array(fc.tuple(madeLine, fc.constantFrom(0, 0, 0, 1, 2, 3, 9)), {
    minLength: 1,
    maxLength: 25,
  })
  const documents = fc.array(fc.oneof(madeLine, fc.constantFrom(prose, '')), { maxLength: 30 })
  test('of a site and the hosts below it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(learned, documents, fc.array(fc.nat(24)), async (texts, lines, again) => {
        const site = siteOf([['top of the page', 0], ...texts])
        const path = await written({ 'a.example': site, 'b.example': siteOf([['elsewhere', 0]]) })
        const set = createCoreCleaner(ruleset, { learned: [openLearnedSet(path, ruleset)], maxRemoved: 1 })
        const pack = cleanerOfPack('a.example', site)
        const known = again.flatMap((at) => texts[at]?.[0] ?? [])
        const text = [...lines, prose, ...known, ...lines.toReversed()].join('\n')
        for (const host of ['a.example', 'www.a.example', 'b.example'])
          expect(removed(set, text, host)).toEqual(
            removed(pack, text, host === 'b.example' ? 'c.example' : host),
          )
      }),
      { numRuns: process.env['DECHAFF_LONG'] ? 2000 : 150 },
    )
  })

  test('of names', { timeout: 120_000 }, async () => {
    const phrases = ['more by {name}', 'see all {name} stories', '{name} on the ferry', 'more by ada {name}']
    const bits = [
      'More by',
      'see all',
      'Ada',
      'Berg-Lie',
      'de',
      'ada',
      'O’Neill',
      'stories',
      'on the ferry',
      '»',
    ]
    const line = fc
      .array(fc.constantFrom(...bits), { minLength: 1, maxLength: 5 })
      .map((some) => some.join(' '))
    await fc.assert(
      fc.asyncProperty(fc.subarray(phrases, { minLength: 1 }), fc.array(line), async (own, lines) => {
        const counts = { pages: 3, before: 0, after: 3, inside: 0, block: 0, isProse: false, isTitle: false }
        const named = own.map((phrase) => ({ ...counts, phrase, text: phrase.replace('{name}', 'Ada Berg') }))
        const site = { pages: 3, lines: named, prose: [] }
        const path = await written({ 'a.example': site })
        const set = createCoreCleaner(ruleset, { learned: [openLearnedSet(path, ruleset)], maxRemoved: 1 })
        const text = [prose, ...lines].join('\n')
        expect(removed(set, text, 'a.example')).toEqual(
          removed(cleanerOfPack('a.example', site), text, 'a.example'),
        )
      }),
      { numRuns: 150 },
    )
  })

  test('after rules that save lines, and switched as they are', async () => {
    const path = await written({ 'a.example': siteOf([['the ferry list', 0]]) })
    const pack = join(folder, 'allow.yaml')
    writeFileSync(
      pack,
      'pack: own/allow\ntitle: t\nlanguage: und\nrules:\n  - id: ferry\n    category: other\n    allow: true\n    lines: ["the ferry list"]\n    why: w\n    remove: ["The ferry list"]\n    keep: ["k"]\n',
    )
    const text = `${prose}\nThe Ferry list\n`
    const goes = async (options: Parameters<typeof createCleaner>[0]): Promise<number> =>
      (await createCleaner(options)).clean(text, 'a.example').removals.length
    expect(await goes({ rules: [path] })).toBe(1)
    expect(await goes({ rules: [path, pack] })).toBe(0)
    expect(await goes({ rules: [path], skip: ['navigation'] })).toBe(0)
    expect(await goes({ rules: [path], disable: [`learned/${files}`] })).toBe(0)
  })

  test('under the name of the site', async () => {
    const path = await written({ 'a.example': siteOf([['the ferry list', 0]]) })
    const cleaner = await createCleaner({ rules: [path] })
    const [removal] = cleaner.clean(`${prose}\nThe ferry list\n`, 'news.a.example').removals
    expect(removal?.rule?.id).toBe(`learned/${files}#navigation-after`)
    expect(removal?.rule?.named?.()).toBe(`learned/${files}/a.example#navigation-after`)
  })
})

describe('a file that is none is told', async () => {
  const good = await written({
    'a.example': siteOf([
      ['home', 0],
      ['issue 5 of the list', 0],
      ['read next', 2],
    ]),
    'b.example': siteOf([['home', 0]]),
  })
  const bytes = readFileSync(good)

  /** Asks for all that may be asked of it. */
  function askAll(path: string): void {
    const sites = openSites(path)
    for (const host of ['a.example', 'b.example', 'c.example']) sites.find(host)
    const set = openLearnedSet(path, ruleset)
    createCoreCleaner(ruleset, { learned: [set] }).clean(`${prose}\nIssue 9 of the list\nHome\n`, 'a.example')
  }

  function askBytes(changed: Uint8Array): void {
    const path = join(folder, 'changed.sites')
    writeFileSync(path, changed)
    askAll(path)
  }

  test('not when it is whole', () => {
    expect(isSitesFile(good)).toBe(true)
    const copy = join(folder, 'copy.sites')
    copyFileSync(good, copy)
    expect(() => askAll(copy)).not.toThrow()
    expect(openSites(good)).toMatchObject({ count: 2, lines: 4 })
  })

  test('cut off anywhere', () => {
    for (let size = 0; size < bytes.length; size += 7)
      expect(() => askBytes(bytes.subarray(0, size))).toThrow(UserError)
  })

  test('with any byte changed that is read', () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] as number) ^ 0x41
      try {
        askBytes(changed)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
        expect((error as Error).message).toContain('changed.sites: Unexpected')
      }
    }
  })

  test('with any number changed and all sums right', { timeout: 60_000 }, () => {
    const end = bytes.length - 56
    const start = Number(bytes.readBigUInt64LE(end + 8))
    fc.assert(
      fc.property(
        fc.nat(start / 4 - 1),
        fc.constantFrom(0, 1, 7, 255, 65536, 0x7fffffff, 0xffffffff),
        (word, value) => {
          const changed = Buffer.from(bytes)
          if (word >= 4) changed.writeUInt32LE(value, word * 4)
          for (let at = start; at < end; at += 32) {
            const place = changed.readUInt32LE(at + 8)
            changed.writeUInt32LE(
              crc32(changed.subarray(place, place + changed.readUInt32LE(at + 16))),
              at + 24,
            )
          }
          createHash('sha256')
            .update(changed.subarray(start, end))
            .digest()
            .copy(changed, end + 24)
          try {
            askBytes(changed)
          } catch (error) {
            expect(error).toBeInstanceOf(UserError)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})
