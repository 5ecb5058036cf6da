/** The slots of phrases: `{n} comments`. */

export const slotNames = ['n', 'name', 'date', 'time', 'site', 'url', 'email', 'any'] as const
export type SlotName = (typeof slotNames)[number]

/** Slots that match nearly anything; two of them side by side could split a line in many ways. */
export const looseSlots: ReadonlySet<string> = new Set<SlotName>(['any', 'name'])

/** Slots that say nothing about a line when they are all there is. */
export const emptySlots: ReadonlySet<string> = new Set<SlotName>(['any', 'name', 'n'])

export interface Slot {
  /** Between the braces, as written; not yet known to be a slot. */
  readonly name: string
  /** Of the opening brace, and behind the closing one. */
  readonly start: number
  readonly end: number
}

/**
 * The slots of a phrase, and where a brace has no partner. One that touches no letter is a plain
 * character: some sites print `{ 3 comments }`.
 */
export function slotsOf(phrase: string): { slots: Slot[]; stray: number | undefined } {
  const slots = [...phrase.matchAll(/\{([^{}]*)\}/g)].map((match) => {
    return { name: match[1] as string, start: match.index, end: match.index + match[0].length }
  })
  const rest = withoutSlots(phrase, slots, (slot) => ' '.repeat(slot.end - slot.start))
  const stray = rest.search(/\{(?=\p{L})|(?<=\p{L})\}/u)
  return { slots, stray: stray < 0 ? undefined : stray }
}

/** The phrase with something else in place of each slot. */
export function withoutSlots(
  phrase: string,
  slots: readonly Slot[],
  replacement: (slot: Slot) => string = () => ' ',
): string {
  let text = ''
  let at = 0
  for (const slot of slots) {
    text += phrase.slice(at, slot.start) + replacement(slot)
    at = slot.end
  }
  return text + phrase.slice(at)
}
