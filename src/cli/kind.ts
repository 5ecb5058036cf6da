/** Input that is not what it is taken for: said once, in one line. */
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

/** Bytes that are looked at. */
const LOOK = 4096

export function noticeKind(name: string, chunk: Uint8Array, given: Arguments, terminal: Terminal): void {
  const bytes = chunk.subarray(0, LOOK)
  const kind = kindOf(bytes, given.flags.has('null-data'))
  if (kind !== undefined)
    terminal.notice(
      `${name === '-' ? 'standard input' : name}: looks like ${kind}; cleaned as text, line by line`,
    )
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
