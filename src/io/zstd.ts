/** Zstandard by node:zlib where it has it (22.15), else by the program `zstd`, else fzstd, which only reads. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Duplex, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { UserError } from '../errors.js'
import { cutOff, damaged } from './archives.js'
import type { Packer } from './codecs.js'
import { packThrough } from './pump.js'

/** Bits of the largest window that is read: 128 MiB. The program's `--long=27` writes no larger one. */
const WINDOW_BITS = 27
const CHUNK = 256 * 1024

type Make = (options: object) => Transform

/** What newer Nodes have; the types are those of the oldest one. */
const native = zlib as unknown as {
  createZstdCompress?: Make
  createZstdDecompress?: Make
  constants: { ZSTD_c_compressionLevel: number; ZSTD_d_windowLogMax: number }
}

let program: string | false | undefined

/** The path of the program `zstd`, or false. */
function zstdProgram(): string | false {
  program ??=
    (process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, 'zstd'))
      .find(isExecutable) ?? false
  return program
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export async function* unzstd(input: AsyncGenerator<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    const chunks = native.createZstdDecompress
      ? throughNode(native.createZstdDecompress, input)
      : zstdProgram()
        ? throughProgram(zstdProgram() as string, input)
        : throughLibrary(input)
    for await (const chunk of chunks) {
      size += chunk.length
      yield chunk
    }
  } catch (error) {
    const reason = error instanceof Damage ? error.message : undefined
    if (reason === undefined) throw error
    if (/premature|unexpected (end|EOF)|truncat|incomplete/i.test(reason)) throw cutOff('zstd', file, size)
    throw damaged('zstd', file, size, reason)
  } finally {
    await input.return(undefined)
  }
}

/** What a reader of Zstandard says of the archive. */
class Damage extends Error {}

async function* throughNode(make: Make, input: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const params = { [native.constants.ZSTD_d_windowLogMax]: WINDOW_BITS }
  const stream = make({ chunkSize: CHUNK, highWaterMark: CHUNK * 2, params })
  const fed = feed(stream, input)
  // Told when it is waited for.
  fed.catch(() => {})
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk
    await fed
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string }
    if (typeof code === 'string' && /^(ZSTD_|Z_)/.test(code)) throw new Damage(message)
    throw error
  }
}

async function* throughProgram(path: string, input: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const child = spawn(path, ['-dcq', `--long=${WINDOW_BITS}`])
  const ended = endOf(child)
  const fed = feed(child.stdin, input)
  // Told when they are waited for.
  for (const one of [ended, fed]) one.catch(() => {})
  try {
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) yield chunk
    const { code, said } = await ended
    await fed
    if (code !== 0) throw new Damage(said)
  } finally {
    child.kill()
  }
}

async function* throughLibrary(input: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd')
  let ready: Uint8Array[] = []
  const stream = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk)
  })
  for (let isLast = false; !isLast; ) {
    const { done, value } = await input.next()
    isLast = done === true
    let damage: unknown
    try {
      // The library keeps what it is given until a block is whole.
      stream.push(isLast ? new Uint8Array(0) : Uint8Array.from(value as Uint8Array), isLast)
    } catch (error) {
      damage = error
    }
    yield* ready
    ready = []
    if (damage !== undefined) throw new Damage((damage as Error).message)
  }
}

/** Writes all of `input`; an error of reading ends the stream with that error, one of writing is told elsewhere. */
async function feed(
  stream: NodeJS.WritableStream & { destroyed?: boolean; destroy(error?: Error): unknown },
  input: AsyncGenerator<Uint8Array>,
): Promise<void> {
  stream.on('error', () => {})
  try {
    for (;;) {
      const { done, value } = await input.next()
      if (done || stream.destroyed) break
      await new Promise<void>((resolve) => {
        const end = (): void => {
          stream.off('close', end)
          resolve()
        }
        stream.on('close', end)
        stream.write(value, end)
      })
    }
    stream.end()
  } catch (error) {
    stream.destroy(error as Error)
    throw error
  }
}

function endOf(child: ChildProcessWithoutNullStreams): Promise<{ code: number; said: string }> {
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 1000) said += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const [line = ''] = said.trim().split('\n')
      resolve({
        code: code ?? 1,
        said: line.replace(/^(zstd: )?(\/\*stdin\*\\ : )?/, '') || `zstd ended by ${signal}`,
      })
    })
  })
}

export function zstd(level: number, write: (bytes: Uint8Array) => Promise<void>): Packer {
  if (native.createZstdCompress) {
    const params = { [native.constants.ZSTD_c_compressionLevel]: level }
    return packThrough(
      native.createZstdCompress({ chunkSize: CHUNK, highWaterMark: CHUNK * 2, params }),
      write,
    )
  }
  const path = zstdProgram()
  if (!path) {
    throw new UserError(
      'ZSTD_WRITER',
      {},
      'Unexpected Zstandard output without a writer, expected Node 22.15 or the program `zstd`; install one, or write with --compress gzip or none',
    )
  }
  const child = spawn(path, ['-cq', '--single-thread', `-${level}`])
  const ended = endOf(child)
  ended.catch(() => {})
  child.stdin.on('error', () => {})
  const packer = packThrough(Duplex.from({ writable: child.stdin, readable: child.stdout }), write)
  return {
    write: packer.write,
    async end() {
      await packer.end()
      const { code, said } = await ended
      if (code !== 0) throw new Error(`zstd: ${said}`)
    },
    destroy() {
      packer.destroy()
      child.kill()
    },
  }
}
