/**
 * What was learned of one site as a block of bytes, used as it lies there. Numbers of 32 bits, then of
 * 16, then the name of the host:
 *
 *   head: lines without slots · lines with · words of the look · its slots · units of the longest line ·
 *         1: has menus · bytes of the host's name · units of the lines with slots
 *   look u32… · upper halves of the keys, ascending u32… · lower halves u32… ·
 *   rules u16… · lengths of the lines with slots u16… · their units, sorted u16… · host
 *
 * and, only read for an export, notes: pages · lines of prose · each line.
 */
import type { Characters } from '../engine/characters.js'
import { emptyFolded, fold } from '../engine/fold.js'
import { type SlotKind, slotKinds } from '../engine/trie.js'
import { decodeUtf8, encodeUtf8 } from '../engine/utf8.js'
import { isItem } from '../learn/examples.js'
import { type CategoryOf, rulesOf } from '../learn/rules.js'
import type { LearnedLine, LearnedSite } from '../learn/site.js'
import { learnLimits, limits } from '../limits.js'
import { phraseElements } from '../packs/compile.js'
import { packLimits } from '../packs/limits.js'
import { looseSlots } from '../packs/slots.js'
import { createByteReader, createByteWriter } from './bytes.js'
import { compareKeys, type Key, keyOfUnits, unitsOf } from './keys.js'
import { type Look, type LookPhrase, lookOf } from './look.js'
import { LINE_RULES, numberOf } from './rules.js'

/** Noncharacters that stand for slots: folding keeps them from every line. */
export const FIRST_SLOT = 0xfdd0
const HEAD = 8
/** Slots whose first characters are known. */
const narrow = new Set((['n', 'time', 'date'] as const).map((kind) => slotKinds.indexOf(kind)))
const loose = new Set([...looseSlots].map((kind) => slotKinds.indexOf(kind as SlotKind)))
/** Characters of a line of prose that is kept as an example of what is to stay, and how many are. */
const EXAMPLE_UNITS = 400
const EXAMPLES = 3
/** Lines of a rule whose text is kept beside the phrase: a pack shows them. */
const SHOWN = 3

export interface Block {
  readonly look: Look
  /** Keys of the lines without slots. */
  readonly highs: Uint32Array
  readonly lows: Uint32Array
  /** The rule of each line, those with slots last. */
  readonly rules: Uint16Array
  /** Lines with slots, sorted by their units, slots as units from `FIRST_SLOT` on. */
  readonly slotted: readonly Uint16Array[]
  /** Units of the longest line. */
  readonly longest: number
  readonly hasMenus: boolean
  readonly host: string
  /** Bytes of all of it. */
  readonly size: number
}

interface Entry extends LookPhrase {
  readonly units: Uint16Array
  readonly key: Key
  readonly rule: number
  readonly line: LearnedLine
  readonly isShown: boolean
}

export interface EncodedSite {
  readonly block: Uint8Array
  readonly notes: Uint8Array
  readonly lines: number
}

/** Undefined where nothing was learned. */
export function encodeSite(
  host: string,
  site: LearnedSite,
  categoryOf: CategoryOf,
  characters: Characters,
): EncodedSite | undefined {
  const entries = entriesOf(site, categoryOf, characters)
  if (entries.length === 0) return undefined
  const literal = entries
    .filter(({ units, first }) => first === units.length)
    .sort((a, b) => compareKeys(a.key, b.key))
  const slotted = entries
    .filter(({ units, first }) => first < units.length)
    .sort((a, b) => compareUnits(a.units, b.units))
  const ordered = [...literal, ...slotted]
  const look = lookOf(ordered)
  const name = encodeUtf8(host)
  const slottedUnits = slotted.reduce((sum, { units }) => sum + units.length, 0)
  const words = HEAD + look.bits.length + literal.length * 2
  const halves = ordered.length + slotted.length + slottedUnits
  const bytes = new Uint8Array(Math.ceil((words * 4 + halves * 2 + name.length) / 8) * 8)
  const longest = Math.max(...ordered.map(({ units }) => units.length))
  const hasMenus = site.lines.some(isItem)
  new Uint32Array(bytes.buffer, 0, words).set([
    ...[literal.length, slotted.length, look.bits.length, look.slots],
    ...[longest, hasMenus ? 1 : 0, name.length, slottedUnits],
    ...look.bits,
    ...literal.map(({ key }) => key.high),
    ...literal.map(({ key }) => key.low),
  ])
  new Uint16Array(bytes.buffer, words * 4, halves).set([
    ...ordered.map(({ rule }) => rule),
    ...slotted.map(({ units }) => units.length),
    ...slotted.flatMap(({ units }) => [...units]),
  ])
  bytes.set(name, words * 4 + halves * 2)
  return { block: bytes, notes: notesOf(site, ordered), lines: ordered.length }
}

function entriesOf(site: LearnedSite, categoryOf: CategoryOf, characters: Characters): Entry[] {
  const known = new Set<string>()
  const item = site.lines.find(isItem)
  return rulesOf(site, categoryOf).flatMap((rule) => {
    const number = numberOf(rule)
    return rule.lines.flatMap((line, at): Entry[] => {
      const units = unitsOfPhrase(characters, line.phrase)
      const text = String.fromCharCode(...units)
      if (text === '' || known.has(text)) return []
      known.add(text)
      const slot = units.findIndex((unit) => slotOf(unit) >= 0)
      const first = slot < 0 ? units.length : slot
      const isLoose = slot === 0 && !narrow.has(slotOf(units[0] as number))
      const isShown = at < SHOWN || line === item
      return [{ units, key: keyOfUnits(units), first, isLoose, rule: number, line, isShown }]
    })
  })
}

