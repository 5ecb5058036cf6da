/** Standard output and standard error: data on the one, short notices on the other. */
import { isatty } from 'node:tty'
import { reasonOf } from '../io/files.js'
import { cutToWidth, escapeForTerminal } from '../report/escape.js'
import type { Arguments } from './options.js'

export interface Terminal {
  configure(given: Arguments): void
  /** Writes data to standard output and waits while it is full. */
  write(data: string | Uint8Array): Promise<void>
  /** A notice; not with --quiet. */
  notice(text: string): void
  /** Only with --verbose. */
  detail(text: string): void
  /** An error in one line. */
  error(text: string): void
  /** An error that nobody caught: of the system, or ours. */
  bug(error: unknown): void
  /** Text to standard error as it is. */
  say(text: string): void
  /** Is the error that the reader of standard output went away? Then there is nothing left to do. */
  isClosed(error: unknown): boolean
  isTerminal(name: Name): boolean
  /** A name as it may be written to `output`: to a terminal without control characters. */
  shown(output: Name, text: string): string
  /** May `output` be coloured? */
  colors(output: 'stdout' | 'stderr'): boolean
  readonly columns: number
}

export type Name = 'stdin' | 'stdout' | 'stderr'
const descriptors: Readonly<Record<Name, number>> = { stdin: 0, stdout: 1, stderr: 2 }

/** Code points of a notice or an error: names and words of the input may be of any length. */
const MESSAGE_COLUMNS = 1000

export function createTerminal(): Terminal {
  let quiet = false
  let verbose = false
  let when = 'auto'
  // Each write waits for its callback: an error then ends that write, and not the process.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  const say = (text: string): void => {
    process.stderr.write(text)
  }
  const sayLine = (text: string): void =>
    say(`clean: ${cutToWidth(escapeForTerminal(text), MESSAGE_COLUMNS)}\n`)
  // `process.stdin.isTTY` would open the stream and make the pipe non-blocking for its other readers.
  const isTerminal = (name: Name): boolean => isatty(descriptors[name])
  return {
    configure({ flags, values }) {
      quiet = flags.has('quiet')
      verbose = flags.has('verbose') && !quiet
      when = values.get('color') ?? 'auto'
    },
    write(data) {
      return new Promise((resolve, reject) => {
        process.stdout.write(data, (error) => (error ? reject(error) : resolve()))
      })
    },
    notice(text) {
      if (!quiet) sayLine(text)
    },
    detail(text) {
      if (verbose) sayLine(text)
    },
    error: sayLine,
    bug(error) {
      const reason = reasonOf(error)
      const { path, syscall } = (error ?? {}) as { path?: string; syscall?: string }
      if (reason !== undefined) {
        sayLine(`${path ?? (syscall === 'write' ? 'standard output' : 'standard input')}: ${reason}`)
        return
      }
      sayLine(
        `this is a bug in dechaff, please report it: ${error instanceof Error ? error.message : String(error)}`,
      )
      if (process.env.DECHAFF_DEBUG && error instanceof Error) say(`${error.stack}\n`)
    },
    say,
    isClosed(error) {
      return (error as { code?: unknown } | undefined)?.code === 'EPIPE'
    },
    isTerminal,
    shown: (output, text) => (isTerminal(output) ? escapeForTerminal(text) : text),
    colors(output) {
      if (when !== 'auto') return when === 'always'
      const { NO_COLOR, TERM, FORCE_COLOR } = process.env
      if (NO_COLOR || TERM === 'dumb') return false
      return FORCE_COLOR !== undefined ? FORCE_COLOR !== '0' : isTerminal(output)
    },
    get columns() {
      return process.stdout.columns ?? 100
    },
  }
}
