/**
 * What would go, written beside the text instead of cut out of it. Spans count code points, so that
 * they are slices of a Python string: `text[start:end]`.
 */
import { type Batch, hows } from '../engine/seam.js'
import { countCharacters, encodeUtf8 } from '../engine/utf8.js'
import type { Rule } from '../types.js'

interface Span {
  readonly from: number
  to: number
  readonly rule: Rule | null
  readonly how: string
}

/** Lines that go one after the other for the same reason are one span. */
function spansOf({ bytes, starts, from, to, fates, takers }: Batch, rules: readonly Rule[]): Span[] {
  const spans: Span[] = []
  let characters = 0
  for (let line = from; line < to; line++) {
    const begin = characters
    characters += countCharacters(bytes, starts[line] as number, starts[line + 1] as number)
    const fate = fates[line] as number
    if (fate === 0) continue
    const how = hows[fate - 1] as string
    const isRuled = how !== 'context' && how !== 'blank'
    const rule = isRuled ? (rules[takers[line] as number] ?? null) : null
    const last = spans.at(-1)
    if (last && last.to === begin && last.rule === rule && last.how === how) last.to = characters
    else spans.push({ from: begin, to: characters, rule, how })
  }
  return spans
}

/** A member to put at the end of the record: `,"marks":[{"start":42,"end":60,"rule":"en/share#this",…}]`. */
export function annotationOf(batch: Batch, rules: readonly Rule[], field: string): Uint8Array {
  const marks = spansOf(batch, rules).map(({ from, to, rule, how }) => ({
    start: from,
    end: to,
    rule: rule?.id ?? null,
    category: rule?.category ?? null,
    how,
  }))
  return encodeUtf8(`,${JSON.stringify(field)}:${JSON.stringify(marks)}`)
}

/** `id` as JSON; without a batch nothing goes. A row of an attribute file of Dolma, without its line end. */
export function attributesOf(id: string, batch: Batch | undefined, rules: readonly Rule[]): Uint8Array {
  const byName = new Map<string, string[]>()
  for (const { from, to, rule, how } of batch ? spansOf(batch, rules) : []) {
    const name = `dechaff__${rule?.category ?? how}`
    // The toolkit's spans carry a score; Python writes it as a float.
    const span = `[${from}, ${to}, 1.0]`
    byName.get(name)?.push(span) ?? byName.set(name, [span])
  }
  const attributes = [...byName].map(([name, spans]) => `${JSON.stringify(name)}: [${spans.join(', ')}]`)
  return encodeUtf8(`{"id": ${id}, "attributes": {${attributes.join(', ')}}}`)
}
