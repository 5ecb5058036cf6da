/** Which rules are on: categories, languages, ids. Unknown names are errors with the nearest known one. */
import { UserError } from '../errors.js'
import { nearestWord } from '../nearest.js'
import { type Category, categories, categoriesOffByDefault, type Rule } from '../types.js'

/** Switches over the rules; all optional, applied in this order. */
export interface Choice {
  /** Only these categories; also those that are off by default. */
  readonly only?: readonly string[] | undefined
  /** Not these categories. */
  readonly skip?: readonly string[] | undefined
  /** Only packs in these languages, and those in none (`und`). */
  readonly languages?: readonly string[] | undefined
  /** Ids of rules (`en/share#share-this`) or packs (`en/share`) to switch off, then on. */
  readonly disable?: readonly string[] | undefined
  readonly enable?: readonly string[] | undefined
}

/** `own[r]`: rule r comes from the user, who asked for it by naming the pack. */
export function chooseRules(
  rules: readonly Rule[],
  own: (rule: number) => boolean,
  choice: Choice,
): Uint8Array {
  const only = choice.only?.map(knownCategory)
  const skip = choice.skip?.map(knownCategory) ?? []
  const languages = choice.languages?.map((name) => knownLanguage(rules, name))
  const enabled = Uint8Array.from(rules, ({ category, language }, number) => {
    if (only ? !only.includes(category) : categoriesOffByDefault.includes(category) && !own(number)) return 0
    if (skip.includes(category)) return 0
    return !languages || language === 'und' || languages.some((name) => isOfLanguage(language, name)) ? 1 : 0
  })
  for (const id of choice.disable ?? []) for (const number of numbersOf(rules, id)) enabled[number] = 0
  for (const id of choice.enable ?? []) for (const number of numbersOf(rules, id)) enabled[number] = 1
  return enabled
}

function knownCategory(name: string): Category {
  const known = categories.find((category) => category === name)
  if (known) return known
  throw unknown('CATEGORY', 'category', name, categories)
}

/** `pt` means `pt-BR` as well. */
function isOfLanguage(language: string, name: string): boolean {
  return language.toLowerCase() === name || language.toLowerCase().startsWith(`${name}-`)
}

function knownLanguage(rules: readonly Rule[], name: string): string {
  const lower = name.toLowerCase()
  const known = [...new Set(rules.map(({ language }) => language))]
  if (known.some((language) => isOfLanguage(language, lower))) return lower
  throw unknown('LANGUAGE', 'language', name, known)
}

function numbersOf(rules: readonly Rule[], id: string): number[] {
  const found = rules.flatMap((rule, number) =>
    rule.id === id || rule.id.startsWith(`${id}#`) ? [number] : [],
  )
  if (found.length > 0) return found
  throw unknown('RULE', 'rule or pack', id, [
    ...rules.map((rule) => rule.id),
    ...rules.map((rule) => packOf(rule.id)),
  ])
}

function packOf(id: string): string {
  return id.slice(0, id.indexOf('#'))
}

/** More names than this are no help. */
const MOST_NAMED = 100

export function unknown(code: string, what: string, name: string, known: readonly string[]): UserError {
  const nearest = nearestWord(name, known)
  const hint =
    nearest === undefined
      ? known.length > MOST_NAMED
        ? `it is none of the ${known.length} there are, nor near one`
        : `write one of ${[...new Set(known)].join(', ')}`
      : `did you mean \`${nearest}\`?`
  return new UserError(`UNKNOWN_${code}`, {}, `Unknown ${what} \`${name}\`; ${hint}`, name)
}
