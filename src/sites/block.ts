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
import { createKeyTable } from '../learn/key-table.js'
import { type CategoryOf, rulesOf } from '../learn/rules.js'
import type { LearnedLine, LearnedSite } from '../learn/site.js'
import { learnLimits, limits } from '../limits.js'
import { phraseElements } from '../packs/compile.js'
import { packLimits } from '../packs/limits.js'
import { looseSlots } from '../packs/slots.js'
import { createByteReader, createByteWriter } from './bytes.js'
import { compareKeys, type Key, keyOfUnits, unitsOf } from './keys.js'
import { type Look, type LookPhrase, lookOf, SECOND } from './look.js'
import { LINE_RULES, numberOf } from './rules.js'

/** Noncharacters that stand for slots: folding keeps them from every line. */
export const FIRST_SLOT = 0xfdd0
const HEAD = 8
/** Slots whose first characters are known. */
const narrow = new Set((['n', 'time', 'date'] as const).map((kind) => slotKinds.indexOf(kind)))
const loose = new Set([...looseSlots].map((kind) => slotKinds.indexOf(kind as SlotKind)))
/** Of the lines of prose that are kept as examples of what is to stay. */
export const examples = { most: 3, units: 400 } as const
/** Lines of a rule whose text is kept beside the phrase: a pack shows them. */
const SHOWN = 3
/** Bytes of a phrase at most: of units of a line, in UTF-8. */
const PHRASE_BYTES = limits.lineUnits * 3

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
  /** All units of a line with slots. */
  readonly units: Uint16Array
  readonly length: number
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
  const literal = entries.filter(({ hasSlot }) => !hasSlot).sort((a, b) => compareKeys(a.key, b.key))
  const slotted = entries.filter(({ hasSlot }) => hasSlot).sort((a, b) => compareUnits(a.units, b.units))
  const ordered = [...literal, ...slotted]
  const look = lookOf(ordered)
  const name = encodeUtf8(host)
  const slottedUnits = slotted.reduce((sum, { units }) => sum + units.length, 0)
  const keysAt = HEAD + look.bits.length
  const words = keysAt + literal.length * 2
  const lengthsAt = ordered.length
  const halves = lengthsAt + slotted.length + slottedUnits
  const bytes = new Uint8Array(Math.ceil((words * 4 + halves * 2 + name.length) / 8) * 8)
  const longest = ordered.reduce((most, { length }) => Math.max(most, length), 0)
  const hasMenus = site.lines.some(isItem)
  const whole = new Uint32Array(bytes.buffer, 0, words)
  whole.set([literal.length, slotted.length, look.bits.length, look.slots])
  whole.set([longest, hasMenus ? 1 : 0, name.length, slottedUnits], 4)
  whole.set(look.bits, HEAD)
  literal.forEach(({ key }, at) => {
    whole[keysAt + at] = key.high
    whole[keysAt + literal.length + at] = key.low
  })
  const half = new Uint16Array(bytes.buffer, words * 4, halves)
  ordered.forEach(({ rule }, at) => {
    half[at] = rule
  })
  let unitsAt = lengthsAt + slotted.length
  slotted.forEach(({ units }, at) => {
    half[lengthsAt + at] = units.length
    half.set(units, unitsAt)
    unitsAt += units.length
  })
  bytes.set(name, words * 4 + halves * 2)
  return { block: bytes, notes: notesOf(site, ordered), lines: ordered.length }
}

function entriesOf(site: LearnedSite, categoryOf: CategoryOf, characters: Characters): Entry[] {
  const entries: Entry[] = []
  const item = site.lines.find(isItem)
  phraseKeys.clear()
  for (const rule of rulesOf(site, categoryOf)) {
    const number = numberOf(rule)
    rule.lines.forEach((line, at) => {
      const length = readPhrase(characters, line.phrase)
      const { units } = phrase
      const key = keyOfUnits(units, length)
      if (length === 0 || phraseKeys.add(key.low | 0, key.high | 0) < entries.length) return
      let first = 0
      while (first < length && slotOf(units[first] as number) < 0) first++
      const hasSlot = first < length
      entries.push({
        // The key stands for the others: arrays of all units took a third of the time of making a site.
        units: units.slice(0, hasSlot ? length : Math.min(length, SECOND)),
        length,
        key,
        first,
        hasSlot,
        line,
        rule: number,
        isLoose: first === 0 && !narrow.has(slotOf(units[0] as number)),
        isShown: at < SHOWN || line === item,
      })
    })
  }
  return entries
}

/** The slot that a unit of a phrase stands for, or -1. */
export function slotOf(unit: number): number {
  return unit >= FIRST_SLOT && unit < FIRST_SLOT + slotKinds.length ? unit - FIRST_SLOT : -1
}

const phrase = emptyFolded(limits.lineUnits)
const phraseBytes = Buffer.alloc(PHRASE_BYTES)
/** Phrases of the site that is made. */
const phraseKeys = createKeyTable()

/** Into `phrase`, as the compiler of packs reads it, which without slots is folding; returns how many units that are. */
function readPhrase(characters: Characters, text: string): number {
  if (isPlain(text)) return text.length
  if (!text.includes('{'))
    return fold(characters, phraseBytes, 0, phraseBytes.write(text), phrase) ? phrase.length : 0
  const units = unitsOf(
    phraseElements(characters, text)
      .map((element) =>
        typeof element === 'string'
          ? element
          : String.fromCharCode(FIRST_SLOT + slotKinds.indexOf(element.slot)),
      )
      .join(''),
  )
  phrase.units.set(units)
  return units.length
}

/** Does folding leave the phrase as it is, for all that a look at its units tells? Then they are in `phrase`. */
function isPlain(text: string): boolean {
  const { units } = phrase
  let before = SPACE
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const isSpace = unit === SPACE
    if ((isSpace && before === SPACE) || !(isSpace || (unit >= 0x61 && unit <= 0x7a))) return false
    units[at] = before = unit
  }
  return before !== SPACE
}

const SPACE = 0x20

function compareUnits(a: Uint16Array, b: Uint16Array): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number)
  return a.length - b.length
}

function notesOf(site: LearnedSite, entries: readonly Entry[]): Uint8Array {
  const writer = createByteWriter()
  writer.number(site.pages)
  const prose = site.prose.filter((text) => text.length <= examples.units).slice(0, examples.most)
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
