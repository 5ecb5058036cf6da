import { UserError } from '../../errors.js'

/** Limits of a page; beyond each it is refused with one error that names it. Memory and time grow with these. */
export const pageLimits = {
  /** Bytes of a page; all of it is in memory, and its text twice that. */
  pageBytes: 64 * 1024 * 1024,
  /** Elements of a page, some 400 bytes each. */
  pageElements: 1_500_000,
  /** Elements inside each other. The parser looks for an end tag's element through all that are open. */
  pageDepth: 20_000,
} as const

export function tooMuch(what: string, limit: keyof typeof pageLimits): UserError {
  return new UserError(
    'HTML_SIZE',
    {},
    `Unexpected page, expected at most ${pageLimits[limit].toLocaleString('en')} ${what} (${limit}); split it, or clean it with --from text`,
  )
}
