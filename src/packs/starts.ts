/** Fills the bit sets of the first look (engine/starts.ts) from the phrases of a part. */
import {
  EIGHT,
  FOUR,
  FOUR_ANY,
  SIX,
  SIX_ANY,
  SLOT_STARTS,
  SLOT_WORDS,
  STARTS_END,
  STARTS_NUMBER,
  STARTS_OTHER,
  STARTS_SPACE,
  STARTS_UNITS,
  THREE,
  THREE_ANY,
} from '../engine/layout.js'
import {
  bitOfEight,
  bitOfFour,
  bitOfSix,
  emptyStarts,
  STARTS_CODES,
  type Starts,
  startsCode,
  wordEnds,
} from '../engine/starts.js'
import {
  ACCEPT,
  childrenOf,
  fieldOf,
  GROUP,
  labelOf,
  SLOTS,
  type SlotKind,
  slotKinds,
  type Trie,
} from '../engine/trie.js'

/** Words that slots may begin with, or that may follow their numbers. */
export interface SlotWords {
  readonly numbers: readonly string[]
  readonly magnitudes: readonly string[]
  /** Months and weekdays. */
  readonly dates: readonly string[]
  readonly sites: readonly string[]
  /** All that may follow a number in a number, a date or a time. */
  readonly behind: readonly string[]
}

/** Codes in front of a slot, behind which what it may begin with is still told apart. */
const NEAR = 3

/** `numbers`: what `numberStarts` makes of the words. */
export function startsOf(trie: Trie, words: SlotWords, numbers: Starts): Starts {
  const starts = emptyStarts()
  const { open, openWord, openWords, extend } = createOpener(starts)

  function visit(node: number, before: readonly number[]): void {
    const codes = extend(before, labelOf(trie, node))
    if (codes === undefined) return
    const group = fieldOf(trie, node, GROUP)
    // Digits stand for slots that are opened one by one.
    const isDigit = before.length === 0 && codes.length === 1 && codes[0] === STARTS_NUMBER
    if (fieldOf(trie, node, ACCEPT) >= 0) open(codes, false)
    if (group === SLOT_WORDS) openWord(codes)
    if (group > SLOT_WORDS && !(isDigit && group === SLOT_STARTS)) open(codes, true)
    if (fieldOf(trie, node, SLOTS) >= 0 && node > 0) visitSlots(fieldOf(trie, node, SLOTS), codes)
    for (const child of childrenOf(trie, node)) visit(child, codes)
  }

  /** The slots of a node, by what they may begin with. */
  function visitSlots(slots: number, codes: readonly number[]): void {
    const slotOf = (kind: SlotKind): number => trie.slotChildren[slots + slotKinds.indexOf(kind)] as number
    const has = (kind: SlotKind): boolean => slotOf(kind) >= 0
    if (codes.length > NEAR || has('name') || has('any') || has('email') || has('url')) {
      open(codes, true)
      return
    }
    if (has('n')) {
      const number = [...codes, STARTS_NUMBER]
      open([...codes, STARTS_OTHER], true) // a template
      open([...number, STARTS_OTHER], true)
      open([...number, STARTS_SPACE, STARTS_NUMBER], true)
      openWords(codes, words.numbers)
      openWords(number, words.magnitudes)
      openWords([...number, STARTS_SPACE], words.magnitudes)
      visit(slotOf('n'), number)
    }
    if (has('date') || has('time')) open([...codes, STARTS_NUMBER], true)
    if (has('date')) openWords(codes, words.dates)
    if (has('site')) openWords(codes, words.sites)
  }

  if (trie.nodes.length === 0) return starts
  visit(0, [])
  const slots = fieldOf(trie, 0, SLOTS)
  if (slots < 0) return starts
  const begins = (kind: SlotKind): number => trie.slotChildren[slots + slotKinds.indexOf(kind)] as number
  if (Math.max(begins('n'), begins('date'), begins('time')) >= 0)
    numbers.bits.forEach((bits, at) => {
      starts.bits[at] = (starts.bits[at] as number) | bits
    })
  // A number alone is no date and no time of the day: of those all is open already.
  if (begins('n') >= 0) {
    visit(begins('n'), [STARTS_NUMBER])
    visit(begins('n'), [STARTS_NUMBER, STARTS_OTHER]) // 100+
  }
  return starts
}

