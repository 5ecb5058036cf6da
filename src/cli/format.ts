/** Which format an input has, by its first bytes, and the cleaner for it. */
import type { TextCleaner } from '../core.js'
import { createTextCleaner } from '../formats/text.js'
import type { Ahead } from '../io/chunks.js'
import { lookAhead, readChunks } from '../io/chunks.js'
import type { StreamOptions } from '../io/transform.js'
import { streamOptionsOf } from './cleaner.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

export type Format = 'text'

/** An input whose format is known; nothing of it is lost by looking. */
export interface Input {
  readonly format: Format
  /** A chunk is only valid until the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** Turns the bytes of one input into those of its result. */
export interface Cleaning {
  write(bytes: Uint8Array): void
  end(): void
}

/** Hears of documents, whatever the format. `onOutput`: kept bytes of their text. */
export type Hooks = Pick<StreamOptions, 'onBatch' | 'onDocument' | 'onOutput'>

/** Bytes that are looked at. */
const LOOK = 4096

/** Opens `input`, called `name`, and says what it is taken for where that is not what it looks like. */
export async function openFormat(
  input: string,
  name: string,
  given: Arguments,
  terminal: Terminal,
): Promise<Input> {
  const { head, chunks } = await lookAhead(readChunks(input), isEnough(given))
  const kind = kindOf(head.subarray(0, LOOK), given.flags.has('null-data'))
  if (kind !== undefined)
    terminal.notice(
      `${name === '-' ? 'standard input' : name}: looks like ${kind}; cleaned as text, line by line`,
    )
  return { format: 'text', chunks }
}

/** The cleaner for one input. `onResult`: bytes of the result, in order; only valid during the call. */
export function createCleaning(
  format: Format,
  cleaner: TextCleaner,
  given: Arguments,
  hooks: Hooks,
  onResult: (bytes: Uint8Array) => void,
): Cleaning {
  const options = streamOptionsOf(given)
  switch (format) {
    case 'text':
      return createTextCleaner(cleaner, {
        ...options,
        ...hooks,
        onOutput(bytes) {
          hooks.onOutput?.(bytes)
          onResult(bytes)
        },
      })
    default:
      return format satisfies never
  }
}

/** A reader that waits for every line must not be kept waiting for 4 KiB: one line with a word on it will do. */
function isEnough({ flags }: Arguments): Ahead {
  const waits = flags.has('line-buffered')
  return (head) => head.length >= LOOK || (waits && /\S[^\n]*\n/.test(Buffer.from(head).toString('latin1')))
}

function kindOf(bytes: Uint8Array, nullData: boolean): string | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'a gzip archive'
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd)
    return 'a Zstandard archive'
  if (!nullData && bytes.includes(0)) return 'binary data'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (/^(<!doctype html|<html)/i.test(text)) return 'HTML'
  if (
    /^\{\s*"/.test(text) &&
    /^\{.*"(text|content|raw_content)"\s*:\s*"/.test(text.slice(0, text.indexOf('\n') + 1 || text.length))
  )
    return 'JSON Lines'
  return undefined
}
