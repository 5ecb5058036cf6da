/** Files: written to a temporary name and renamed, so that a name always means a whole file. */
import { once } from 'node:events'
import {
  closeSync,
  copyFileSync,
  createWriteStream,
  fchmodSync,
  fchownSync,
  fsync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { threadId } from 'node:worker_threads'

/** Bytes that a stream takes before it asks to wait. */
const CHUNK = 1024 * 1024

/** Gives an error the name of the file that was asked for. */
export function naming(path: string): (error: unknown) => Error {
  return (error) => Object.assign(error as Error, { path })
}

/**
 * What is to be removed if the program is ended. The executable and the modules it loads later have
 * each their own copy of this file, so the list is the process's.
 */
const unfinished = sharedSet(Symbol.for('dechaff.unfinished'))

function sharedSet(key: symbol): Set<string> {
  const shared = globalThis as { [key: symbol]: Set<string> | undefined }
  shared[key] ??= new Set()
  return shared[key]
}

/** Removes the temporary files of outputs that are not complete. */
export function removeUnfinished(): void {
  for (const path of unfinished) remove(path)
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
  unfinished.delete(path)
}

/** Marks a path as to be removed if the program is ended; removes it when it is called. */
export function noteUnfinished(path: string): () => void {
  unfinished.add(path)
  return () => remove(path)
}

/** A folder for the time being, and how to be rid of it. */
export function openFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'dechaff-'))
  unfinished.add(path)
  return { path, remove: () => remove(path) }
}

export interface Output {
  /** Settles when `data` is written. */
  write(data: string | Uint8Array): Promise<void>
  /** Waits until all is written and gives the file its name; `backup` keeps what stood there under that name. */
  commit(backup?: string): Promise<void>
  /** What was written is not all there should be: it gets another name, which is returned; none for a device. */
  keepPartial(): Promise<string | undefined>
  /** Leaves what stood there as it was. */
  discard(): void
}

export interface OutputOptions {
  /** Where the temporary file lies until it is whole; else beside the file. On another disk it does not count. */
  readonly folder?: string | undefined
  /** On the disk before it has its name; else only if it is larger than SYNCED. */
  readonly durable?: boolean | undefined
}

/** Bytes; what is lost of a larger file when the machine stops costs more than to wait for the disk. */
const SYNCED = 64 * 1024 * 1024

/** What the name of a file ends in that is not whole. */
export const PARTIAL = '.partial'

let outputs = 0

/** A name that no other process, and no other thread of this one, gives to a file. */
const temporaryName = (): string => `.dechaff-${process.pid}-${threadId}-${++outputs}`

/** Opens `name` for writing under a temporary name; a link is written through. */
export function openOutput(name: string, { folder, durable = false }: OutputOptions = {}): Output {
  const named = naming(name)
  const { target, known } = targetOf(name)
  // A device or a pipe is no file to replace: it is written to.
  const isFile = known?.isFile() ?? true
  const beside = dirname(target)
  let temporary = target
  let fd: number
  try {
    if (isFile)
      temporary = join(folder !== undefined && isOneDisk(folder, beside) ? folder : beside, temporaryName())
    fd = openSync(temporary, isFile ? 'wx' : 'w')
    if (isFile) unfinished.add(temporary)
    if (isFile && known) keepOwner(fd, known)
  } catch (error) {
    throw named(error)
  }
  let size = 0
  const stream = createWriteStream(temporary, { fd, highWaterMark: CHUNK, autoClose: false })
  // Each write and the commit hear of it.
  stream.on('error', () => {})
  function discard(): void {
    stream.destroy()
    if (isFile) remove(temporary)
  }
  async function finish(): Promise<void> {
    stream.end()
    await finished(stream)
    if (isFile && (durable || size > SYNCED)) await call((done) => fsync(fd, done))
    stream.destroy()
    await once(stream, 'close')
  }
  async function moveTo(path: string): Promise<void> {
    renameSync(temporary, path)
    unfinished.delete(temporary)
    if (durable) await syncFolder(dirname(path))
  }
  return {
    write(data) {
      size += data.length
      return new Promise((resolve, reject) => {
        // What follows an error is refused with another one, which says less.
        stream.write(data, (error) => (error ? reject(named(stream.errored ?? error)) : resolve()))
      })
    },
    async commit(backup) {
      try {
        await finish()
        if (!isFile) return
        if (backup !== undefined) copyFileSync(target, backup)
        await moveTo(target)
      } catch (error) {
        discard()
        throw named(error)
      }
    },
    async keepPartial() {
      try {
        await finish()
        if (!isFile) return undefined
        await moveTo(target + PARTIAL)
        return target + PARTIAL
      } catch (error) {
        discard()
        throw named(error)
      }
    },
    discard,
  }
}

function isOneDisk(a: string, b: string): boolean {
  return statSync(a).dev === statSync(b).dev
}

/** A name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const fd = openSync(folder, 'r')
  try {
    await call((done) => fsync(fd, done))
  } finally {
    closeSync(fd)
  }
}

function call(begin: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => begin((error) => (error ? reject(error) : resolve())))
}

function targetOf(name: string): { target: string; known: Stats | undefined } {
  try {
    const target = realpathSync(name)
    return { target, known: statSync(target) }
  } catch {
    // Not there yet.
    return { target: name, known: undefined }
  }
}

/** Mode and, where that is allowed, owner of the file that is replaced. */
function keepOwner(fd: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(fd, uid, gid)
  } catch {
    // Only root may give files away.
  }
  fchmodSync(fd, mode & 0o7777)
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory, expected a file',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  ENAMETOOLONG: 'name too long',
  ELOOP: 'too many links',
  EMFILE: 'too many open files',
  EIO: 'input/output error',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EAGAIN: 'resource temporarily unavailable',
  ENOTREG: 'is a device or a pipe, expected a file to change',
  EPIPE: 'its reader went away',
}

/** An error of the system in words; undefined if it is none. */
export function reasonOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  if (typeof code !== 'string' || !('syscall' in (error as object))) return undefined
  return reasons[code] ?? code
}
