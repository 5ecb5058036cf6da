/** `--rule ID` and `--category NAME` of `clean restore`: the lines that are put back. */
import { UserError } from '../errors.js'
import { nearestWord } from '../nearest.js'
import type { Insertion } from '../report/audit-entries.js'
import { categories } from '../types.js'
import type { Arguments } from './options.js'
import type { Terminal } from './terminal.js'

export interface Selection {
  isWanted(removal: Insertion): boolean
  /** Names that no removal had: likely a slip. */
  sayUnmet(audit: string, terminal: Terminal): void
}

/** Undefined: all lines are put back. Else those of one of the rules, and those of one of the categories. */
export function selectionOf({ lists, values }: Arguments): Selection | undefined {
  const rules = lists.get('rule') ?? []
  const kinds = lists.get('category') ?? []
  if (rules.length + kinds.length === 0) return undefined
  if (values.has('rejects'))
    throw new UserError(
      'USAGE',
      {},
      'Unexpected --rejects beside --rule or --category, expected one of them: no rule took what was put aside',
    )
  for (const name of kinds) checkCategory(name)
  const unmet = new Set([...rules, ...kinds])
  const met = new Set<string>()

  function isMet(name: string): true {
    unmet.delete(name)
    return true
  }

  return {
    isWanted({ rule, category }) {
      if (rule === null) return false
      met.add(rule)
      // All names of a removal count as met, whichever is found first.
      const byRule = rules.filter((name) => (rule === name || rule.startsWith(`${name}#`)) && isMet(name))
      const byKind = kinds.filter((name) => category === name && isMet(name))
      return byRule.length + byKind.length > 0
    },
    sayUnmet(audit, terminal) {
      for (const name of unmet) {
        const nearest = rules.includes(name) ? nearestWord(name, met) : undefined
        terminal.notice(
          `${audit}: nothing was taken by \`${name}\`${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`,
        )
      }
    },
  }
}

function checkCategory(name: string): void {
  if (categories.some((category) => category === name)) return
  const nearest = nearestWord(name, categories)
  throw new UserError(
    'CATEGORY',
    {},
    `Unknown category \`${name}\`${nearest ? `; did you mean \`${nearest}\`?` : `, expected ${categories.join(', ')}`}`,
  )
}
