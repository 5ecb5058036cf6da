/** Archives in and out, by each provider of Zstandard that the machine has. */
import { spawnSync } from 'node:child_process'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'

const page = Array.from({ length: 4000 }, (_, n) => `The ${n}th boat came in at ${n % 24} o'clock.\n`).join(
  '',
)
const hasZstd = spawnSync('zstd', ['--version']).status === 0
const zstd = (text: string, ...args: string[]): Buffer =>
  spawnSync('zstd', ['-cq', ...args], { input: text, maxBuffer: 1 << 30 }).stdout
const path = process.env['PATH']
afterEach(() => {
  process.env['PATH'] = path
})

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  // As the reader of files does it: one buffer for all.
  const buffer = new Uint8Array(size)
  for (let from = 0; from < bytes.length; from += size) {
    const piece = bytes.subarray(from, from + size)
    buffer.set(piece)
    yield buffer.subarray(0, piece.length)
  }
}

/** What could be read, and what was said. */
async function unpacked(bytes: Uint8Array, size = 65_536, hasProgram = true) {
  vi.resetModules()
  if (!hasProgram) process.env['PATH'] = ''
  const { unpack } = await import('../../src/io/codecs.js')
  const { codec, chunks } = await unpack(pieces(bytes, size), 'x.gz')
  let text = ''
  try {
    for await (const chunk of chunks) text += Buffer.from(chunk).toString('latin1')
  } catch (error) {
    return { codec, text, said: (error as Error).message }
  }
  return { codec, text }
}

const zeros = Buffer.alloc(600)
const [a, b] = [gzipSync(page), gzipSync('And that was all.\n')]

describe.each([1, 7, 65_536, 1 << 20])('gzip in pieces of %i bytes', (size) => {
  test.each<[name: string, parts: Uint8Array[], text: string, said?: RegExp]>([
    ['one member', [b], 'And that was all.\n'],
    ['two members', [a, b], `${page}And that was all.\n`],
    ['many members', [...Array<Buffer>(50).fill(b), a], `${'And that was all.\n'.repeat(50)}${page}`],
    ['zeros behind', [a, zeros], page],
    ['zeros between', [b, zeros, a, zeros, b], `And that was all.\n${page}And that was all.\n`],
    ['cut in the header', [b.subarray(0, 5)], '', /^x\.gz: Unexpected end of the gzip archive after 0 /],
    ['cut in the data', [b.subarray(0, 14)], 'And', /^x\.gz: Unexpected end/],
    ['cut in the trailer', [a, b.subarray(0, -3)], `${page}And that was all.\n`, /^x\.gz: Unexpected end/],
    ['cut behind padding', [b, zeros, b.subarray(0, -3)], 'And that was all.\n'.repeat(2), /Unexpected end/],
  ])('%s', async (_, parts, text, said) => {
    const result = await unpacked(Buffer.concat(parts), size)
    expect(result).toEqual({ codec: 'gzip', text, ...(said && { said: expect.stringMatching(said) }) })
  })

  test.each([
    ['junk behind', [a, Buffer.from('junk')]],
    ['junk behind padding', [a, zeros, Buffer.from('junk')]],
    ['a wrong sum', [a.subarray(0, -8), Buffer.from('\x01\x02\x03\x04'), a.subarray(-4)]],
  ])('%s', async (_, parts) => {
    const { said, text } = await unpacked(Buffer.concat(parts), size)
    expect(said).toMatch(/^x\.gz: Unexpected data in the gzip archive after \d+ unpacked bytes/)
    expect(page.startsWith(text)).toBe(true)
  })
})

test('no archive', async () => {
  for (const text of ['', 'a', '\x1f\x8b', '\x1f\x8bxyz', page])
    for (const size of [1, 65_536])
      expect(await unpacked(Buffer.from(text, 'latin1'), size)).toEqual({ codec: 'none', text })
})

