/** Settles the claims of lines by the kernel, a batch at a time. */
import type { Document } from '../types.js'
import type { Characters } from './characters.js'
import { gateTables, joinGates } from './gate.js'
import { batchOf, type Exports, instantiate, type Numbers } from './kernel.js'
import {
  BATCH_BYTES,
  BATCH_LINES,
  BEGINS_ADDRESS,
  BEGINS_ANYHOW,
  BEGINS_CAPITAL,
  BEGINS_DIGIT,
  BEGINS_TEMPLATE,
  BEGINS_WORD_SHIFT,
  BULLETS_AT,
  BYTES_AT,
  CLASSES_AT,
  CODES_AT,
  END_CODES_AT,
  ENDS_AT,
  FOLD_AT,
  LINE_BYTES,
  PAIRS_AT,
  PLAIN_AT,
  REST_AT,
  SOLID_AT,
  SPACE,
  STARTS_AT,
  TRAIL,
  TRAILS_AT,
} from './layout.js'
import type { Part, Pattern, Ruleset } from './ruleset.js'
import { wordKinds } from './slots.js'
import { joinStarts, lookTables } from './starts.js'
import { childOf, emptyTrie, isEmpty, type SlotKind, slotKinds, type Trie } from './trie.js'

/** What a matcher asks the kernel with; another object whenever anything in it changes. */
export interface Question {
  /** Per rule over all parts: 1 if it is on. */
  readonly active: Uint8Array
  /** Numbers of the parts that are asked. */
  readonly parts: readonly number[]
  /** May a rule that is on save a claimed line? Must all lines be settled by the host? */
  readonly saving: boolean
  readonly loose: boolean
  /** Settles a line that the kernel cannot: the number of a rule, or -1. */
  readonly settle: (line: number) => number
}

/** Writes the claims of the lines `from` to `to` (exclusive). */
export type Claim = (
  question: Question,
  document: Document,
  from: number,
  to: number,
  claims: Int32Array,
) => void

const known = new WeakMap<Ruleset, Claim>()

/** Lines that are settled without the kernel before it is made: that takes as long, 35 to 50 ms of a slow core. */
const LINES_BEFORE = 1000

/** One kernel does for all matchers of a ruleset: it has some megabytes of tables. */
export function claimOf(ruleset: Ruleset): Claim {
  let claim = known.get(ruleset)
  if (claim === undefined) {
    claim = claimLater(ruleset)
    known.set(ruleset, claim)
  }
  return claim
}

function claimLater(ruleset: Ruleset): Claim {
  let lines = 0
  let claim: Claim | undefined
  return (question, document, from, to, claims) => {
    lines += to - from
    if (lines > LINES_BEFORE) claim ??= createClaim(ruleset) ?? claimSlowly
    const now = claim ?? claimSlowly
    now(question, document, from, to, claims)
  }
}

/** What a slot may begin with in ASCII. */
const beginnings: Record<SlotKind, number> = {
  n: BEGINS_DIGIT | BEGINS_TEMPLATE | (wordKinds.numbers << BEGINS_WORD_SHIFT),
  time: BEGINS_DIGIT,
  date: BEGINS_DIGIT | ((wordKinds.months | wordKinds.weekdays) << BEGINS_WORD_SHIFT),
  site: wordKinds.sites << BEGINS_WORD_SHIFT,
  url: BEGINS_ADDRESS,
  email: BEGINS_ANYHOW,
  name: BEGINS_CAPITAL,
  any: BEGINS_ANYHOW,
}
const inOrder = slotKinds.map((kind) => beginnings[kind])

/** Children of the root by ASCII unit, or -1: the first step of every walk. */
function rootsOf(trie: Trie): Int32Array {
  return Int32Array.from({ length: 128 }, (_, unit) => (isEmpty(trie) ? -1 : childOf(trie, 0, unit)))
}

/** Per node with slots what they may begin with. */
function beginningsOf({ slotChildren }: Trie): Uint32Array {
  const rows = new Uint32Array(slotChildren.length / inOrder.length)
  for (let row = 0, at = 0; row < rows.length; row++) {
    let all = 0
    for (const beginning of inOrder) if ((slotChildren[at++] as number) >= 0) all |= beginning
    rows[row] = all
  }
  return rows
}

/** In place of a trie without nodes: the kernel looks at a root before it knows. */
const lonelyRoot: Trie = { ...emptyTrie, nodes: Int32Array.of(0, 0, 0, 0, -1, -1, -1, 0) }

function plainOf({ fold, classes }: Characters): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) =>
    (classes[code] as number) & (SPACE | TRAIL) ? 0 : (fold[code] as number),
  )
}

