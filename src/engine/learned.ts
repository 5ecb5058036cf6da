/** What was learned of many sites, as a cleaner takes it: rules that are the same for all, and who finds a site's lines. */
import type { Claimer, Rule } from '../types.js'

export interface LearnedSet {
  /** Of what was learned; hexadecimal. */
  readonly hash: string
  readonly rules: readonly Rule[]
  /** `enabled[r]`: rule r is on. */
  claimer(enabled: Uint8Array): Claimer
  /** Do rules with `run` hold for the site? */
  hasRuns(site: string): boolean
}