/** Sets bits for lines that begin in some way. */
function createOpener({ bits }: Starts) {
  function set(bit: number): void {
    bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31))
  }

  /** Opens the way for lines whose first codes are `codes`, and nothing is known of the others if `any`. */
  function open(codes: readonly number[], any: boolean): void {
    if (any && codes.length < 3) {
      for (let code = 0; code < STARTS_CODES; code++) open([...codes, code], true)
      return
    }
    const padded = any ? codes : [...codes, ...Array.from({ length: STARTS_UNITS }, () => STARTS_END)]
    openBefore(padded)
    if (padded.length < 4) set(THREE_ANY + keyOf(padded, 3))
    else if (padded.length < 6) set(FOUR_ANY + bitOfFour(keyOf(padded, 4)))
    else if (padded.length < STARTS_UNITS) set(SIX_ANY + bitOfSix(keyOf(padded, 6)))
    else set(EIGHT + bitOfEight(keyOf(padded, 6), ((padded[6] as number) << 5) | (padded[7] as number)))
  }

  /** Opens the way to a character beyond ASCII, which the first look lets through. */
  function openBefore(codes: readonly number[]): void {
    if (codes.length >= 3) set(THREE + keyOf(codes, 3))
    if (codes.length >= 4) set(FOUR + bitOfFour(keyOf(codes, 4)))
    if (codes.length >= 6) set(SIX + bitOfSix(keyOf(codes, 6)))
  }

  function openWord(codes: readonly number[]): void {
    for (const end of wordEnds) open([...codes, end], end !== STARTS_END)
  }

  /** `codes` and those of `text`; undefined if a line of ASCII never begins so, or they are enough already. */
  function extend(codes: readonly number[], text: Iterable<number>): number[] | undefined {
    const longer = [...codes]
    for (const unit of text) {
      const code = startsCode(unit)
      if (code < 0) {
        openBefore(longer)
        return undefined
      }
      if (code === STARTS_NUMBER && longer.at(-1) === STARTS_NUMBER) continue
      longer.push(code)
      if (longer.length < STARTS_UNITS) continue
      open(longer, true)
      return undefined
    }
    return longer
  }

  function openWords(front: readonly number[], texts: readonly string[]): void {
    for (const text of texts) {
      const codes = extend(front, unitsOf(text))
      if (codes) openWord(codes)
    }
  }

  return { open, openWord, openWords, extend }
}

/** Numbers that begin a line, in a date or a time or with a magnitude; the same for all parts. */
export function numberStarts(words: SlotWords): Starts {
  const starts = emptyStarts()
  const { open, openWords } = createOpener(starts)
  const letters = words.behind.filter((word) => /^[a-z]/.test(word))
  const gaps = [
    [],
    [STARTS_SPACE],
    [STARTS_OTHER],
    [STARTS_OTHER, STARTS_SPACE],
    [STARTS_SPACE, STARTS_OTHER],
  ]
  for (const gap of gaps) {
    const front = [STARTS_NUMBER, ...gap]
    if (gap.length > 0) open([...front, STARTS_NUMBER], true)
    if (gap.length > 0) open([...front, STARTS_OTHER], true)
    openWords(front, letters)
  }
  open([STARTS_NUMBER, startsCode('h'.charCodeAt(0)), STARTS_NUMBER], true) // 9h30
  return starts
}

function keyOf(codes: readonly number[], count: number): number {
  return codes.slice(0, count).reduce((sum, code) => (sum << 5) | code, 0)
}

function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
}
