/** What is wrong with phrases: each by itself, and all packs' together. */
import type { Problem } from '../errors.js'
import { limits } from '../limits.js'
import { nearestWord } from '../nearest.js'
import { packLimits } from './limits.js'
import type { Pack, PackRule, Phrase } from './pack.js'
import { choice, quote } from './quote.js'
import { emptySlots, looseSlots, type Slot, slotNames, slotsOf, withoutSlots } from './slots.js'

/** What a phrase has to answer for; `index` counts UTF-16 units of its text. */
type Report = (index: number, code: string, message: string) => void

/** `fold` is the engine's: what it makes equal is one phrase. */
export function checkPhrases(packs: readonly Pack[], fold: (text: string) => string): Problem[] {
  const problems: Problem[] = []
  // A rule that saves lines has the phrases of those that claim them.
  const firsts = { claiming: new Map<string, string>(), saving: new Map<string, string>() }
  for (const { file, rules } of packs) {
    for (const rule of rules) {
      for (const phrase of rule.phrases) {
        const { line, column } = phrase
        const report: Report = (index, code, message) =>
          problems.push({ code, file, line, column: column + index, message })
        checkPhrase(phrase, rule, fold, report)
        const own = rule.rule.allow ? firsts.saving : firsts.claiming
        checkSecond(phrase, rule.rule.sites, `${file}:${line}:${column}, ${rule.rule.id}`, own, fold, report)
      }
    }
  }
  return problems
}

/** Rules with the same one are for the same sites. */
export const sitesKey = (sites: readonly string[]): string => [...sites].sort().join(' ')

function checkSecond(
  { text }: Phrase,
  sites: readonly string[],
  place: string,
  firsts: Map<string, string>,
  fold: (text: string) => string,
  report: Report,
): void {
  const folded = fold(text)
  // Sites have phrases of their own.
  const key = `${sitesKey(sites)} ${folded}`
  const first = firsts.get(key)
  if (first === undefined) firsts.set(key, place)
  else if (folded !== '') {
    const message = `Unexpected phrase ${quote(text)} a second time (the first: ${first}), expected in one rule only; take one out`
    report(0, 'PACK_DUPLICATE', message)
  }
}

function checkPhrase(
  { text }: Phrase,
  { rule }: PackRule,
  fold: (text: string) => string,
  report: Report,
): void {
  const { slots, stray } = slotsOf(text)
  if (stray !== undefined) {
    const message = `Unexpected ${quote(text[stray] as string)} alone, expected a slot in braces, as \`{n}\`; close it, or take it out`
    report(stray, 'PACK_SLOT', message)
  }
  checkSlots(text, slots, report)
  const folded = fold(text)
  const rest = fold(withoutSlots(text, slots))
  // Of a site one may know that its numbers and dates alone are never content.
  const ofSite = rule.sites.length > 0 && slots.every(({ name }) => !looseSlots.has(name))
  if (folded.length > limits.lineUnits) {
    const message = `Unexpected phrase of ${folded.length} characters, expected at most ${limits.lineUnits} (lineUnits): no longer line is matched; take it out`
    report(0, 'PACK_PHRASE', message)
  }
  if (folded === '') {
    const message = `Unexpected phrase ${quote(text)} that folds to nothing, expected words; bullets and closing punctuation do not count`
    report(0, 'PACK_PHRASE', message)
  } else if (!ofSite && rest === '' && slots.every(({ name }) => emptySlots.has(name))) {
    const message = `Unexpected phrase ${quote(text)} of slots alone, expected words beside them; add what the site prints`
    report(0, 'PACK_PHRASE', message)
  } else if (!rule.weak && !ofSite && !/\p{L}/u.test(rest)) {
    const message = `Unexpected phrase ${quote(text)} without a letter outside its slots, expected words in a strong rule; add words, or put it in a rule with \`weak: true\``
    report(0, 'PACK_PHRASE', message)
  }
}

function checkSlots(text: string, slots: readonly Slot[], report: Report): void {
  for (const { name, start } of slots) {
    if ((slotNames as readonly string[]).includes(name)) continue
    const nearest = nearestWord(name, slotNames)
    const all = choice(slotNames.map((slot) => `{${slot}}`))
    const advice = nearest === undefined ? 'write one of them' : `write \`{${nearest}}\``
    const message = `Unexpected slot ${quote(`{${name}}`)}, expected ${all}; ${advice}`
    report(start, 'PACK_SLOT', message)
  }
  const extra = slots[packLimits.slots]
  if (extra !== undefined) {
    const message = `Unexpected ${slots.length} slots, expected at most ${packLimits.slots}; write words for some`
    report(extra.start, 'PACK_SLOT', message)
  }
  const loose = slots.filter(({ name }) => looseSlots.has(name))
  const third = loose[packLimits.looseSlots]
  if (third !== undefined) {
    const message = `Unexpected ${loose.length} of \`{any}\` and \`{name}\`, expected at most ${packLimits.looseSlots}; write words for some`
    report(third.start, 'PACK_SLOT', message)
  }
  slots.forEach((slot, i) => {
    const previous = slots[i - 1]
    if (previous === undefined || !looseSlots.has(slot.name) || !looseSlots.has(previous.name)) return
    if (text.slice(previous.end, slot.start).trim() !== '') return
    const message = `Unexpected \`{${slot.name}}\` next to \`{${previous.name}}\`, expected words between the two; join them to \`{any}\``
    report(slot.start, 'PACK_SLOT', message)
  })
}
