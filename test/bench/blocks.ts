/** Blocks of whole documents in made up languages: prose, short lines, boilerplate. */
import { chinese, english, russian } from './boilerplate.js'
import { type Tally, withTypography } from './typography.js'
import {
  between,
  cyrillicVoice,
  latinVoice,
  pick,
  type Random,
  seeded,
  unspacedVoice,
  type Voice,
} from './words.js'

const boilerplateShare = 0.08 // of the non-blank lines
const otherShare = 0.03 // of the characters of Latin text, outside ASCII
const poolBytes = 32 * 1024 * 1024
const blockBytes = 16 * 1024

interface Language {
  readonly voice: Voice
  readonly boilerplate: readonly string[]
  readonly share: number
}

/** Lines so far and the boilerplate among them, so that the share comes out exact. */
interface Counts extends Tally {
  lines: number
  boilerplate: number
}

function paragraph(voice: Voice, random: Random): string {
  const wanted = between(random, ...voice.paragraph)
  let text = voice.sentence()
  while (text.length < wanted) text += voice.space + voice.sentence()
  return text
}

function makeDocument(language: Language, random: Random, counts: Counts): string {
  const lines: string[] = []
  const content = (line: string) => {
    const { share } = language
    lines.push(share > 0 ? withTypography(line, counts, share) : line)
    counts.lines += 1
  }
  const boilerplate = () => {
    const line = pick(random, language.boilerplate).replace('#', () => `${between(random, 1, 250)}`)
    lines.push(line)
    counts.characters += line.length
    counts.lines += 1
    counts.boilerplate += 1
  }
  content(language.voice.short())
  for (let left = between(random, 10, 40); left > 0; left -= 1) {
    if (random() < 0.6) content(paragraph(language.voice, random))
    else content(language.voice.short())
    if (random() < 0.3) lines.push('')
    if (random() < 0.02) boilerplate() // alone in the text; the others end the document
  }
  lines.push('')
  while (counts.boilerplate < boilerplateShare * counts.lines) boilerplate()
  return `${lines.join('\n')}\n`
}

/** Blocks of whole documents, `poolBytes` in all. */
function makePool(languages: readonly Language[], random: Random, bytes: number): Buffer[] {
  const pool: Buffer[] = []
  const counts: Counts = { characters: 0, others: 0, lines: 0, boilerplate: 0 }
  for (let made = 0; made < Math.min(bytes, poolBytes); ) {
    const documents: string[] = []
    for (let length = 0; length < blockBytes; length += documents.at(-1)?.length ?? 0)
      documents.push(makeDocument(pick(random, languages), random, counts))
    const block = Buffer.from(documents.join(''))
    pool.push(block)
    made += block.length
  }
  return pool
}

export function madeBlocks(bytes: number): () => Buffer {
  const random = seeded(1)
  const latin = { voice: latinVoice(random), boilerplate: english, share: otherShare }
  const pool = makePool([latin], random, bytes)
  return () => pick(random, pool)
}

export function foreignBlocks(bytes: number): () => Buffer {
  const random = seeded(2)
  const cyrillic = { voice: cyrillicVoice(random), boilerplate: russian, share: 0 }
  const unspaced = { voice: unspacedVoice(random), boilerplate: chinese, share: 0 }
  const pool = makePool([cyrillic, unspaced], random, bytes)
  return () => pick(random, pool)
}
