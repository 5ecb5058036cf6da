/** Standard output and standard error: data on the one, short notices on the other. */
import { reasonOf } from '../io/files.js'
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
  /** An error that is ours. */
  bug(error: unknown): void
  /** Text to standard error as it is. */
  say(text: string): void
  /** Is the error that the reader of standard output went away? Then there is nothing left to do. */
  isClosed(error: unknown): boolean
  /** May `output` be coloured? */
  colors(output: 'stdout' | 'stderr'): boolean
  readonly columns: number
}

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
  return {
    configure({ flags, values }) {
      quiet = flags.has('quiet')
      verbose = flags.has('verbose')
      when = values.get('color') ?? 'auto'
    },
    write(data) {
      return new Promise((resolve, reject) => {
        process.stdout.write(data, (error) => (error ? reject(error) : resolve()))
      })
    },
    notice(text) {
      if (!quiet) say(`clean: ${text}\n`)
    },
    detail(text) {
      if (verbose) say(`clean: ${text}\n`)
    },
    error(text) {
      say(`clean: ${text.replaceAll('\n', ' ')}\n`)
    },
    bug(error) {
      const reason = reasonOf(error)
      if (reason !== undefined) {
        const path = (error as { path?: string }).path
        this.error(
          `${path ?? ((error as { syscall?: string }).syscall === 'write' ? 'standard output' : 'standard input')}: ${reason}`,
        )
        return
      }
      const text = error instanceof Error ? error.message : String(error)
      this.error(`this is a bug in dechaff, please report it: ${text}`)
      if (process.env.DECHAFF_DEBUG && error instanceof Error) say(`${error.stack}\n`)
    },
    say,
    isClosed(error) {
      return (error as { code?: unknown } | undefined)?.code === 'EPIPE'
    },
    colors(output) {
      if (when !== 'auto') return when === 'always'
      if (process.env.NO_COLOR || process.env.TERM === 'dumb') return false
      return process.env.FORCE_COLOR !== undefined
        ? process.env.FORCE_COLOR !== '0'
        : process[output].isTTY === true
    },
    get columns() {
      return process.stdout.columns ?? 100
    },
  }
}
