/** What is wrong with an input that ends too early, packed or not. The bytes before it were handed on. */
import { UserError } from '../errors.js'

/** By its code: modules that are loaded later have a class of their own. */
export const isCutOff = (error: unknown): error is UserError =>
  ['INPUT_CUT', 'ARCHIVE_CUT', 'ARCHIVE_DAMAGED'].includes(
    String((error as { code?: unknown } | undefined)?.code),
  )

/** The system gave up in the middle of a file. */
export function unreadable(file: string, size: number, reason: string): UserError {
  return new UserError(
    'INPUT_CUT',
    { file },
    `Unexpected end after ${size} bytes (${reason}), expected the rest of the file; get it again`,
  )
}

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
