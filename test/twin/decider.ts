/**
 * What the decider must equal: docs/deciding.md over an array of tokens, written to be read and
 * called only by tests. It looks at the whole document as often as it likes, so that a line "is
 * alone" or "stays" with everything known that follows. Nothing here was taken from the engine.
 */
import type { Limits } from '../../src/limits.js'
import type { How, Rule } from '../../src/types.js'

export interface Token {
  readonly kind: 'prose' | 'unclaimed' | 'blank' | 'content' | 'claimed'
  /** Of a claimed line. */
  readonly rule?: Rule
  readonly bytes: number
  /** Terminator apart. */
  readonly characters: number
  /** Names a day and a time. */
  readonly stamp?: boolean
  /** Its first number is zero. */
  readonly zero?: boolean
}

type Fates = (How | null)[]
/** What becomes of a line, and if it goes the rule that takes it. */
interface Outcome {
  readonly fate: How | null
  readonly taker: Rule | undefined
}
type Role = 'aside' | 'goes' | 'late' | 'tail' | 'weak' | 'unclaimed' | 'prose' | 'content' | 'blank'

interface Line {
  readonly token: Token
  readonly place: number
  readonly inHead: boolean
  role: Role
  /** Unclaimed lines that its block takes at most; 0: opens none. */
  readonly opens: number
  fate: How | null
  /** Of the line, or of the opener whose block takes it. */
  taker: Rule | undefined
  /** Of a run. */
  member: boolean
  /** A tail or late line that a block gave back: it stays, and claims nothing. */
  givenBack: boolean
  /** Kept because too many waited. */
  stays: boolean
  /** Kept because too many waited, as a line that the block of a held opener would have taken. */
  wasCovered: boolean
  /** What it is to the hold it stands in; a weak run is one claim and its parts. */
  held: 'claim' | 'part' | 'covered' | null
}

/** The whole document (§ 1, 2, 3, 5); null: kept. */
export function decideSlowly(tokens: readonly Token[], limits: Limits): Fates {
  const fates: Fates = tokens.map(() => null)
  const takers: (Rule | undefined)[] = []
  for (let changed = true; changed; ) {
    const left = [...tokens.keys()].filter((place) => fates[place] === null)
    const again = decideOnce(
      left.map((place) => tokens[place] as Token),
      limits,
    )
    for (const [at, place] of left.entries()) {
      fates[place] = again[at]?.fate ?? null
      takers[place] = again[at]?.taker
    }
    changed = again.some(({ fate }) => fate !== null)
  }
  return guarded(tokens, fates, takers, limits) ? tokens.map(() => null) : fates
}

/** As it flows (§ 4). What waits is asked anew after each line, of the lines so far. */
export function decideFlowing(tokens: readonly Token[], limits: Limits): Fates {
  const overflows = new Set<number>()
  const kept = new Set<number>()
  const covered = new Set<number>()
  const readTo = (end: number) => {
    const lines = toLines(tokens.slice(0, end), true, false)
    for (const line of lines) {
      line.stays = kept.has(line.place)
      line.wasCovered = covered.has(line.place)
    }
    settleNeighbours(inked(lines), limits)
    return { lines, held: readHolds(lines, limits, (_, line) => overflows.has(line.place)) }
  }
  for (let end = 1; end <= tokens.length; end++) {
    const { lines, held } = readTo(end)
    const waiting = lines.slice(firstThatWaits(lines, held))
    if (!tooMuch(waiting, limits)) continue
    overflows.add(end - 1)
    for (const line of waiting.filter(undecided(lines))) {
      kept.add(line.place)
      if (line.held === 'covered') covered.add(line.place)
    }
  }
  const { lines, held } = readTo(tokens.length)
  condemn(lines, held)
  removeBlanks(lines, (waiting) => tooMuch(waiting, limits))
  return lines.map((line) => line.fate)
}

