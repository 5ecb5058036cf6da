/**
 * Which rules may claim an element? Found by its id, its classes, the words in both, its tag and its
 * attributes, so that the cost follows the page and not the number of rules; only what is found is asked
 * by selector, and only where the key does not say it all.
 */
import type { ElementRule } from '../../engine/elements.js'
import { hostsFit } from '../../engine/prepare.js'
import type { Rule } from '../../types.js'
import type { ElementNode } from './layout.js'

export interface Finder {
  /** Calls `found` with the number, in the list of rules, of each that may claim the element. */
  find(node: ElementNode, found: (rule: number) => void): void
}

interface PageFinder {
  /** The finder for a page: with the rules that need an id or a class which the page has. */
  onPage(nodes: Iterable<object>): Finder
}

/** Ids and lists of classes that are remembered, for all pages together. */
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
): Finder & PageFinder {
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

  /** The rules for one value of `id` or `class`. */
  function rulesFor(kind: 'id' | 'class', value: string): readonly number[] {
    const remembered = known[kind].get(value)
    if (remembered) return remembered
    const found = new Set<number>()
    for (const token of kind === 'id' ? [value] : value.split(/\s+/)) {
      if (token === '') continue
      for (const rule of byKey[kind].get(token) ?? []) found.add(rule)
      const words = wordsOf(token)
      words.forEach((word, at) => {
        for (const rule of byWord.get(word) ?? [])
          if ((rules[rule] as ElementRule).named.some((phrase) => standsAt(words, at, phrase)))
            found.add(rule)
      })
    }
    const all = [...found]
    if (known[kind].size >= REMEMBERED) known[kind].clear()
    known[kind].set(value, all)
    return all
  }

  const finder: Finder & PageFinder = {
    onPage(nodes) {
      if (needing.id.size + needing.class.size === 0) return finder
      const needs = new Set([...tokensOf(nodes)].flatMap(([kind, token]) => needing[kind].get(token) ?? []))
      if (needs.size === 0) return finder
      const byName = { tag: lists(), attribute: lists(), any: lists() }
      for (const { kind, name, number } of needs) add(byName[kind], name, number)
      return {
        find(node, found) {
          finder.find(node, found)
          for (const rule of byName.any.get('') ?? []) found(rule)
          for (const rule of byName.tag.get(node.name) ?? []) found(rule)
          if (byName.attribute.size === 0) return
          for (const attribute in node.attribs)
            for (const rule of byName.attribute.get(attribute) ?? []) found(rule)
        },
      }
    },
    find({ name, attribs }, found) {
      for (const rule of always) found(rule)
      for (const rule of byKey.tag.get(name) ?? []) found(rule)
      const { id, class: classes } = attribs as { id?: string; class?: string }
      if (id !== undefined) for (const rule of rulesFor('id', id)) found(rule)
      if (classes !== undefined) for (const rule of rulesFor('class', classes)) found(rule)
      if (byKey.attribute.size === 0) return
      for (const attribute in attribs) {
        const asked = byKey.attribute.get(attribute)
        if (asked) for (const rule of asked) found(rule)
      }
    },
  }
  return finder
}

/** Each id and class of a page, once. */
function* tokensOf(nodes: Iterable<object>): Generator<readonly [kind: 'id' | 'class', token: string]> {
  const seen = new Set<string>()
  for (const node of nodes) {
    const { id, class: classes } = ('attribs' in node ? node.attribs : {}) as { id?: string; class?: string }
    if (id !== undefined) yield ['id', id]
    if (classes === undefined || seen.has(classes)) continue
    seen.add(classes)
    for (const token of classes.split(/\s+/)) yield ['class', token]
  }
}

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