describe.runIf(hasZstd).each([true, false])('Zstandard, the program on the path: %s', (hasProgram) => {
  test.each<[name: string, bytes: () => Buffer, text: string]>([
    ['one frame', () => zstd(page), page],
    ['two frames', () => Buffer.concat([zstd('It rained.\n'), zstd(page)]), `It rained.\n${page}`],
    ['a long window', () => zstd(page.repeat(20), '--long=27', '-5'), page.repeat(20)],
    [
      'a skippable frame first',
      () => Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]), zstd(page)]),
      page,
    ],
    ['nothing', () => zstd(''), ''],
  ])('%s', async (_, bytes, text) => {
    for (const size of [1 << 12, 1 << 20]) {
      process.env['PATH'] = path
      expect(await unpacked(bytes(), size, hasProgram)).toEqual({ codec: 'zstd', text })
    }
  })

  test('one that is cut off', async () => {
    const text = Array.from({ length: 90_000 }, (_, n) => `${(n * n * 7919) % 1_000_003} boats\n`).join('')
    const whole = zstd(text)
    for (const at of [6, 40, whole.length >> 1, whole.length - 1]) {
      const { said, text: read } = await unpacked(whole.subarray(0, at), 1 << 16, hasProgram)
      expect(said).toMatch(/^x\.gz: Unexpected end of the Zstandard archive/)
      expect(text.startsWith(read)).toBe(true)
      if (at === whole.length >> 1) expect(read.length).toBeGreaterThan(0)
    }
  })

  test('a damaged one', async () => {
    const whole = zstd(page)
    whole.fill(0x55, 20, 200)
    expect((await unpacked(whole, 1 << 16, hasProgram)).said).toMatch(
      /^x\.gz: Unexpected (data in|end of) the Zstandard/,
    )
  })
})

describe('packing', () => {
  async function packed(codec: 'gzip' | 'zstd', cut: number, level?: number, text = page): Promise<Buffer> {
    vi.resetModules()
    const { pack } = await import('../../src/io/codecs.js')
    const out: Uint8Array[] = []
    const packer = pack(codec, level, async (bytes) => void out.push(Uint8Array.from(bytes)))
    const bytes = Buffer.from(text)
    for (let from = 0; from < bytes.length; from += cut) await packer.write(bytes.subarray(from, from + cut))
    await packer.end()
    return Buffer.concat(out)
  }

  const codecs = hasZstd ? (['gzip', 'zstd'] as const) : (['gzip'] as const)
  test.each(codecs)('%s: the same bytes however they come', async (codec) => {
    const text = page.repeat(30)
    const whole = await packed(codec, text.length, undefined, text)
    for (const cut of [997, 65_536, 300_000])
      expect((await packed(codec, cut, undefined, text)).equals(whole)).toBe(true)
    expect(await unpacked(whole)).toEqual({ codec, text })
  })

  test.each(codecs)('%s: nothing, and levels', async (codec) => {
    expect(await unpacked(await packed(codec, 1, 1, ''))).toEqual({ codec, text: '' })
    expect((await packed(codec, 4096, 9)).length).toBeLessThan((await packed(codec, 4096)).length)
    await expect(packed(codec, 4096, 0)).rejects.toThrow(
      'Unexpected `0` for --level, expected a whole number from 1',
    )
    expect(gunzipSync(await packed('gzip', 4096, 9)).toString()).toBe(page)
  })

  test('Zstandard without a writer is an error that says what to do', async () => {
    process.env['PATH'] = ''
    const has = 'createZstdCompress' in (await import('node:zlib'))
    if (has) return
    await expect(packed('zstd', 4096)).rejects.toThrow('Unexpected Zstandard output without a writer')
  })

  test('an error of the writer ends the packing', async () => {
    const { pack } = await import('../../src/io/codecs.js')
    const packer = pack('gzip', 1, () => Promise.reject(new Error('full')))
    await expect(
      (async () => {
        await packer.write(Buffer.from(page.repeat(50)))
        await packer.end()
      })(),
    ).rejects.toThrow('full')
  })
})
