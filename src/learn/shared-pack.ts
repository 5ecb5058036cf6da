/** Proposals for the shipped packs, as a pack that a person can read and take rules from. */
import { keptBy, type Proof, type ProseLine, proseLines, removedBy, unproven } from './examples.js'
import { quoted } from './pack.js'
import type { Proposal } from './shared.js'

/** Share of the pages, 0 to 1, on which a line stands at one side of the text to be claimed there only. */
const ONE_SIDE = 0.9
/** Lines of a rule; more are told apart by a number. */
const RULE_LINES = 200

/** Where a rule would claim it; one word by itself counts in company only. */
function kindOf({ phrase, pages, before, after }: Proposal): string {
  const where = after >= pages * ONE_SIDE ? 'tail' : before >= pages * ONE_SIDE ? 'head' : 'anywhere'
  return phrase.includes(' ') ? where : `${where}-words`
}

export function sharedPackOf(
  name: string,
  proposals: readonly Proposal[],
  prose: readonly string[],
  proof: Proof = unproven,
): string {
  const known = proseLines({ prose })
  const kinds = new Map<string, Proposal[]>()
  for (const one of proposals) kinds.set(kindOf(one), [...(kinds.get(kindOf(one)) ?? []), one])
  const rules = [...kinds]
    .flatMap(([kind, all]) =>
      Array.from({ length: Math.ceil(all.length / RULE_LINES) }, (_, part) =>
        ruleText(
          `${kind}${part === 0 ? '' : `-${part + 1}`}`,
          all.slice(part * RULE_LINES, (part + 1) * RULE_LINES),
          known,
          proof,
        ),
      ),
    )
    .filter((text) => text !== '')
  return [
    '# Proposed by `clean learn --shared`: take what is general, with a category, a language and a reason.\n',
    `pack: ${name}\ntitle: Lines that many hosts print\nlanguage: und\n`,
    rules.length > 0 ? `rules:\n${rules.join('\n')}` : 'rules: []\n',
  ].join('')
}

function ruleText(id: string, lines: readonly Proposal[], prose: readonly ProseLine[], proof: Proof): string {
  const removed = removedBy(id, lines, '', proof)
  if (removed.length === 0) return ''
  const counts = lines.map(({ hosts }) => hosts)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const inside = lines.reduce((sum, line) => sum + line.inside, 0)
  const pages = lines.reduce((sum, line) => sum + line.pages, 0)
  const why = `On ${least === most ? most : `${least} to ${most}`} hosts, outside the text on ${Math.round((1 - inside / pages) * 100)} % of ${pages} pages.`
  return `${[
    `  - id: ${id}`,
    '    category: other',
    `    where: ${id.split('-')[0]}`,
    ...(id.includes('-words') ? ['    weak: true'] : []),
    '    lines:',
    ...lines.map((line) => `      - ${quoted(line.phrase)} # ${countsOf(line)}`),
    `    why: ${quoted(why)}`,
    '    remove:',
    ...removed.map((text) => `      - ${quoted(text)}`),
    '    keep:',
    ...keptBy(lines, prose, '', proof).map((text) => `      - ${quoted(text)}`),
  ].join('\n')}\n`
}

const countsOf = ({ hosts, pages, before, after, inside }: Proposal): string =>
  `${hosts} hosts, ${pages} pages: before ${before}, after ${after}, inside ${inside}`
