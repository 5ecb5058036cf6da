/**
 * Reads a record as JSON, byte by byte, and notes where the values of a few fields stand. It accepts
 * what `JSON.parse` accepts (a test holds it to that) and takes a field that comes twice as
 * `JSON.parse` does: the last one counts. Depth costs a bit of memory, no stack.
 */
import { decodeUtf8, encodeUtf8 } from '../engine/utf8.js'
import { nextNode, type PathNode } from './jsonl-paths.js'
import { createStringWalker } from './jsonl-strings.js'

export interface RecordScanner {
  /** Per path: where its value begins, or -1; and where it ends, objects and arrays apart. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Where the object that is the record is closed; -1 if the record is none. */
  close: number
  /** After a scan that failed: where, and what was expected there. */
  at: number
  expected: string
  /** The bytes to scan; their buffer must be aligned to 4. */
  use(bytes: Uint8Array): void
  /** True if `bytes[from … end]` is one value of JSON. */
  scan(from: number, end: number): boolean
  /** Where the escapes of the string that begins at `from` stand, and how many there are. */
  escapesAt(from: number, end: number): number
  readonly escapes: Int32Array
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

type State = 'value' | 'item' | 'name' | 'member' | 'after'
const literals = ['true', 'false', 'null'].map(encodeUtf8)

/** The paths in `tree` are numbered from 0 to `paths`; the first `texts` of them may be the text. */
export function createRecordScanner(tree: PathNode, paths: number, texts: number): RecordScanner {
  const walker = createStringWalker()
  const starts = new Int32Array(paths)
  const ends = new Int32Array(paths)
  /** Per depth: is it an object? */
  let objects = new Uint8Array(64)
  /** Per depth: the node of an object on the way of a path. */
  const nodes: PathNode[] = []
  let bytes: Uint8Array = new Uint8Array(0)
  /** The escapes of the string that began at `walked`: the walker soon walks on others. */
  let escapes: Int32Array = new Int32Array(256)
  let count = 0
  let walked = -1

  function fail(at: number, expected: string): false {
    scanner.at = at
    scanner.expected = expected
    return false
  }

  /** The end of the string whose opening quote stands at `at`, or -1. */
  function endOfString(at: number, end: number): number {
    const quote = walker.walk(at + 1, end)
    if (quote >= 0) return quote + 1
    fail(walker.at, walker.expected)
    return -1
  }

  /** The node of the member whose name was walked last. */
  function nodeOf(node: PathNode, from: number, to: number): PathNode | undefined {
    if (walker.count === 0) return nextNode(node, bytes, from + 1, to - 1)
    const name = encodeUtf8(JSON.parse(decodeUtf8(bytes, from, to)) as string)
    return nextNode(node, name, 0, name.length)
  }

  function keepEscapes(at: number): void {
    const { escapes: found } = walker
    walker.escapes = escapes
    escapes = found
    count = walker.count
    walked = at
  }

  function scan(from: number, end: number): boolean {
    let state: State = 'value'
    let depth = 0
    /** Depth down to which all containers are on the way of a path. */
    let known = 0
    let child: PathNode | undefined
    let at = from
    starts.fill(-1)
    scanner.close = -1
    for (;;) {
      let byte = at < end ? (bytes[at] as number) : 0
      while (isSpace(byte)) byte = ++at < end ? (bytes[at] as number) : 0

      if (state === 'after') {
        if (depth === 0) return at >= end || fail(at, 'the end of the record')
        const isObject = objects[depth] === 1
        if (byte === COMMA) {
          state = isObject ? 'name' : 'value'
          child = undefined
          at++
          continue
        }
        if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY))
          return fail(at, isObject ? '`,` or `}`' : '`,` or `]`')
      }

      if (state === 'name' || state === 'member') {
        if (byte === QUOTE) {
          const to = endOfString(at, end)
          if (to < 0) return false
          child = known === depth ? nodeOf(nodes[depth] as PathNode, at, to) : undefined
          if (child) for (const path of child.through) starts[path] = -1
          at = to
          while (at < end && isSpace(bytes[at] as number)) at++
          if (at >= end || bytes[at] !== COLON) return fail(at, '`:`')
          at++
          state = 'value'
          continue
        }
        if (state === 'name' || byte !== CLOSE_OBJECT)
          return fail(at, state === 'name' ? 'the name of a field' : 'the name of a field or `}`')
      }

      // A bracket that closes: after a value, or right after the one that opens.
      if (state !== 'value' && (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY)) {
        if (state === 'item' && byte === CLOSE_OBJECT) return fail(at, 'a value or `]`')
        if (depth === 1 && objects[1] === 1) scanner.close = at
        if (known === depth) known--
        depth--
        at++
        state = 'after'
        continue
      }

      const path = child ? child.path : -1
      if (path >= 0) starts[path] = at
      let to: number
      if (byte === QUOTE) {
        to = endOfString(at, end)
        if (to < 0) return false
        if (path >= 0 && path < texts) keepEscapes(at)
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        const isOnWay = byte === OPEN_OBJECT && known === depth && (depth === 0 || child !== undefined)
        depth++
        if (depth === objects.length) objects = grown(objects)
        objects[depth] = byte === OPEN_OBJECT ? 1 : 0
        if (isOnWay) {
          known = depth
          nodes[depth] = child ?? tree
        }
        child = undefined
        state = byte === OPEN_OBJECT ? 'member' : 'item'
        at++
        continue
      } else {
        to = endOfScalar(bytes, at, end)
        if (to < 0) return fail(at, state === 'item' ? 'a value or `]`' : 'a value')
      }
      if (path >= 0) ends[path] = to
      at = to
      state = 'after'
    }
  }

  const scanner: RecordScanner = {
    starts,
    ends,
    close: -1,
    at: 0,
    expected: '',
    use(block) {
      bytes = block
      walked = -1
      walker.use(block)
    },
    scan,
    escapesAt(from, end) {
      if (walked !== from) {
        endOfString(from, end)
        keepEscapes(from)
      }
      return count
    },
    get escapes() {
      return escapes
    },
  }
  return scanner
}

function grown(array: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(array.length * 2)
  larger.set(array)
  return larger
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a
}

/** The end of the number or literal at `at`, or -1. */
function endOfScalar(bytes: Uint8Array, at: number, end: number): number {
  for (const literal of literals) {
    if (bytes[at] !== literal[0]) continue
    const to = at + literal.length
    return to <= end && literal.every((byte, i) => bytes[at + i] === byte) ? to : -1
  }
  const digits = (from: number): number => {
    let to = from
    while (to < end && (bytes[to] as number) >= 0x30 && (bytes[to] as number) <= 0x39) to++
    return to
  }
  const is = (place: number, character: number): boolean => place < end && bytes[place] === character
  const whole = is(at, 0x2d) ? at + 1 : at
  let to = is(whole, 0x30) ? whole + 1 : digits(whole)
  if (to === whole) return -1
  if (is(to, 0x2e)) {
    const fraction = digits(to + 1)
    if (fraction === to + 1) return -1
    to = fraction
  }
  if (is(to, 0x65) || is(to, 0x45)) {
    const sign = is(to + 1, 0x2b) || is(to + 1, 0x2d) ? to + 2 : to + 1
    const exponent = digits(sign)
    if (exponent === sign) return -1
    to = exponent
  }
  return to
}
