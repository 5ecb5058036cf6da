/** `clean learn` and `clean --learn`, on the pages of a made-up paper. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, testFolder } from './run.js'

const sample = 'samples/learn-site'
const learned = readFileSync(`${sample}/learned.jsonl`, 'latin1')

const root = testFolder()

function withPages(): string {
  const cwd = mkdtempSync(join(root, 'learn-'))
  copyFileSync(`${sample}/input.jsonl`, join(cwd, 'pages.jsonl'))
  return cwd
}

describe.concurrent('learn', () => {
  test('writes a pack that is right and applies', async () => {
    const cwd = withPages()
    const { out: pack, code } = await run(['learn', 'pages.jsonl', '--url-field', 'url'], { cwd })
    expect(code).toBe(0)
    writeFileSync(join(cwd, 'site.yaml'), pack, 'latin1')
    expect(await run(['rules', 'test', 'site.yaml'], { cwd })).toMatchObject({ code: 0, err: '' })
    const cleaned = await run(['-r', 'site.yaml', '--url-field', 'url', 'pages.jsonl'], { cwd })
    expect(cleaned.out).toBe(learned)
  })

  test('and cleans in one command', async () => {
    const cwd = withPages()
    for (const args of [
      ['--learn', '--url-field', 'url', 'pages.jsonl'],
      ['learn', '--apply', '--url-field', 'url', 'pages.jsonl'],
    ])
      expect(await run(args, { cwd })).toMatchObject({ code: 0, out: learned, err: '' })
  })

  test('a file for each site, into a folder', async () => {
    const cwd = withPages()
    await run(['learn', 'pages.jsonl', '--url-field', 'url', '-o', 'packs/'], { cwd })
    expect(readFileSync(join(cwd, 'packs/skarholm-herald-example.yaml'), 'utf8')).toContain(
      'skarholm-herald.example',
    )
  })

  test('hosts that differ in signs only have files of their own', async () => {
    const cwd = withPages()
    const records = readFileSync(join(cwd, 'pages.jsonl'), 'utf8')
    const of = (host: string): string => records.replaceAll('skarholm-herald.example', host)
    writeFileSync(join(cwd, 'two.jsonl'), of('a-b.example') + of('a.b.example'))
    await run(['learn', 'two.jsonl', '--url-field', 'url', '-o', 'packs/'], { cwd })
    const packs = ['a-b-example', 'a-b-example-2'].map((name) =>
      readFileSync(join(cwd, `packs/${name}.yaml`), 'utf8'),
    )
    expect(packs[0]).toContain('sites: ["a-b.example"]')
    expect(packs[1]).toContain('sites: ["a.b.example"]')
    const cleaned = await run(['-r', 'packs', '--url-field', 'url', 'two.jsonl'], { cwd })
    const applied = await run(['--learn', '--url-field', 'url', 'two.jsonl'], { cwd })
    expect(applied).toMatchObject({ code: 0, out: cleaned.out, err: '' })
    expect(cleaned.out.length).toBeLessThan(2 * records.length - 1000)
  })

  test('the site may be named', async () => {
    const { out } = await run(['learn', 'pages.jsonl', '--site', 'other.example'], { cwd: withPages() })
    expect(out).toContain('sites: ["other.example"]')
  })

  test.each([
    ['learned', 'skarholm.example'],
    ['and below', 'skarholm.example/2024/05'],
    ['whatever it begins with', 'www.Skarholm.example'],
  ])('a folder may say the site: %s', async (_, folder) => {
    const cwd = mkdtempSync(join(root, 'folders-'))
    mkdirSync(join(cwd, 'pages', folder), { recursive: true })
    const records = readFileSync(`${sample}/input.jsonl`, 'utf8').trim().split('\n')
    for (const [at, record] of records.entries())
      writeFileSync(join(cwd, 'pages', folder, `${at}.txt`), JSON.parse(record).text)
    const { out: pack } = await run(['learn', 'pages'], { cwd })
    expect(pack).toContain('sites: ["skarholm.example"]')
    writeFileSync(join(cwd, 'site.yaml'), pack)
    expect((await run(['-r', 'site.yaml', 'pages'], { cwd })).out).toBe(
      (await run(['--learn', 'pages'], { cwd })).out,
    )
    const { out } = await run(['explain', '-r', 'site.yaml', join('pages', folder, '0.txt')], { cwd })
    expect(out).toContain('learned/site#')
    const elsewhere = await run(['-r', 'site.yaml', '--site', 'other.example', 'pages', '--diff'], { cwd })
    expect(elsewhere.out).not.toContain('-The Skarholm Herald')
  })

  test('proposes lines of many hosts for the packs of all', async () => {
    const cwd = withPages()
    const pages = readFileSync(`${sample}/input.jsonl`, 'utf8').trim().split('\n')
    const moved = pages.map((record, at) => record.replace('skarholm-herald', `paper-${at}`))
    writeFileSync(join(cwd, 'papers.jsonl'), moved.join('\n'))
    const args = ['learn', '--shared', '--min-hosts', '3', '--url-field', 'url', 'papers.jsonl']
    expect(await run([...args, '-o', 'shared.yaml'], { cwd })).toMatchObject({ code: 0, err: '' })
    expect(readFileSync(join(cwd, 'shared.yaml'), 'utf8')).toContain('- "the skarholm herald" # ')
    expect(await run(['rules', 'test', 'shared.yaml'], { cwd })).toMatchObject({ code: 0, err: '' })
    expect((await run(args, { cwd })).out).toContain('pack: learned/shared')
  })

  test.each([
    [['learn', '--shared', 'pages.jsonl'], 'host'],
    [['learn', '--shared', '--apply', 'pages.jsonl'], '--apply'],
    [['learn', '--min-hosts', '3', 'pages.jsonl'], '--shared'],
    [['--learn', '--shared', 'pages.jsonl'], '--shared'],
    [['learn', '--shared', '--min-hosts', '0', 'pages.jsonl'], '--min-hosts'],
    [['--learn'], 'read twice'],
    [['learn', 'pages.jsonl', '--min-pages', 'x'], '--min-pages'],
    [['learn', 'pages.jsonl', '--min-outside', '2'], '--min-outside'],
    [['learn', 'nowhere'], 'nowhere'],
    [['--min-pages', '3', 'pages.jsonl'], '--learn'],
  ])('%j is told', async (args, words) => {
    const { code, err } = await run(args, { cwd: withPages() })
    expect(code).toBe(2)
    expect(err).toContain(words)
  })
})
