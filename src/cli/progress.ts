/** How far a run is, in one line on a terminal that is written over. */
import type { Arguments } from './options.js'
import type { Step } from './part.js'
import type { Terminal } from './terminal.js'

/** Milliseconds between two lines, and before the first: short work needs none. */
const EVERY = 500

export interface Progress {
  step(step: Step): void
  /** Clears the line; where it is no terminal, writes the last one. */
  end(): void
}

/** `size`: bytes of all inputs, if they are known. */
export function createProgress(given: Arguments, terminal: Terminal, size: number | undefined): Progress {
  const asked = given.values.get('progress')
  const when = asked === '' ? 'always' : (asked ?? 'auto')
  const isTerminal = terminal.isTerminal('stderr')
  // Where the result comes out on the same terminal, a line that is written over would tear it.
  const isFree = isTerminal && !(terminal.isTerminal('stdout') && isPage(given))
  if (when === 'never' || (when === 'auto' && (!isFree || given.flags.has('quiet'))))
    return { step() {}, end() {} }
  const sum = { bytes: 0, documents: 0, lines: 0, removed: 0 }
  const start = performance.now()
  let isShown = false
  const end = isTerminal ? '\x1b[K\r' : '\n'
  function show(): void {
    terminal.say(`${progressLine(sum, (performance.now() - start) / 1000, size)}${end}`)
    isShown = true
  }
  const timer = setInterval(show, EVERY)
  timer.unref()
  return {
    step({ bytes, documents, lines, removed }) {
      sum.bytes += bytes
      sum.documents += documents
      sum.lines += lines
      sum.removed += removed
    },
    end() {
      clearInterval(timer)
      if (!isTerminal) show()
      else if (isShown) terminal.say('\x1b[K')
    },
  }
}

const isPage = ({ flags, values }: Arguments): boolean =>
  [undefined, '-'].includes(values.get('output')) && !values.has('in-place') && !flags.has('dry-run')

/** `312 MB of 2.1 GB (14 %), 96,104 documents, 88 MB/s, 6.2 % of lines removed, 0:20 left`. */
export function progressLine(sum: Step, seconds: number, size: number | undefined): string {
  const { bytes, documents, lines, removed } = sum
  const speed = bytes / Math.max(seconds, 0.001)
  const share = lines > 0 ? (100 * removed) / lines : 0
  const of = size ? ` of ${sizeText(size)} (${Math.floor((100 * Math.min(bytes, size)) / size)} %)` : ''
  const left = size && bytes > 0 ? `, ${timeText(Math.max(0, size - bytes) / speed)} left` : ''
  return `${sizeText(bytes)}${of}, ${documents.toLocaleString('en')} documents, ${sizeText(speed)}/s, ${share.toFixed(1)} % of lines removed${left}`
}

function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes, 0]
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

function timeText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
