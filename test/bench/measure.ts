/**
 * Runs a command and says what it cost: bash's `time` for CPU and wall (milliseconds; /usr/bin/time
 * has hundredths, too coarse for a start-up), /usr/bin/time for the peak RSS, which only the
 * parent that waits can know. Where GNU time is missing the peak is polled from /proc.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Command {
  readonly name: string
  readonly argv: readonly string[]
}

export interface Sample {
  /** Seconds of user and system time of the command and all its children. */
  readonly cpu: number
  /** Seconds. */
  readonly wall: number
  /** Bytes; the largest of the processes, if there are several. */
  readonly peak: number
  /** Bytes written to standard output. */
  readonly written: number
}

const hasTime = spawnSync('/usr/bin/time', ['-f', '%M', 'true']).status === 0
const pollMilliseconds = 10
const script = hasTime
  ? `TIMEFORMAT='%R %U %S'; time /usr/bin/time -f %M -o "$0" "$@" 2>"$0.errors"`
  : `TIMEFORMAT='%R %U %S'; time "$@" 2>"$0.errors"`

/** Watches the first child of bash, which is the command. VmHWM only grows, so the last look counts. */
function pollPeak(bash: ChildProcess): () => number {
  let peak = 0
  const timer = setInterval(() => {
    try {
      const children = readFileSync(`/proc/${bash.pid}/task/${bash.pid}/children`, 'utf8')
      const status = readFileSync(`/proc/${Number.parseInt(children, 10)}/status`, 'utf8')
      peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // It has just ended, or there is no /proc: then the peak is 0 and shown as unknown.
    }
  }, pollMilliseconds)
  return () => {
    clearInterval(timer)
    return peak
  }
}

async function text(stream: Readable): Promise<string> {
  let all = ''
  for await (const piece of stream) all += piece
  return all
}

/** One run. `input` is a file that becomes standard input, or chunks that are piped in. */
export async function measure(
  command: Command,
  input: string | Iterable<Buffer>,
  output: string,
  work: string,
): Promise<Sample> {
  const peakFile = join(work, 'peak')
  const source = typeof input === 'string' ? openSync(input, 'r') : 'pipe'
  const target = openSync(output, 'w')
  const bash = spawn('bash', ['-c', script, peakFile, ...command.argv], {
    stdio: [source, target, 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    bash.once('error', reject)
    bash.once('close', resolve)
  })
  const polled = hasTime ? () => 0 : pollPeak(bash)
  const times = text(bash.stderr as Readable)
  // A command that ends early closes the pipe; its exit code tells more than our EPIPE.
  if (typeof input !== 'string' && bash.stdin)
    await pipeline(Readable.from(input, { objectMode: false }), bash.stdin).catch(() => {})
  const code = await ended
  const peakPolled = polled()
  const written = fstatSync(target).size
  closeSync(target)
  if (typeof source === 'number') closeSync(source)
  // Taken away at once: pages that were not yet written to the disk need not be, and disturb nobody.
  if (!output.startsWith('/dev/')) rmSync(output)
  if (code !== 0) {
    const said = readFileSync(`${peakFile}.errors`, 'utf8').trim()
    throw new Error(`${command.name}: exit code ${code}\n${command.argv.join(' ').slice(0, 500)}\n${said}`)
  }
  // Some locales write a decimal comma.
  const [wall = 0, user = 0, system = 0] = (await times).trim().replaceAll(',', '.').split(' ').map(Number)
  const peak = hasTime ? Number(readFileSync(peakFile, 'utf8')) : peakPolled
  return { cpu: user + system, wall, peak: peak * 1024, written }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

/** Medians of a command's runs, and how far they were apart. */
export interface Figures {
  readonly name: string
  readonly cpu: number
  readonly cpuLeast: number
  readonly cpuMost: number
  readonly wall: number
  readonly peak: number
  readonly written: number
}

export function summarise(name: string, samples: readonly Sample[]): Figures {
  const of = (key: keyof Sample) => samples.map((sample) => sample[key])
  return {
    name,
    cpu: median(of('cpu')),
    cpuLeast: Math.min(...of('cpu')),
    cpuMost: Math.max(...of('cpu')),
    wall: median(of('wall')),
    peak: median(of('peak')),
    written: median(of('written')),
  }
}

/** Round robin, so that a disturbance hits all alike; every round begins with another command. */
export async function interleave(
  commands: readonly Command[],
  runs: number,
  run: (command: Command) => Promise<Sample>,
): Promise<Figures[]> {
  const samples = commands.map((): Sample[] => [])
  for (let round = 0; round < runs; round += 1)
    for (let turn = 0; turn < commands.length; turn += 1) {
      const index = (round + turn) % commands.length
      samples[index]?.push(await run(commands[index] as Command))
    }
  return commands.map((command, index) => summarise(command.name, samples[index] ?? []))
}