function decideOnce(tokens: readonly Token[], limits: Limits): Outcome[] {
  const hasProse = tokens.some((token) => token.kind === 'prose')
  const opener = hasProse ? confirmedOpener(tokens, limits) : -1
  const forum = hasProse && isForum(tokens, opener)
  const rest = forum || opener < 0 ? tokens.length : opener + 1
  const lines = toLines(tokens.slice(0, rest), hasProse, forum)
  const last = lines.at(-1)
  if (last && !forum && opener >= 0) last.role = 'goes'
  settleNeighbours(inked(lines), limits)
  const leaving = blanksToGo(lines, false)
  const held = readHolds(lines, limits, (hold) => {
    const staying = hold.filter((line) => line.fate === null && !leaving.includes(line))
    return tooMuch(staying.slice(staying.findIndex((line) => line.role !== 'blank')), limits)
  })
  condemn(lines, held)
  removeBlanks(lines)
  const taken = tokens.slice(rest).map((token): Outcome => {
    if (token.kind === 'blank') return { fate: 'blank', taker: undefined }
    return { fate: 'rest', taker: last?.token.rule }
  })
  return [...lines, ...taken]
}

// ---- § 1, roles

function toLines(tokens: readonly Token[], hasProse: boolean, forum: boolean): Line[] {
  return tokens.map((token, place) => {
    const inHead = !proseBefore(tokens, place)
    const role = roleOf(token, inHead, hasProse, forum)
    const opens = !inHead && token.rule?.then === 'block' ? token.rule.max : 0
    return {
      token,
      place,
      inHead,
      role,
      opens,
      fate: role === 'aside' ? 'line' : null,
      taker: token.rule,
      member: false,
      givenBack: false,
      stays: false,
      wasCovered: false,
      held: null,
    }
  })
}

function roleOf(token: Token, inHead: boolean, hasProse: boolean, forum: boolean): Role {
  const { kind, rule } = token
  if (kind !== 'claimed' || !rule) return kind === 'claimed' ? 'unclaimed' : kind
  if (rule.alone) return 'aside'
  if (rule.allow || (forum && (rule.post || rule.then === 'rest'))) return 'content'
  if (rule.weak) {
    const here = rule.where === 'anywhere' || (rule.where === 'head') === inHead
    return hasProse && here ? 'weak' : 'unclaimed'
  }
  if (rule.where === 'tail') return 'tail'
  return rule.where === 'anywhere' || inHead ? 'goes' : 'late'
}

const proseBefore = (tokens: readonly Token[], place: number) =>
  tokens.slice(0, place).some((token) => token.kind === 'prose')
const inked = (lines: readonly Line[]) => lines.filter(({ role }) => role !== 'blank' && role !== 'aside')
const isContent = (line: Line) => line.role === 'prose' || line.role === 'content'

// ---- § 2, run, weak company, weak run, block: lines without the blank ones

function settleNeighbours(lines: Line[], limits: Limits): void {
  for (const [at, line] of lines.entries()) {
    if (line.stays) continue
    const opener = blockAround(lines, at, goes)
    const takes = opener && ['unclaimed', 'tail', 'late'].includes(line.role) && !isContent(line)
    if (line.role === 'goes') line.fate = 'line'
    else if (line.role === 'weak' && lines[at - 1]?.fate) line.fate = 'weak'
    else if (!takes) joinRun(lines, at, limits)
    else if (!givenBack(lines, at, opener)) {
      line.fate = 'block'
      line.taker = opener.token.rule
    } else line.givenBack = line.role !== 'unclaimed'
    if (line.fate) weakAboveGo(lines, at)
  }
}

const goes = (line: Line) => line.fate !== null

/** The last opener above, if its block is neither ended nor full. */
function blockAround(lines: Line[], at: number, opened: (line: Line) => boolean): Line | undefined {
  const from = lines.findLastIndex((line, place) => place < at && line.opens > 0 && opened(line))
  const opener = lines[from]
  const inside = lines.slice(from + 1, at)
  const taken = inside.filter((line) => line.role === 'unclaimed').length
  const ended = inside.some((line) => isContent(line) || line.stays)
  return opener && !ended && taken < opener.opens ? opener : undefined
}

function givenBack(lines: Line[], at: number, opener: Line): boolean {
  const next = lines[at + 1]
  return next !== undefined && isContent(next) && opener.opens !== 1
}

function joinRun(lines: Line[], at: number, limits: Limits): void {
  const line = lines[at] as Line
  if (!['weak', 'late', 'tail'].includes(line.role)) return
  line.member = true
  const run = runEndingAt(lines, at)
  const strong = run.some((member) => member.role !== 'weak')
  const whole = strong ? run.length >= 2 : line.inHead && run.length >= limits.weakRun
  if (!whole) return
  for (const member of run) {
    member.fate ??= member.role === 'weak' ? 'weak' : 'line'
    // A weak run of the head went for a reason of its own: what follows does not join it.
    if (!strong) member.member = false
  }
}

