/** The end of the document: what was held goes, with what stands between. */
import {
  BLOCK,
  CONTEXT,
  go,
  KEPT,
  LINE,
  PENDING,
  Role,
  release,
  type State,
  WEAK,
  waits,
} from './decide-state.js'

/** The document ended: a line of the hold goes, or stays. `context`: it stands between two claims. */
function condemn(s: State, line: number, context: boolean): void {
  const claim = s.lines.claims[line] as number
  switch (s.roles[line] as Role) {
    case Role.tail:
      go(s, line, LINE, claim)
      break
    case Role.weakRun:
      go(s, line, WEAK, claim)
      break
    case Role.covered:
      go(s, line, BLOCK, s.takers[line] as number)
      break
    case Role.late:
    case Role.weak:
    case Role.unclaimed:
      if (context) go(s, line, CONTEXT, -1)
      break
    default:
  }
}

export function resolveHold(s: State, count: number, keepTail: boolean): void {
  if (keepTail) release(s, count)
  if (s.holding) {
    for (let j = s.holdFirst; j < count; j++)
      if (s.fates[j] === PENDING) condemn(s, j, j <= s.holdLast && s.holdContext)
    weakCompany(s, s.holdFirst, count)
  }
  for (let j = 0; j < count; j++) if (waits(s, j)) s.fates[j] = KEPT
}

/** Weak lines that wait next to a line that goes, go, as long as there are any. */
function weakCompany(s: State, first: number, count: number): void {
  let segment = -1
  let above = false
  for (let j = first; j <= count; j++) {
    if (j < count && (s.roles[j] === Role.blank || s.roles[j] === Role.aside)) continue
    const waits = j < count && s.roles[j] === Role.weak && s.fates[j] === PENDING
    if (waits) {
      if (segment < 0) segment = j
      continue
    }
    const gone = j < count && s.fates[j] !== PENDING && s.fates[j] !== KEPT
    if (segment >= 0 && (above || gone)) {
      for (let k = segment; k < j; k++)
        if (s.roles[k] === Role.weak && s.fates[k] === PENDING) go(s, k, WEAK, s.lines.claims[k] as number)
    }
    segment = -1
    above = gone
  }
}
