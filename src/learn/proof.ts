/** Learned packs whose examples hold: `clean rules test` finds them right. */
import type { Ruleset } from '../engine/ruleset.js'
import { againstRules, betweenProse } from '../packs/against.js'
import { compileParts } from '../packs/load.js'
import { parsePack } from '../packs/parse.js'
import type { Proof } from './examples.js'
import type { LearnedPack } from './pack.js'

/** What `build` makes of a proof, which is made of what it makes without. */
export function proven(
  build: (proof?: Proof) => readonly LearnedPack[],
  ruleset: Ruleset,
): readonly LearnedPack[] {
  return build(proofOf(build(), ruleset))
}

function proofOf(packs: readonly LearnedPack[], ruleset: Ruleset): Proof {
  const parsed = packs.map(({ name, text }) => parsePack(text, `${name}.yaml`))
  const [problem] = parsed.flatMap(({ problems }) => problems)
  if (problem) throw new Error(`${problem.file}:${problem.line}: ${problem.message}`)
  const parts = compileParts(
    parsed.flatMap(({ pack }) => pack ?? []),
    ruleset,
  )
  const { claimant, cleaner } = againstRules({ ...ruleset, parts: [...ruleset.parts, ...parts] })
  const own = new Set(packs.map(({ name }) => name))
  const siteOf = (host: string): string | undefined => (host === '' ? undefined : host)
  const removedOf = (text: string, host: string): number => cleaner.clean(text, siteOf(host)).removals.length
  return {
    claims(id, text, host) {
      const rule = claimant(text, siteOf(host))
      const [pack = '', name] = rule?.id.split('#') ?? []
      return own.has(pack) && name === id && rule?.sites[0] === siteOf(host)
    },
    stays: (text, host) => removedOf(betweenProse(text), host) === 0,
    goesBefore: (text, host) => removedOf(text, host) === text.trimEnd().split('\n').length - 1,
  }
}
