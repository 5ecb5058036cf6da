/** Parts of a ruleset made ready for one matcher: patterns to compile. */
import type { Part, Pattern } from './ruleset.js'

export interface Prepared {
  /** Number of the part. */
  readonly index: number
  readonly part: Part
  /** Number of the part's first rule, over all parts. */
  readonly base: number
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
    return { index, part, base, tests: part.patterns.map(lazily) }
  })
}

/** Is the site one of the hosts, or a subdomain of one? */
export function hostsFit(site: string | undefined, hosts: readonly string[]): boolean {
  return site !== undefined && hosts.some((host) => site === host || site.endsWith(`.${host}`))
}