/** Members that follow each other up to here, lines that go for another reason aside. */
function runEndingAt(lines: readonly Line[], at: number): Line[] {
  const above = lines.slice(0, at + 1)
  const end = above.findLastIndex((line) => !line.member && !goes(line))
  return above.slice(end + 1).filter((line) => line.member)
}

function weakAboveGo(lines: Line[], at: number): void {
  for (const line of lines.slice(0, at).reverse()) {
    if (line.role !== 'weak' || line.stays || goes(line)) return
    line.fate = 'weak'
    line.member = false
  }
}

// ---- § 2, hold: all lines, blank ones included

/** The lines held when the document ends, from the first claim; their part is noted in each. */
function readHolds(lines: Line[], limits: Limits, overflows: (held: Line[], line: Line) => boolean): Line[] {
  let held: Line[] = []
  let trusted = true
  /** Unclaimed lines in a row since the last claim. */
  let row = 0
  const release = () => {
    for (const line of held) line.held = null
    held = []
  }
  for (const line of lines) {
    line.held = trusted && line.role !== 'aside' ? partInHold(lines, line, held.length > 0, limits) : null
    const claims = goes(line) && !['weak', 'unclaimed', 'aside'].includes(line.role)
    if (line.held === 'claim' || claims) row = 0
    else if (line.role === 'unclaimed' && line.held !== 'covered' && !line.wasCovered && !goes(line)) row += 1
    const third = line.role === 'unclaimed' && line.held === null && !goes(line) && row > limits.gapLines
    if (isContent(line) || third) {
      release()
      trusted = true
      if (isContent(line)) row = 0
    } else if (held.length > 0 || line.held === 'claim') held.push(line)
    if (overflows(held, line)) {
      release()
      trusted = false
    }
  }
  return held
}

function partInHold(lines: Line[], line: Line, holding: boolean, limits: Limits): Line['held'] {
  const mayStart = holding || !line.inHead
  if (goes(line) && line.role === 'unclaimed') return null
  if (goes(line)) return mayStart && line.role !== 'weak' ? 'claim' : null
  if (line.givenBack) return null
  if (line.role === 'tail') return 'claim'
  if (line.role === 'weak') return partOfWeakRun(inked(lines), line, mayStart, limits)
  if (line.stays) return null
  return line.role === 'unclaimed' && isCovered(inked(lines), line) ? 'covered' : null
}

/** After the head a run of four weak lines is like one tail line; in the head it went already. */
function partOfWeakRun(lines: Line[], line: Line, mayStart: boolean, limits: Limits): Line['held'] {
  const at = lines.indexOf(line)
  // Lines that were kept were a run of their own before.
  const inRun = (other: Line) =>
    other.role === 'weak' && !goes(other) && (line.stays ? other.stays : other.member)
  const before = lines.slice(0, at).reverse()
  const after = lines.slice(at)
  const above = [...before, undefined].findIndex((other) => !other || !inRun(other))
  const below = [...after, undefined].findIndex((other) => !other || !inRun(other))
  if (line.inHead || !mayStart || above + below < limits.weakRun) return null
  return above === 0 ? 'claim' : 'part'
}

/** What the block of a held opener would take if the opener went. */
function isCovered(lines: Line[], line: Line): boolean {
  const at = lines.indexOf(line)
  const opener = blockAround(lines, at, (other) => goes(other) || other.held === 'claim')
  if (!opener || goes(opener) || isContent(line) || givenBack(lines, at, opener)) return false
  line.taker = opener.token.rule
  return true
}

const tooMuch = (held: readonly Line[], limits: Limits) =>
  held.length > limits.heldLines || held.reduce((sum, line) => sum + line.token.bytes, 0) > limits.heldBytes

