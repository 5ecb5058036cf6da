/** Kept bytes that wait to be handed on. */
export interface Kept {
  readonly size: number
  add(bytes: Uint8Array): void
  /** All of them; only valid until the next ones are added. */
  take(): Uint8Array
}

/** `room`: memory to begin with; more is taken if it is too little. */
export function createKept(room: Uint8Array): Kept {
  let buffer = room
  let size = 0
  return {
    get size() {
      return size
    },
    add(bytes) {
      if (size + bytes.length > buffer.length) {
        const larger = new Uint8Array(Math.max(size + bytes.length, buffer.length * 2))
        larger.set(buffer.subarray(0, size))
        buffer = larger
      }
      buffer.set(bytes, size)
      size += bytes.length
    },
    take() {
      const taken = buffer.subarray(0, size)
      size = 0
      return taken
    },
  }
}
