/**
 * Gathers bytes into one block, cuts it into lines, and hands on what was not taken out of it: long
 * ranges, for a piece for every record would cost more than reading it. How the input was cut makes
 * no difference.
 */

/** A line of the block; only valid while it is read. */
export interface RecordLine {
  readonly bytes: Uint8Array
  /** Where the line begins, and where its record does: a byte order mark may stand before the first. */
  readonly start: number
  readonly from: number
  /** Where its line feed stands, if it has one, and where the next line begins. */
  readonly end: number
  readonly next: number
  /** Nothing but spaces. */
  readonly isBlank: boolean
}

export interface LineReader {
  /** The block; told anew when it has grown. */
  use(bytes: Uint8Array): void
  line(line: RecordLine): void
  /** A line longer than the limit, in pieces; `bytes`: of all pieces so far. */
  long(piece: Uint8Array, bytes: number, isFirst: boolean, isLast: boolean): void
  output(bytes: Uint8Array): void
}

export interface RecordLines {
  write(bytes: Uint8Array): void
  end(): void
  /** While a line is read, in the order of the block: leaves bytes out; puts bytes in. */
  skip(from: number, to: number): void
  insert(at: number, bytes: Uint8Array): void
  /** Leaves out the line with its terminator; what stood before it has been handed on. */
  drop(line: RecordLine): void
  /** After an error while a line was read: hands on what stands before it, or, if it `counts`, it too. */
  stop(counts: boolean): void
}

const LF = 0x0a
/** Bytes of the block, as long as no line is longer. */
const BLOCK = 256 * 1024
/** Bytes of a chunk whose lines are worth to be read where they lie. */
const IN_PLACE = 64 * 1024
const MARK = [0xef, 0xbb, 0xbf] as const

/** `most`: bytes of a line, its terminator apart. `isLater`: what begins here is not the beginning of the file. */
export function createRecordLines(most: number, isLater: boolean, reader: LineReader): RecordLines {
  let block: Uint8Array = new Uint8Array(Math.min(BLOCK, roomFor(most)))
  /** The block again: `indexOf` of a Buffer is many times faster. */
  let searchable = Buffer.from(block.buffer)
  let used = 0
  /** Bytes of the block in which no line feed was found. */
  let searched = 0
  /** What stands before it has been handed on, or left out. */
  let copied = 0
  /** Bytes of a line too long to be held, as far as it was handed on. */
  let long = 0
  let isFirst = !isLater
  /** Where the line that is read begins and ends in the block. */
  let [begun, passed] = [0, 0]
  reader.use(block)

  function copyTo(end: number): void {
    if (end > copied) reader.output(block.subarray(copied, end))
    copied = end
  }

  function read(start: number, end: number, next: number): void {
    begun = start
    passed = next
    if (end - start > most) {
      copyTo(start)
      copied = next
      reader.long(block.subarray(start, next), next - start, true, true)
    } else {
      const hasMark = isFirst && MARK.every((byte, i) => start + i < end && block[start + i] === byte)
      const from = hasMark ? start + MARK.length : start
      reader.line({ bytes: block, start, from, end, next, isBlank: isBlank(block, from, end) })
    }
    isFirst = false
  }

  /** Reads the whole lines of the block from `from`; returns where the rest begins. */
  function readLines(from: number): number {
    // Behind what is used stand megabytes of what was read before: to search them for each small piece takes minutes.
    const filled = searchable.subarray(0, used)
    let start = from
    for (;;) {
      const end = filled.indexOf(LF, Math.max(start, searched))
      if (end < 0) break
      read(start, end, end + 1)
      start = end + 1
    }
    copyTo(start)
    return start
  }

  function readAll(): void {
    const start = readLines(0)
    block.copyWithin(0, start, used)
    used -= start
    searched = used
    copied = begun = passed = 0
    if (used === block.length) makeRoom()
  }

  /** Reads the whole lines of a large chunk where they lie, without a copy; returns where the rest begins. */
  function readInPlace(chunk: Uint8Array, from: number): number {
    const own = block
    hold(chunk)
    used = chunk.length
    copied = from
    const start = readLines(from)
    hold(own)
    used = searched = copied = begun = passed = 0
    return start
  }

  function hold(bytes: Uint8Array): void {
    block = bytes
    searchable = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    reader.use(bytes)
  }

  /** For a line longer than the block: a larger block, or none. */
  function makeRoom(): void {
    if (used > most) {
      long = used
      reader.long(block.subarray(0, used), long, true, false)
      isFirst = false
      used = searched = 0
      return
    }
    const larger = new Uint8Array(Math.min(block.length * 2, roomFor(most)))
    larger.set(block)
    hold(larger)
  }

  /** Hands on the rest of a long line; returns where it ends in `chunk`. */
  function passLong(chunk: Uint8Array, from: number): number {
    const found = chunk.indexOf(LF, from)
    const end = found < 0 ? chunk.length : found + 1
    long += end - from
    reader.long(chunk.subarray(from, end), long, false, found >= 0)
    if (found >= 0) long = 0
    return end
  }

  return {
    write(chunk) {
      let from = 0
      while (from < chunk.length) {
        if (long > 0) {
          from = passLong(chunk, from)
          continue
        }
        const isLarge = chunk.length - from > IN_PLACE && chunk.byteOffset % 4 === 0
        if (isLarge && used === 0) {
          const start = readInPlace(chunk, from)
          if (start > from) {
            from = start
            continue
          }
        }
        // Only the line that the block holds is completed there.
        const found = isLarge && used > 0 ? chunk.indexOf(LF, from) : -1
        const to = found < 0 ? chunk.length : found + 1
        const size = Math.min(block.length - used, to - from)
        block.set(size === chunk.length ? chunk : chunk.subarray(from, from + size), used)
        used += size
        from += size
        readAll()
      }
    },
    end() {
      if (long > 0) reader.long(block.subarray(0, 0), long, false, true)
      else if (used > 0) read(0, used, used)
      copyTo(used)
      used = searched = copied = long = begun = passed = 0
    },
    stop(counts) {
      copyTo(counts ? passed : begun)
      used = searched = copied = long = begun = passed = 0
    },
    skip(from, to) {
      copyTo(from)
      copied = to
    },
    insert(at, bytes) {
      copyTo(at)
      reader.output(bytes)
    },
    drop({ start, next }) {
      copyTo(start)
      copied = next
    },
  }
}

/** A line and its line feed, and a bit to stay aligned. */
const roomFor = (most: number): number => (most + 8) & ~3

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d)) at++
  return at >= end
}