/** The document ended: the held claims go, context between them, then weak lines beside them. */
function condemn(lines: Line[], held: readonly Line[]): void {
  const last = held.findLastIndex((line) => line.held === 'claim' || line.held === 'part')
  const between = held
    .slice(0, last + 1)
    .filter((line) => line.held === null && !line.stays && !line.givenBack && !goes(line))
  const context = hasContext(held) ? between : []
  for (const line of held) if (line.held !== null) line.fate ??= howHeld(line)
  for (const line of context) if (line.role !== 'blank') line.fate = 'context'
  const neighbours = inked(lines)
  for (let changed = true; changed; ) {
    const weak = neighbours.filter((line) => line.role === 'weak' && !goes(line) && !line.stays)
    const beside = weak.filter((line) => {
      const at = neighbours.indexOf(line)
      return neighbours[at - 1]?.fate || neighbours[at + 1]?.fate
    })
    for (const line of beside) line.fate = 'weak'
    changed = beside.length > 0
  }
}

function howHeld(line: Line): How {
  if (line.held === 'covered') return 'block'
  return line.role === 'weak' ? 'weak' : 'line'
}

function hasContext(held: readonly Line[]): boolean {
  if (!held[0] || held[0].inHead) return false
  let claims = 0
  let gap = 0
  for (const line of held) {
    if (line.held === 'claim') {
      if (gap > claims) return false
      claims += 1
      gap = 0
    } else if (line.held === null && line.role === 'unclaimed' && !goes(line)) gap += 1
  }
  return true
}

// ---- § 2, rest and forum

const proseOf = (lines: readonly Line[]) =>
  lines.filter((line) => line.role === 'prose').reduce((sum, line) => sum + line.token.characters, 0)

function confirmedOpener(tokens: readonly Token[], limits: Limits): number {
  const lines = toLines(tokens, true, false)
  settleNeighbours(inked(lines), limits)
  return lines.findIndex((line) => {
    const { rule, zero } = line.token
    if (rule && endsHere(line, tokens) && proseOf(lines.slice(0, line.place)) >= limits.proseBeforeRest)
      return true
    if (rule?.then !== 'rest' || !['goes', 'tail', 'weak'].includes(line.role) || zero) return false
    const before = lines.slice(0, line.place)
    const after = inked(lines.slice(line.place + 1))
    const isOther = (other: Line) => other.token.rule?.then === 'rest' && !other.token.rule.allow
    const other = after.findIndex(isOther)
    const own = other < 0 ? after : after.slice(0, other)
    const isSign = (sign: Line) => signOf(sign, rule) !== undefined
    const end = after.slice(after.findLastIndex(isSign) + 1)
    return (
      proseOf(before) >= limits.proseBeforeRest &&
      proseOf(end) <= proseOf(before) &&
      headsThread(own, rule, rule.confirm?.within ?? 0) &&
      (!rule.weak || after.some((sign) => isSign(sign) && signOf(sign, rule) !== sign.token))
    )
  })
}

function charactersOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + (token.kind === 'blank' ? 0 : token.characters), 0)
}

/** Has the line's rule an `end`, and does little enough follow? */
function endsHere({ token: { rule }, role, place }: Line, tokens: readonly Token[]): boolean {
  if (rule?.end === undefined || !['goes', 'tail'].includes(role)) return false
  if (tokens.slice(0, place).some((token) => token.rule?.post && !token.rule.allow)) return false
  return charactersOf(tokens.slice(place + 1)) <= rule.end * charactersOf(tokens)
}

/** Of a thread: a mark of a post, a strong claim by its rule, or a stamp, each of which is its own. */
function signOf({ token, role }: Line, opener: Rule): Rule | Token | 'post' | undefined {
  const { rule } = token
  if (rule && !rule.allow && rule.category === opener.confirm?.category) {
    if (rule.post) return 'post'
    if (!rule.weak) return rule
  }
  return token.stamp && (rule ? rule.weak : role === 'unclaimed') ? token : undefined
}

/** Is a post's mark near, or a sign and near it another one? */
function headsThread(after: readonly Line[], opener: Rule, within: number): boolean {
  const at = after.findIndex((line) => signOf(line, opener) !== undefined)
  if (at < 0 || after.slice(0, at).filter((line) => !goes(line)).length >= within) return false
  const sign = signOf(after[at] as Line, opener)
  if (sign === 'post') return true
  const rest = after.slice(at + 1)
  const next = rest.findIndex((line) => signOf(line, opener) !== undefined)
  if (next < 0 || rest.slice(0, next).filter((line) => !goes(line)).length >= within) return false
  return signOf(rest[next] as Line, opener) !== sign || headsThread(rest, opener, within)
}

