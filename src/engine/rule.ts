/** What a rule is where nothing more is said of it. */
import type { Rule, Then } from '../types.js'

/** Takes lines anywhere, whatever stands around them. */
export function plainRule(then: Then = 'line', max = 0): Omit<Rule, 'id' | 'category' | 'language' | 'why'> {
  return { where: 'anywhere', weak: false, then, max, allow: false, post: false, sites: [] }
}
