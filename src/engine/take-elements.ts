/** What element rules claimed, before lines are decided. */
import type { Document, Rule } from '../types.js'
import { ELEMENT } from './decide-state.js'

/** Lines of elements that a rule claims go first, unless a rule saves them: no line is their neighbour. */
export function takeElements(
  { hints, count }: Document,
  rules: readonly Rule[],
  claims: Int32Array,
  fates: Uint8Array,
  takers: Int32Array,
): boolean {
  const matches = hints?.matches
  if (!matches) return false
  let any = false
  for (let line = 0; line < count; line++) {
    const match = matches[line] as number
    if (match < 0 || hints.kinds?.[line] === 'preformatted' || rules[claims[line] as number]?.allow) continue
    fates[line] = ELEMENT
    takers[line] = match
    any = true
  }
  return any
}