function isForum(tokens: readonly Token[], opener: number): boolean {
  return tokens.slice(0, Math.max(0, opener)).some(({ rule }) => rule?.post && !rule.allow)
}

// ---- § 3, blank lines

/** The blank lines that go if the others have the fates noted so far; `ended`: and if the document ends here. */
function blanksToGo(lines: readonly Line[], ended = true): Line[] {
  const staying = lines.filter((line) => line.role !== 'blank' && !goes(line))
  const borders = [-1, ...staying.map((line) => line.place), lines.length]
  return borders.slice(1).flatMap((end, at) => {
    const start = borders[at] as number
    const gap = lines.slice(start + 1, end)
    if (!gap.some(goes)) return []
    const blanks = gap.filter((line) => line.role === 'blank')
    if (start < 0 || (ended && end === lines.length)) return blanks
    const first = gap.findIndex((line) => line.role === 'blank')
    const runEnd = gap.findIndex((line, place) => place > first && line.role !== 'blank')
    return runEnd < 0 ? [] : blanks.filter((line) => gap.indexOf(line) > runEnd)
  })
}

/** `waitsTooLong`: of the lines from the first blank of a gap to the gap's end, as a document flows. */
function removeBlanks(
  lines: readonly Line[],
  waitsTooLong: (waiting: Line[]) => boolean = () => false,
): void {
  const going = new Set(blanksToGo(lines))
  for (const line of lines) {
    const run = firstRun(lines, line)
    if (run && waitsTooLong(gapFrom(lines, run[0] as Line))) for (const blank of run) going.delete(blank)
  }
  for (const line of going) line.fate = 'blank'
}

/** The lines from a blank one to before the next that stays. */
function gapFrom(lines: readonly Line[], first: Line): Line[] {
  const behind = lines.slice(first.place)
  const end = behind.findIndex((line) => line.role !== 'blank' && !goes(line))
  return end < 0 ? behind : behind.slice(0, end)
}

/** The run of blanks that `line` begins, if it is the first since a line stayed. */
function firstRun(lines: readonly Line[], line: Line): Line[] | undefined {
  if (line.role !== 'blank') return undefined
  const above = lines.slice(0, line.place)
  const stays = above.findLastIndex((other) => other.role !== 'blank' && !goes(other))
  if (above.slice(stays + 1).some((other) => other.role === 'blank')) return undefined
  const behind = lines.slice(line.place)
  const end = behind.findIndex((other) => other.role !== 'blank')
  return end < 0 ? behind : behind.slice(0, end)
}

// ---- § 4, what waits in a document that flows

/** A line of which more of the document may change what becomes of it. */
function undecided(lines: readonly Line[]): (line: Line) => boolean {
  const ink = inked(lines)
  const last = ink.at(-1)
  // A block of one line gives nothing back.
  const single = blockAround(ink, ink.length - 1, goes)?.opens === 1
  return (line) => !goes(line) || (line === last && line.fate === 'block' && !single)
}

function firstThatWaits(lines: readonly Line[], held: readonly Line[]): number {
  const ink = inked(lines)
  const run = runEndingAt(ink, ink.length - 1)
  // The last line of a block waits outside a hold too.
  const waiting = [...held, ...run, ...ink.slice(-1).filter(goes)]
    .filter((line) => line.role !== 'blank' && line.role !== 'aside')
    .filter(undecided(lines))
  return Math.min(lines.length, ...waiting.map((line) => line.place))
}

// ---- § 5, guard

function guarded(
  tokens: readonly Token[],
  fates: Fates,
  takers: readonly (Rule | undefined)[],
  limits: Limits,
): boolean {
  const ofSite = (place: number) => fates[place] !== null && takers[place]?.sites.length
  const ink = [...tokens.keys()].filter((place) => tokens[place]?.kind !== 'blank' && !ofSite(place))
  const size = (places: number[]) => places.reduce((sum, place) => sum + (tokens[place]?.characters ?? 0), 0)
  const removed = size(ink.filter((place) => fates[place] !== null))
  return ink.length >= limits.guardLines && removed > limits.maxRemoved * size(ink)
}
