/**
 * Cleaned and restored, every data set beside the checkout is what it was, in every codec. The smallest
 * ones as a sample; with DECHAFF_LONG=1 all of them. Without the data nothing is run.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readChunks } from '../../src/io/chunks.js'
import { type Codec, codecs, pack, unpack } from '../../src/io/codecs.js'
import { openOutput } from '../../src/io/files.js'
import { latin1, run, testFolder } from './run.js'

const DATA = '../shared/data'
const isLong = process.env['DECHAFF_LONG'] !== undefined
const root = testFolder()

const files = existsSync(DATA)
  ? readdirSync(DATA, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.jsonl(\.gz|\.zst)?$/.test(name))
      .map((name) => ({ name, size: statSync(join(DATA, name)).size }))
      .sort((a, b) => a.size - b.size)
  : []
const isPages = ({ name }: { name: string }): boolean => /\bhtml\b/.test(name)
const sample = [...files.filter((file) => !isPages(file)).slice(0, 3), ...files.filter(isPages).slice(0, 1)]
const suffixes: Readonly<Record<Codec, string>> = { none: '', gzip: '.gz', zstd: '.zst' }

/** Of what a file unpacks to. */
async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  const { chunks } = await unpack(readChunks(file), file)
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

async function repack(from: string, to: string, codec: Codec): Promise<void> {
  const output = openOutput(to)
  const { chunks } = await unpack(readChunks(from), from)
  const packer = codec === 'none' ? undefined : pack(codec, undefined, (bytes) => output.write(bytes))
  for await (const chunk of chunks) await (packer ?? output).write(chunk)
  await packer?.end()
  await output.commit()
}

describe.skipIf(files.length === 0)('restore gives the data back', () => {
  const chosen = isLong ? files : sample
  const cases = chosen.flatMap((file) => codecs.map((codec) => [file.name, codec] as const))
  test.each(cases)('%s, %s', { timeout: 20 * 60_000 }, async (name, codec) => {
    const cwd = join(root, 'case')
    mkdirSync(cwd)
    try {
      const input = `in.jsonl${suffixes[codec]}`
      await repack(join(DATA, name), join(cwd, input), codec)
      const pages = isPages({ name }) ? ['-f', 'html', '--field-format', 'html', '--to', 'html'] : []
      const cleaned = await run([input, '-o', 'out/', '--audit', 'audits/', '-q', ...pages], { cwd })
      expect(cleaned).toMatchObject({ code: 0, out: '' })
      const restored = await run(['restore', '--audit', 'audits', join('out', input), '-o', 'restored'], {
        cwd,
      })
      expect(restored).toEqual({ code: 0, signal: null, out: '', err: '' })
      expect(await hashOf(join(cwd, 'restored'))).toBe(await hashOf(join(DATA, name)))
      if (codec === 'none') expect(latin1(join(cwd, 'audits', input)).split('\n').length).toBeGreaterThan(2)
    } finally {
      rmSync(cwd, { recursive: true, force: true })
    }
  })
})
