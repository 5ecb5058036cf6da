/** Parts of a ruleset made ready for matching: patterns to compile, the first step of every walk. */
import type { Part, Pattern } from './ruleset.js'
import { childOf, isEmpty } from './trie.js'

export interface Prepared {
  /** Number of the part. */
  readonly index: number
  readonly part: Part
  /** Number of the part's first rule, over all parts. */
  readonly base: number
  /** Children of the root by ASCII unit, or -1. */
  readonly roots: Int32Array
  readonly tests: readonly ((text: string) => boolean)[]
}

/** Compiles a pattern when it is first tried: most never are. */
function lazily({ source }: Pattern): (text: string) => boolean {
  let expression: RegExp | undefined
  return (text) => {
    expression ??= new RegExp(`^(?:${source})$`, 'u')
    return expression.test(text)
  }
}

export function prepare(parts: readonly Part[]): readonly Prepared[] {
  return parts.map((part, index): Prepared => {
    const base = parts.slice(0, index).reduce((sum, { rules: own }) => sum + own.length, 0)
    const roots = Int32Array.from({ length: 128 }, (_, unit) =>
      !isEmpty(part.phrases) ? childOf(part.phrases, 0, unit) : -1,
    )
    return { index, part, base, roots, tests: part.patterns.map(lazily) }
  })
}

/** Is the site one of the hosts, or a subdomain of one? */
export function hostsFit(site: string | undefined, hosts: readonly string[]): boolean {
  return site !== undefined && hosts.some((host) => site === host || site.endsWith(`.${host}`))
}
