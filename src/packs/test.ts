/**
 * Packs against their own examples: every `remove` line is claimed by its rule, every `keep` line
 * survives the whole set; small documents come out as marked.
 */
import { createCoreCleaner } from '../core.js'
import { createPreset } from '../engine/preset.js'
import type { Ruleset } from '../engine/ruleset.js'
import type { Problem } from '../errors.js'
import { type Against, against, againstRules, betweenProse } from './against.js'
import { isSnippet } from './examples.js'
import type { Example, Pack, PackRule, PresetPack } from './pack.js'
import { presetData } from './preset-load.js'
import { quote } from './quote.js'
import { checkSnippets, type DecidePage } from './test-snippets.js'

/** What is wrong with the examples of `packs`, which are in `ruleset`. `decidePage`: for those that are HTML. */
export function testPacks(packs: readonly Pack[], ruleset: Ruleset, decidePage: DecidePage): Problem[] {
  const rules = againstRules(ruleset)
  return [
    ...testRules(packs, rules),
    ...packs.flatMap(({ file, rules: own }) =>
      own.flatMap((rule) => {
        const isSnippetOf = ({ text }: Example): boolean => isSnippet(text)
        const snippets = {
          ...rule,
          remove: rule.remove.filter(isSnippetOf),
          keep: rule.keep.filter(isSnippetOf),
        }
        return checkSnippets(file, snippets, rules.cleaner, decidePage)
      }),
    ),
  ]
}

/** What is wrong with the examples of a preset. */
export function testPreset(pack: PresetPack, ruleset: Ruleset): Problem[] {
  const preset = createPreset(presetData(pack))
  const claimer = preset.claimer(new Uint8Array(preset.rules.length).fill(1))
  return testRules([pack], against(claimer, createCoreCleaner({ ...ruleset, parts: [] }, { preset })))
}

function testRules(packs: readonly Pack[], { claimant, cleaner }: Against): Problem[] {
  function checkRemove(file: string, { rule, when }: PackRule, example: Example): Problem | undefined {
    const place = { file, line: example.line, column: example.column }
    const site = rule.sites[0]
    if (example.lines) {
      const text = example.lines.map((line) => `${line.text}\n`).join('')
      const gone = new Set(cleaner.clean(text, site).removals.map(({ line }) => line))
      const wrong = example.lines.findIndex(
        (line, index) => line.text.trim() !== '' && line.goes !== gone.has(index + 1),
      )
      if (wrong < 0) return undefined
      const line = example.lines[wrong] as { text: string; goes: boolean }
      return {
        ...place,
        code: 'PACK_EXAMPLE',
        message: `Unexpected ${line.goes ? 'stay' : 'loss'} of ${quote(line.text)} in the document, expected it to ${line.goes ? 'go' : 'stay'}; change the rule or the marks`,
      }
    }
    const found = claimant(example.text, site)
    if (found?.id === rule.id) return undefined
    const instead = found ? `claimed by ${found.id} instead` : 'claimed by no rule'
    return {
      ...place,
      code: 'PACK_EXAMPLE',
      message: `Unexpected example ${quote(example.text)}, ${instead}, expected ${rule.id} to claim it; ${when ? 'take it out, or see the rules before' : 'add its phrase to `lines`'}`,
    }
  }

  function checkKeep(file: string, { rule }: PackRule, example: Example): Problem | undefined {
    const place = { file, line: example.line, column: example.column }
    const site = rule.sites[0]
    const text = example.lines
      ? example.lines.map((line) => `${line.text}\n`).join('')
      : betweenProse(example.text)
    const [lost] = cleaner.clean(text, site).removals
    if (lost === undefined) return undefined
    const taker = lost.rule ? lost.rule.id : lost.how
    return {
      ...place,
      code: 'PACK_EXAMPLE',
      message: `Unexpected loss of ${quote(lost.text.trimEnd())} to ${taker}, expected it to stay; make that rule narrower`,
    }
  }

  return packs.flatMap(({ file, rules: own }) =>
    own.flatMap((rule) => {
      const isText = ({ text }: Example): boolean => !isSnippet(text)
      const remove = rule.rule.allow ? [] : rule.remove.filter(isText)
      const problems = [
        ...remove.map((example) => checkRemove(file, rule, example)),
        ...rule.keep.filter(isText).map((example) => checkKeep(file, rule, example)),
      ]
      return problems.filter((problem) => problem !== undefined)
    }),
  )
}
