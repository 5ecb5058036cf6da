/**
 * A ruleset as one block of bytes: JSON for what is small, the arrays as they lie in memory for
 * what is large, so that loading costs a read and next to nothing else.
 *
 *   "dechaff\n" · version u32 · JSON length u32 · JSON (ASCII) · padding to 8 · arrays
 */
import type { Rule } from '../types.js'
import type { ElementRule } from './elements.js'
import type { Gate } from './gate.js'
import type { Part, Pattern, Ruleset } from './ruleset.js'
import type { Trie } from './trie.js'

const MAGIC = 'dechaff\n'
const VERSION = 5

type Numbers = Int32Array | Uint32Array | Uint16Array
/** Where an array lies behind the JSON: type, byte offset, items. */
type ArrayPlace = readonly ['i32' | 'u32' | 'u16', number, number]
interface PartHead {
  readonly rules: readonly Rule[]
  readonly patterns: readonly Pattern[]
  readonly groups: Part['groups']
  readonly loose: readonly number[]
  readonly elements: readonly ElementRule[]
  readonly tries: readonly ArrayPlace[][]
  readonly gate: readonly ArrayPlace[]
  readonly starts: readonly ArrayPlace[]
}
interface Head {
  readonly hash: string
  readonly characters: readonly ArrayPlace[]
  readonly words: readonly ArrayPlace[]
  readonly numbers: Ruleset['numbers']
  readonly parts: readonly PartHead[]
}

const arrayTypes = { i32: Int32Array, u32: Uint32Array, u16: Uint16Array } as const

const trieArrays = ['nodes', 'firsts', 'labels', 'slotChildren'] as const satisfies readonly (keyof Trie)[]

export function storeRuleset(ruleset: Ruleset): Uint8Array {
  const arrays: Numbers[] = []
  let size = 0
  const place = (array: Numbers): ArrayPlace => {
    const at = size
    arrays.push(array)
    size += Math.ceil(array.byteLength / 8) * 8
    const type = array instanceof Int32Array ? 'i32' : array instanceof Uint32Array ? 'u32' : 'u16'
    return [type, at, array.length]
  }
  const placeTrie = (trie: Trie): ArrayPlace[] => trieArrays.map((name) => place(trie[name]))
  const head: Head = {
    hash: ruleset.hash,
    characters: [place(ruleset.characters.fold), place(ruleset.characters.classes)],
    words: placeTrie(ruleset.words),
    numbers: ruleset.numbers,
    parts: ruleset.parts.map((part) => ({
      rules: part.rules,
      patterns: part.patterns,
      groups: part.groups,
      loose: part.loose,
      elements: part.elements,
      tries: [part.phrases, part.allowed].map(placeTrie),
      gate: [place(part.gate.ends)],
      starts: [place(part.starts.bits)],
    })),
  }
  const json = JSON.stringify(head).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const begin = Math.ceil((16 + json.length) / 8) * 8
  const bytes = new Uint8Array(begin + size)
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, json.length, true)
  for (let i = 0; i < json.length; i++) bytes[16 + i] = json.charCodeAt(i)
  let at = begin
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += Math.ceil(array.byteLength / 8) * 8
  }
  return bytes
}

/** Reads what `storeRuleset` wrote; the arrays are views into `bytes` where its alignment allows. */
export function loadRuleset(bytes: Uint8Array): Ruleset {
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength)
  if (whole.length < 16 || ascii(whole, 0, MAGIC.length) !== MAGIC || view.getUint32(8, true) !== VERSION) {
    throw new TypeError('not a ruleset of this version of dechaff; build it again')
  }
  const length = view.getUint32(12, true)
  const head = JSON.parse(ascii(whole, 16, 16 + length)) as Head
  const begin = whole.byteOffset + Math.ceil((16 + length) / 8) * 8
  const array = ([type, at, items]: ArrayPlace): Numbers => {
    const kind = arrayTypes[type]
    return new kind(whole.buffer as ArrayBuffer, begin + at, items)
  }
  const trie = (places: readonly ArrayPlace[]): Trie =>
    Object.fromEntries(trieArrays.map((name, i) => [name, array(places[i] as ArrayPlace)])) as unknown as Trie
  const [fold, classes] = head.characters.map(array) as [Uint16Array, Uint16Array]
  return {
    hash: head.hash,
    characters: { fold, classes },
    words: trie(head.words),
    numbers: head.numbers,
    parts: head.parts.map((part): Part => {
      const [phrases, allowed] = part.tries.map(trie) as [Trie, Trie]
      const [ends] = part.gate.map(array) as [Uint32Array]
      const [bits] = part.starts.map(array) as [Uint32Array]
      const gate: Gate = { ends }
      return {
        rules: part.rules,
        patterns: part.patterns,
        groups: part.groups,
        loose: part.loose,
        elements: part.elements,
        phrases,
        allowed,
        gate,
        starts: { bits },
      }
    }),
  }
}

/** The JSON is ASCII; ten times as fast where there is a TextDecoder. */
function ascii(bytes: Uint8Array, from: number, to: number): string {
  if (typeof TextDecoder !== 'undefined') return new TextDecoder().decode(bytes.subarray(from, to))
  let text = ''
  for (let at = from; at < to; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + 8192)))
  return text
}
