/**
 * The kernel (src/kernel): WebAssembly that does the work on every byte and every line. It cuts bytes into
 * lines (cut.ts) and settles the claims of nearly all of them (claims.ts). Bytes are copied into its memory
 * and the answers out of it; that is a hundredth of the work. Where there is no WebAssembly the same is done
 * without it, slowly.
 */
import code from './kernel-code.js'
import {
  BATCH_BYTES,
  BATCH_CLAIMS_AT,
  BATCH_INKS_AT,
  BATCH_LINES,
  BATCH_OPEN_AT,
  BATCH_STARTS_AT,
  BYTES_AT,
} from './layout.js'

/** What the kernel exports (src/kernel/index.ts). */
export interface Exports {
  readonly memory: Memory
  cut(size: number, base: number): number
  findInks(bytes: number, count: number): void
  claim(bytes: number, count: number): number
  readonly words: Global
  readonly parts: Global
  readonly partCount: Global
  readonly active: Global
  readonly saving: Global
  readonly loose: Global
  readonly gate: Global
}
interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}
interface Global {
  value: number
}
/** As much of WebAssembly as is used: the engine is compiled without the types of browsers and of Node. */
interface Machine {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Exports }
}
export type Numbers = Uint8Array | Uint16Array | Int32Array | Uint32Array

const PAGE = 65_536
let compiled: object | undefined

/** A kernel with `size` bytes of memory, zeros but for what `tables` tell; undefined where there is no WebAssembly. */
export function instantiate(
  size: number,
  tables: readonly (readonly [number, Numbers])[],
): Exports | undefined {
  const { WebAssembly: machine } = globalThis as { readonly WebAssembly?: Machine }
  if (machine === undefined) return undefined
  let exports: Exports
  try {
    compiled ??= new machine.Module(code)
    exports = new machine.Instance(compiled).exports
    exports.memory.grow(Math.ceil(size / PAGE))
  } catch {
    // Forbidden by a policy of the page, without vectors, or out of room.
    return undefined
  }
  const bytes = new Uint8Array(exports.memory.buffer)
  for (const [at, table] of tables)
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at)
  return exports
}

/** The kernel's memory that a batch is handed over in, and comes back in (layout.ts). */
export interface BatchMemory {
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly inks: Uint32Array
  readonly claims: Int32Array
  readonly open: Uint32Array
}

export function batchOf({ memory: { buffer } }: Exports): BatchMemory {
  return {
    bytes: new Uint8Array(buffer, BYTES_AT, BATCH_BYTES),
    starts: new Uint32Array(buffer, BATCH_STARTS_AT, BATCH_LINES + 1),
    inks: new Uint32Array(buffer, BATCH_INKS_AT, BATCH_LINES),
    claims: new Int32Array(buffer, BATCH_CLAIMS_AT, BATCH_LINES),
    open: new Uint32Array(buffer, BATCH_OPEN_AT, BATCH_LINES),
  }
}
