/** The limits on what waits: beyond them all of it is content. */
import { endBlock } from './decide-neighbours.js'
import { endRun, firstWaiting, KEPT, PENDING, Role, release, type State } from './decide-state.js'

/** Too much waits: all of it is content, and so is the doubt about what follows. `ended`: the document did. */
export function checkLimits(s: State, line: number, ended = false): void {
  const first = firstWaiting(s, line + 1)
  if (first < 0) {
    s.waitLines = s.waitBytes = 0
    return
  }
  if (s.mode.streaming) {
    s.waitLines = line + 1 - first
    s.waitBytes = (s.lines.starts[line + 1] as number) - (s.lines.starts[first] as number)
  } else if (s.waitLines > s.limits.heldLines || s.waitBytes > s.limits.heldBytes) {
    // A run that is not decided may go yet: it counts when it is.
    const end = s.runStart >= 0 && !s.runGoes && !ended ? Math.max(first, s.runStart) : line + 1
    countWaiting(s, first, end)
    if (s.waitLines <= s.limits.heldLines && s.waitBytes <= s.limits.heldBytes) {
      s.waitLines += line + 1 - end
      s.waitBytes += (s.lines.starts[line + 1] as number) - (s.lines.starts[end] as number)
      return
    }
  }
  if (s.waitLines <= s.limits.heldLines && s.waitBytes <= s.limits.heldBytes) return
  const givesBack = s.mode.streaming && s.givable >= 0
  if (givesBack) {
    if (s.roles[s.givable] === Role.unclaimed) s.gap++
    endBlock(s)
  }
  release(s, line + 1)
  if (givesBack || !s.runGoes) endRun(s, line + 1)
  s.trusted = false
}

/** Counts the lines from `first` up to `end` that stay if the tail is kept. */
function countWaiting(s: State, first: number, end: number): void {
  s.waitLines = s.waitBytes = 0
  let blankSeen = false
  let goneSince = false
  for (let j = first; j < end; j++) {
    const blank = s.roles[j] === Role.blank
    if (!blank && (j === s.givable || (s.fates[j] !== PENDING && s.fates[j] !== KEPT))) {
      goneSince ||= blankSeen
      continue
    }
    if (blank && goneSince) continue
    s.waitLines++
    s.waitBytes += (s.lines.starts[j + 1] as number) - (s.lines.starts[j] as number)
    blankSeen = blank
    if (!blank) goneSince = false
  }
}