/** Letters and digits of ASCII are no bullets. */
const bullets = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && /[a-z0-9]/i.test(String.fromCharCode(byte)) ? 0 : 1,
)

function createClaim({ characters, words, parts }: Ruleset): Claim | undefined {
  const gate = joinGates(parts.map((part) => part.gate))
  const starts = joinStarts(parts.map((part) => part.starts))
  const look = lookTables(characters)
  const ends = gateTables(characters, gate)
  const tables: [number, Numbers][] = [
    [PLAIN_AT, plainOf(characters)],
    [BULLETS_AT, bullets],
    [CODES_AT, look.codes],
    [SOLID_AT, look.solid],
    [END_CODES_AT, ends.codes],
    [TRAILS_AT, ends.trails],
    [PAIRS_AT, ends.pairs],
    [STARTS_AT, starts.bits],
    [ENDS_AT, gate.ends],
    [FOLD_AT, characters.fold],
    [CLASSES_AT, characters.classes],
  ]
  let used = REST_AT
  const put = (table: Numbers): number => {
    const at = used
    tables.push([at, table])
    used += Math.ceil(table.byteLength / 8) * 8
    return at
  }
  const putAll = (numbers: readonly number[]): number => put(Uint32Array.from(numbers))
  const putTrie = (trie: Trie): number => {
    const { nodes, firsts, labels, slotChildren } = isEmpty(trie) ? lonelyRoot : trie
    return putAll([put(nodes), put(firsts), put(labels), put(slotChildren)])
  }
  const putGroup = (part: Part, group: readonly number[]): number =>
    putAll([
      group.length,
      ...group.flatMap((number) => {
        const { rule, literal } = part.patterns[number] as Pattern
        return [rule, literal.length, put(Uint16Array.from(literal, (unit) => unit.charCodeAt(0)))]
      }),
    ])
  let ruleCount = 0
  const places = parts.map((part) => {
    const base = ruleCount
    ruleCount += part.rules.length
    const phrases = putTrie(part.phrases)
    const roots = put(rootsOf(part.phrases))
    const groups = putAll(part.groups.map((group) => putGroup(part, group)))
    return putAll([phrases, putTrie(part.allowed), base, roots, put(beginningsOf(part.phrases)), groups])
  })
  const wordsAt = putTrie(words)
  const activeAt = put(new Uint8Array(ruleCount))
  const partsAt = put(new Uint32Array(parts.length))
  const instance = instantiate(used, tables)
  if (instance === undefined) return undefined
  const exports: Exports = instance
  exports.words.value = wordsAt
  exports.active.value = activeAt
  exports.parts.value = partsAt
  exports.gate.value = ends.state
  const { buffer } = exports.memory
  const batch = batchOf(exports)
  let chosen: Question | undefined

  function choose(question: Question): void {
    chosen = question
    new Uint8Array(buffer, activeAt, ruleCount).set(question.active)
    // The part that came last is asked first.
    const addresses = question.parts.map((part) => places[part] as number).reverse()
    new Uint32Array(buffer, partsAt, places.length).set(addresses)
    exports.partCount.value = addresses.length
    exports.saving.value = Number(question.saving)
    exports.loose.value = Number(question.loose)
  }

  return (question, { bytes, starts, inks }, from, to, claims) => {
    if (question !== chosen) choose(question)
    for (let first = from, next = from; first < to; first = next) {
      const begin = starts[first] as number
      next = Math.min(to, first + BATCH_LINES)
      while (next > first && (starts[next] as number) - begin > BATCH_BYTES) next = (first + next) >> 1
      if (next === first) {
        // Longer than any line that is matched.
        claims[next++] = -1
        continue
      }
      const count = next - first
      batch.bytes.set(bytes.subarray(begin, starts[next]))
      batch.starts.set(starts.subarray(first, next + 1))
      batch.inks.set(inks.subarray(first, next))
      const open = exports.claim(BYTES_AT - begin, count)
      claims.set(batch.claims.subarray(0, count), first)
      for (let k = 0; k < open; k++) {
        const line = first + (batch.open[k] as number)
        claims[line] = question.settle(line)
      }
    }
  }
}

/** Where there is no WebAssembly. */
const claimSlowly: Claim = ({ settle }, { inks, starts }, from, to, claims) => {
  for (let line = from; line < to; line++) {
    const ink = inks[line] as number
    const end = starts[line + 1] as number
    claims[line] = ink === end || end - ink > LINE_BYTES ? -1 : settle(line)
  }
}
