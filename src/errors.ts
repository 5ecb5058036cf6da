/**
 * What a user did wrong, as data and as an error. One grammar for both:
 * `file:line:column: what was found, what was expected, what to do`.
 */

/** Where a mistake stands. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** A mistake in a file, as plain data, so that all mistakes can be told at once. */
export interface Problem {
  /** Stable name of the kind of mistake, as in `PACK_VALUE`. */
  readonly code: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** The user's fault, with a place where there is one. All other errors are ours, and bugs. */
export class UserError extends Error {
  readonly code: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** The name that nobody knows, of a rule, a file or the like. */
  readonly word?: string

  constructor(code: string, place: Place, message: string, word?: string) {
    super(prefixed(place, message))
    this.name = 'UserError'
    this.code = code
    if (place.file !== undefined) this.file = place.file
    if (place.line !== undefined) this.line = place.line
    if (place.column !== undefined) this.column = place.column
    if (word !== undefined) this.word = word
  }
}

/** The line to print: `rules/en/share.yaml:4:12: Unexpected …`. */
export function formatProblem(problem: Problem): string {
  return prefixed(problem, problem.message)
}

function prefixed({ file, line, column }: Place, message: string): string {
  const place = [file, line, column].filter((part) => part !== undefined)
  return place.length > 0 ? `${place.join(':')}: ${message}` : message
}
