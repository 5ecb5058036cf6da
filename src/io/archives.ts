/** What is wrong with an archive. The bytes before it were handed on. */
import { UserError } from '../errors.js'

const names = { gzip: 'gzip archive', zstd: 'Zstandard archive' } as const

export function cutOff(codec: keyof typeof names, file: string, size: number): UserError {
  return new UserError(
    'ARCHIVE_CUT',
    { file },
    `Unexpected end of the ${names[codec]} after ${size} unpacked bytes, expected the rest of it; get the file again`,
  )
}

export function damaged(codec: keyof typeof names, file: string, size: number, reason: string): UserError {
  return new UserError(
    'ARCHIVE_DAMAGED',
    { file },
    `Unexpected data in the ${names[codec]} after ${size} unpacked bytes (${reason}), expected a sound one; get the file again`,
  )
}