/** The slot that a unit of a phrase stands for, or -1. */
export function slotOf(unit: number): number {
  return unit >= FIRST_SLOT && unit < FIRST_SLOT + slotKinds.length ? unit - FIRST_SLOT : -1
}

const folded = emptyFolded(limits.lineUnits)

/** As the compiler of packs reads it, which without slots is folding. */
function unitsOfPhrase(characters: Characters, phrase: string): Uint16Array {
  if (!phrase.includes('{')) {
    const bytes = Buffer.from(phrase)
    if (!fold(characters, bytes, 0, bytes.length, folded)) return new Uint16Array(0)
    return folded.units.slice(0, folded.length)
  }
  return unitsOf(
    phraseElements(characters, phrase)
      .map((element) =>
        typeof element === 'string'
          ? element
          : String.fromCharCode(FIRST_SLOT + slotKinds.indexOf(element.slot)),
      )
      .join(''),
  )
}

function compareUnits(a: Uint16Array, b: Uint16Array): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number)
  return a.length - b.length
}

function notesOf(site: LearnedSite, entries: readonly Entry[]): Uint8Array {
  const writer = createByteWriter()
  writer.number(site.pages)
  const prose = site.prose.filter((text) => text.length <= EXAMPLE_UNITS).slice(0, EXAMPLES)
  writer.number(prose.length)
  for (const text of prose) writer.text(text)
  for (const { line, isShown } of entries) {
    writer.text(line.phrase)
    writer.number((line.isProse ? 1 : 0) + (isShown ? 2 : 0) + (line.isTitle ? 4 : 0))
    if (isShown) writer.text(line.text)
    for (const count of [line.pages, line.before, line.after, line.inside, line.block]) writer.number(count)
  }
  return writer.bytes()
}

/** What was learned, in the order of the block's rules. Throws what `damaged` makes where the notes are none. */
export function decodeNotes({ rules }: Block, notes: Uint8Array, damaged: () => Error): LearnedSite {
  const reader = createByteReader(notes, damaged)
  const pages = reader.number()
  const prose: string[] = []
  for (let left = reader.number(); left > 0; left--) prose.push(reader.text())
  const lines = Array.from(rules, (): LearnedLine => {
    const phrase = reader.text()
    const flags = reader.number()
    const text = flags & 2 ? reader.text() : phrase
    const [isProse, isTitle] = [(flags & 1) !== 0, (flags & 4) !== 0]
    const [on, before] = [reader.number(), reader.number()]
    const [after, inside, block] = [reader.number(), reader.number(), reader.number()]
    return { phrase, text, isProse, pages: on, before, after, inside, block, isTitle }
  })
  if (!reader.isAtEnd) throw damaged()
  return { pages, lines, prose }
}

/** Views on `bytes`, which begin at a multiple of 8 in their buffer. Throws what `damaged` makes where lengths do not fit. */
export function decodeBlock(bytes: Uint8Array, damaged: () => Error): Block {
  const { buffer, byteOffset, length } = bytes
  if (length < HEAD * 4 || length % 8 !== 0 || length > learnLimits.blockBytes) throw damaged()
  const head = new Uint32Array(buffer, byteOffset, HEAD)
  const [literal = 0, slots = 0, bits = 0, mask = 0, longest = 0, menus = 0, nameBytes = 0, units = 0] = head
  const words = HEAD + bits + literal * 2
  const halves = literal + slots * 2 + units
  const used = words * 4 + halves * 2 + nameBytes
  if (used > length || length - used >= 8 || bits === 0 || (bits & (bits - 1)) !== 0) throw damaged()
  const look: Look = { bits: new Uint32Array(buffer, byteOffset + HEAD * 4, bits), slots: mask }
  const keys = new Uint32Array(buffer, byteOffset + (HEAD + bits) * 4, literal * 2)
  const small = new Uint16Array(buffer, byteOffset + words * 4, halves)
  const rules = small.subarray(0, literal + slots)
  for (const rule of rules) if (rule >= LINE_RULES) throw damaged()
  const lengths = small.subarray(literal + slots, literal + slots * 2)
  let at = literal + slots * 2
  const slotted = Array.from(lengths, (size) => {
    at += size
    const units = small.subarray(at - size, at)
    if (!isPhrase(units)) throw damaged()
    return units
  })
  if (at !== halves) throw damaged()
  return {
    look,
    highs: keys.subarray(0, literal),
    lows: keys.subarray(literal),
    rules,
    slotted,
    longest,
    hasMenus: menus === 1,
    host: decodeUtf8(bytes, words * 4 + halves * 2, used),
    size: length,
  }
}

/** What the compiler of packs would not refuse: with many slots one line could be split in many ways. */
function isPhrase(units: Uint16Array): boolean {
  let count = 0
  let looseCount = 0
  for (const unit of units) {
    const slot = slotOf(unit)
    if (slot < 0) continue
    count++
    if (loose.has(slot)) looseCount++
  }
  return count > 0 && count <= packLimits.slots && looseCount <= packLimits.looseSlots
}
