/**
 * Which rules may claim an element? Found by its id, its classes, the words in both, its tag and its
 * attributes, so that the cost follows the page and not the number of rules; only what is found is asked
 * by selector, and only where the key does not say it all.
 */
import type { ElementRule } from '../../engine/elements.js'
import { hostsFit } from '../../engine/prepare.js'
import type { Rule } from '../../types.js'
import type { PageElement } from './element.js'
import { copyOf } from './names.js'

export interface Finder {
  /** Calls `found` with the number, in the list of rules, of each that may claim the element. */
  find(element: PageElement, found: (rule: number) => void): void
}

interface PageFinder {
  /** The finder for a page: with the rules that need an id or a class which the page has. */
  onPage(elements: readonly PageElement[]): Finder
}

/** Ids and classes that are remembered, for all pages together. */
const REMEMBERED = 20_000

/** The rules for pages of a host, and those for all pages. */
export type SiteFinder = (site: string | undefined) => PageFinder

/** Hosts whose finders are remembered. */
const HOSTS = 100

/** Rules of one site are looked at on pages of that site only: there may be thousands. */
export function createSiteFinder(elements: readonly ElementRule[], rules: readonly Rule[]): SiteFinder {
  const sitesOf = ({ rule }: ElementRule): readonly string[] => rules[rule]?.sites ?? []
  const everywhere = createFinder(elements, (asked) => sitesOf(asked).length === 0)
  if (elements.every((asked) => sitesOf(asked).length === 0)) return () => everywhere
  const known = new Map<string, PageFinder>()
  return (site) => {
    if (site === undefined) return everywhere
    const remembered = known.get(site)
    if (remembered) return remembered
    const here = createFinder(elements, (asked) => {
      const sites = sitesOf(asked)
      return sites.length === 0 || hostsFit(site, sites)
    })
    if (known.size >= HOSTS) known.clear()
    known.set(site, here)
    return here
  }
}

export function createFinder(
  rules: readonly ElementRule[],
  isOn: (rule: ElementRule) => boolean = () => true,
): PageFinder {
  const needing = { id: needs(), class: needs() }
  const byKey = { id: lists(), class: lists(), tag: lists(), attribute: lists() }
  const byWord = lists()
  const always: number[] = []
  rules.forEach((rule, number) => {
    if (!isOn(rule)) return
    const { keys, named } = rule
    // Beside a selector the words are the narrower of the two.
    for (const words of named) add(byWord, words[0] as string, number)
    if (named.length > 0) return
    for (const [kind, name, needed] of keys) {
      if (kind === 'id' || kind === 'class') add(byKey[kind], name, number)
      else if (needed) addNeed(needing[needed[0]], needed[1], { kind, name, number })
      else if (kind === 'any') always.push(number)
      else add(byKey[kind], name, number)
    }
  })
  const known = { id: new Map<string, readonly number[]>(), class: new Map<string, readonly number[]>() }

  /** The rules for an id or a class. */
  function rulesFor(kind: 'id' | 'class', token: string): readonly number[] {
    const remembered = known[kind].get(token)
    if (remembered) return remembered
    const found = new Set<number>(byKey[kind].get(token))
    const words = byWord.size > 0 ? wordsOf(token) : []
    words.forEach((word, at) => {
      for (const rule of byWord.get(word) ?? [])
        if ((rules[rule] as ElementRule).named.some((phrase) => standsAt(words, at, phrase))) found.add(rule)
    })
    const all = found.size > 0 ? [...found] : none
    if (known[kind].size >= REMEMBERED) known[kind].clear()
    known[kind].set(copyOf(token), all)
    return all
  }

  function onPage(elements: readonly PageElement[]): Finder {
    const needed = new Set<Needing>()
    /** The rules for each value of `class` on the page: most stand at many elements. */
    const byClasses = new Map<string, readonly number[]>()
    for (const { id, classes } of elements) {
      if (id !== undefined) for (const need of needing.id.get(id) ?? none) needed.add(need)
      if (classes === undefined || byClasses.has(classes)) continue
      let found: readonly number[] = none
      for (const token of classes.split(BLANKS)) {
        if (token === '') continue
        for (const need of needing.class.get(token) ?? none) needed.add(need)
        const some = rulesFor('class', token)
        if (some.length > 0) found = found.length > 0 ? [...new Set([...found, ...some])] : some
      }
      byClasses.set(classes, found)
    }
    const byNeed = { tag: lists(), attribute: lists(), any: lists() }
    for (const { kind, name, number } of needed) add(byNeed[kind], name, number)
    const alwaysHere = byNeed.any.get('')
    return {
      find(element, found) {
        const { name, id, classes } = element
        tell(always, found)
        tell(byKey.tag.get(name), found)
        if (id !== undefined) tell(rulesFor('id', id), found)
        if (classes !== undefined) tell(byClasses.get(classes), found)
        if (byKey.attribute.size > 0) tellByAttributes(byKey.attribute, element, found)
        if (needed.size === 0) return
        tell(alwaysHere, found)
        tell(byNeed.tag.get(name), found)
        tellByAttributes(byNeed.attribute, element, found)
      },
    }
  }

  return { onPage }
}

function tell(rules: readonly number[] | undefined, found: (rule: number) => void): void {
  if (rules === undefined) return
  for (const rule of rules) found(rule)
}

function tellByAttributes(
  by: ReadonlyMap<string, readonly number[]>,
  { id, classes, others }: PageElement,
  found: (rule: number) => void,
): void {
  if (id !== undefined) tell(by.get('id'), found)
  if (classes !== undefined) tell(by.get('class'), found)
  for (let at = 0; at < others.length; at += 2) tell(by.get(others[at] as string), found)
}

const BLANKS = /\s+/
/** Shared by all that have none. */
const none: readonly never[] = []

/** A key of a rule that is none before the page has what it needs. */
interface Needing {
  readonly kind: 'tag' | 'attribute' | 'any'
  readonly name: string
  readonly number: number
}

const needs = (): Map<string, Needing[]> => new Map()

function addNeed(map: Map<string, Needing[]>, token: string, need: Needing): void {
  const known = map.get(token)
  if (known === undefined) map.set(token, [need])
  else known.push(need)
}

const lists = (): Map<string, number[]> => new Map()

function add(map: Map<string, number[]>, key: string, rule: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [rule])
  else if (known.at(-1) !== rule) known.push(rule)
}

/** `tdRelated-posts_2` is td, related, posts. */
export function wordsOf(token: string): string[] {
  return (
    token
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  )
}

function standsAt(words: readonly string[], at: number, phrase: readonly string[]): boolean {
  return phrase.every((word, index) => words[at + index] === word)
}
