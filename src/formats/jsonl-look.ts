/** Are these the first bytes of JSON Lines? */
import { createRecordFields } from './jsonl-fields.js'

const LF = 0x0a

/** True if the first line that says something is a record with a text, as far as it can be seen. */
export function looksLikeRecords(head: Uint8Array): boolean {
  const bytes = head.slice()
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (start < bytes.length && (bytes[start] as number) <= 0x20) start++
  const found = bytes.indexOf(LF, start)
  const end = found < 0 ? bytes.length : found
  const fields = createRecordFields({})
  const { scanner } = fields
  fields.use(bytes)
  if (!scanner.scan(start, end)) {
    // Cut off by the look: what stands at the end may be half a number.
    const isCut = found < 0 && bytes.subarray(scanner.at).every((byte) => byte > 0x20 && byte !== 0x22)
    if (!isCut) return false
  }
  const path = fields.textPath()
  return path >= 0 && fields.isString(path)
}
