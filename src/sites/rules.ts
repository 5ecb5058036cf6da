/**
 * The rules of learned sets: one for each category, place and length of list, whatever the sites. What
 * differs from site to site is which lines they claim.
 */
import { plainRule } from '../engine/rule.js'
import type { SiteRule } from '../learn/rules.js'
import { type Category, categories, type Rule } from '../types.js'

/** Where lines stand, before the lists of so many lines. */
const places = ['before', 'after', 'inside', 'titles'] as const
const MOST = 100
const endings = places.map((name) => new RegExp(`-${name}(-\\d+)?$`))
export const LINE_RULES = (places.length + MOST) * categories.length
/** Claims items of lists in which other lines of the site stand. */
export const MENUS = LINE_RULES
/** As in the packs of single sites. */
const menus = { items: true, words: 30, lines: 4, claimed: 1, share: 0.1 } as const

/** The number of the rule that claims what a rule of one site claims. */
export function numberOf({
  id,
  category,
  isTitle,
  max,
}: Pick<SiteRule, 'id' | 'category' | 'isTitle' | 'max'>): number {
  const named = endings.findIndex((ending) => ending.test(id))
  const place = isTitle ? places.indexOf('titles') : max > 0 ? places.length + max - 1 : Math.max(0, named)
  return place * categories.length + categories.indexOf(category)
}

export const categoryOfRule = (number: number): Category => categories[number % categories.length] as Category

export const maxOfRule = (number: number): number =>
  Math.max(0, Math.floor(number / categories.length) - places.length + 1)

/** `named`: the id with the site of the document that was asked about last. */
export function rulesOfSet(pack: string, siteNow: () => string): Rule[] {
  const rule = (id: string, category: Category, max: number, place?: (typeof places)[number]): Rule => ({
    ...plainRule(max > 0 ? 'block' : 'line', max),
    id: `${pack}#${id}`,
    named: () => `${pack}/${siteNow()}#${id}`,
    category,
    language: 'und',
    where: place === 'titles' ? 'tail' : 'anywhere',
    why: 'Stands on many pages of the site; clean learn --export says on how many.',
  })
  const lines = Array.from({ length: LINE_RULES }, (_, number) => {
    const [category, max] = [categoryOfRule(number), maxOfRule(number)]
    const place = places[Math.floor(number / categories.length)]
    return rule(`${category}-${place ?? `lists-of-${max}`}`, category, max, place)
  })
  return [...lines, { ...rule('menus', 'navigation', 0), run: menus }]
}
