/** Files: read in large chunks, written to a temporary name and renamed, so that a name always means a whole file. */
import {
  closeSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Bytes of a read: larger ones gain nothing. */
const CHUNK = 1024 * 1024

/** Reads a file, or standard input for "-". */
export function openInput(name: string): Readable {
  if (name === '-') return createReadStream('', { fd: 0, autoClose: false, highWaterMark: CHUNK })
  return createReadStream(name, { highWaterMark: CHUNK })
}

const unfinished = new Set<string>()

/** Removes the temporary files of outputs that are not complete. */
export function removeUnfinished(): void {
  for (const file of unfinished) rmSync(file, { force: true })
  unfinished.clear()
}

export interface Output {
  readonly stream: Writable
  /** Gives the file its name; `backup` keeps what stood there under that name. */
  commit(backup?: string): void
  /** Leaves what stood there as it was. */
  discard(): void
}

/** Opens `name` for writing under a temporary name in the same folder; a link is written through. */
export function openOutput(name: string): Output {
  let target = name
  let mode: number | undefined
  try {
    target = realpathSync(name)
    const known = statSync(target)
    // A device or a pipe is no file to replace: it is written to.
    if (!known.isFile()) return { stream: createWriteStream(target), commit() {}, discard() {} }
    mode = known.mode & 0o7777
  } catch {
    // Not there yet.
  }
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.dechaff`)
  const fd = openSync(temporary, 'wx', mode ?? 0o666)
  unfinished.add(temporary)
  const stream = createWriteStream(temporary, { fd, highWaterMark: CHUNK })
  return {
    stream,
    commit(backup) {
      if (backup !== undefined) copyFileSync(target, backup)
      renameSync(temporary, target)
      unfinished.delete(temporary)
    },
    discard() {
      rmSync(temporary, { force: true })
      unfinished.delete(temporary)
    },
  }
}

/** The first bytes of a file. */
export function peek(name: string, size: number): Uint8Array {
  const fd = openSync(name, 'r')
  try {
    if (!fstatSync(fd).isFile()) return new Uint8Array(0)
    const bytes = new Uint8Array(size)
    return bytes.subarray(0, readSync(fd, bytes))
  } finally {
    closeSync(fd)
  }
}

/** Standard input as a file of its own, for readers that must read twice. */
export function spool(bytes: Uint8Array, file: string): void {
  const fd = openSync(file, 'a', 0o600)
  unfinished.add(file)
  writeSync(fd, bytes)
  closeSync(fd)
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
}

/** An error of the system in words; undefined if it is none. */
export function reasonOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  if (typeof code !== 'string' || !('syscall' in (error as object))) return undefined
  return reasons[code] ?? code
}
