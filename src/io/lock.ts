/** One run at a time: a file that names the process that is at work. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { UserError } from '../errors.js'
import { noteUnfinished } from './files.js'

interface Owner {
  readonly pid: number
  readonly host: string
  /** When it began: another process may get its number. */
  readonly began: string | undefined
}

/** Takes the lock, also of a process that was killed; returns how to give it back. Throws if `output` is taken. */
export function lock(file: string, output: string): () => void {
  const own: Owner = { pid: process.pid, host: hostname(), began: beganAt(process.pid) }
  for (;;) {
    if (take(file, JSON.stringify(own))) return noteUnfinished(file)
    const owner = ownerOf(file)
    if (owner && isAlive(owner, own.host)) {
      const where = owner.host === own.host ? '' : ` on ${owner.host}`
      const what = where === '' ? 'wait for it' : `wait for it, or remove ${file} if it is dead`
      throw new UserError(
        'OUTPUT_TAKEN',
        {},
        `Unexpected run of process ${owner.pid}${where} from the same inputs into ${output}, expected one at a time; ${what}`,
      )
    }
    rmSync(file, { force: true })
  }
}

/** Makes the file with all that is in it at once; false if it is there. */
function take(file: string, text: string): boolean {
  const own = `${file}.${process.pid}`
  writeFileSync(own, text)
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

function ownerOf(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner
  } catch {
    // Given back meanwhile, or killed before it was written.
    return undefined
  }
}

/** Whether a process of another machine lives, cannot be known. */
function isAlive({ pid, host, began }: Owner, here: string): boolean {
  if (host !== here) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM'
  }
  return began === beganAt(pid)
}

/** Where the system tells: ticks from the start of the machine. */
function beganAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program may hold anything; the fields come behind its last parenthesis.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // One that is dead, and whose parent has not heard of it yet.
    return state === 'Z' ? undefined : fields[18]
  } catch {
    return undefined
  }
}
