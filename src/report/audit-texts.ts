/** How an audit tells what went: the text itself, or only its hash. */
import { createHash } from 'node:crypto'
import { TextDecoder } from 'node:util'
import { escapedAnew } from '../formats/jsonl-strings.js'

export interface AuditTexts {
  /** `raw`: the line as it stands between the quotes of a record. */
  line(text: Uint8Array, raw: Uint8Array | undefined): object
  record(bytes: Uint8Array): object
}

/** Do the run's options say that the audit holds hashes? */
export const hasHashes = (options: Record<string, unknown>): boolean => options['audit-text'] === 'hash'

/** What the header of an audit with hashes says to who reads it. */
export const hashedNote = {
  restores: false,
  note: 'the texts are hashed: clean restore cannot give the original back',
} as const

export const hashedTexts: AuditTexts = {
  line: (text, raw) => ({ bytes: (raw ?? text).length, hash: hashOf(text) }),
  record: (bytes) => ({ recordBytes: bytes.length, recordHash: hashOf(bytes) }),
}

export function fullTexts(): AuditTexts {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

  function decoded<T>(bytes: Uint8Array, told: (text: string) => T, base64: (text: string) => T): T {
    try {
      return told(decoder.decode(bytes))
    } catch {
      return base64(base64Of(bytes))
    }
  }

  return {
    line: (text, raw) =>
      raw
        ? escapedText(decoder, text, raw)
        : decoded<object>(
            text,
            (text) => ({ text }),
            (base64) => ({ base64 }),
          ),
    record: (bytes) =>
      decoded<object>(
        bytes,
        (record) => ({ record }),
        (recordBase64) => ({ recordBase64 }),
      ),
  }
}

/** `raw` where writing the text anew would give others. */
function escapedText(decoder: TextDecoder, bytes: Uint8Array, raw: Uint8Array): object {
  try {
    const text = decoder.decode(bytes)
    const escaped = decoder.decode(raw)
    return escapedAnew(text) === escaped ? { text } : { text, raw: escaped }
  } catch {
    return { base64: base64Of(raw) }
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function base64Of({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('base64')
}
