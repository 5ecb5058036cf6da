/** Who is measured: the commands, and the pack that `clean` is grown with. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { Command } from './measure.js'
import { latinVoice, seeded } from './words.js'

export const names = {
  clean: 'clean, shipped packs',
  grown: 'clean, packs grown',
  pipe: 'bare Node pipe',
  ripgrep: 'ripgrep-300',
  sed: 'sed -E',
} as const

const ripgrepPhrases = 300
const grownPhrases = 20_000
/** A pack may hold so much text and no more. */
const rulesPerPack = 40
const phrasesPerRule = 100

/** What somebody would write by hand; for `grep -E` and `sed -E` alike, so no slash and no class `\d`. */
const patterns = [
  '^[Nn]o [Cc]omments[:.]?$',
  '^[0-9]+ [Cc]omments?[:.]?$',
  '^[Cc]omments( \\([0-9]+\\))?[:.]?$',
  '^([Pp]ost|[Ll]eave|[Aa]dd) a [Cc]omment$',
  '^[Ll]eave a [Rr]eply$',
  '^Reply$',
  '^Share( this (article|post|page))?:?$',
  '^Share on (Facebook|Twitter|LinkedIn|WhatsApp|Pinterest)$',
  '^(Email|Print) this (article|page)$',
  '^[Rr]ead [Mm]ore( ?»)?$',
  '^Continue [Rr]eading',
  '^Related ([Aa]rticles|[Pp]osts|[Ss]tories):?$',
  '^You (may|might) also like:?$',
  '^(Previous|Next|Older|Newer) [Pp]osts?$',
  '^(Back to top|Skip to (main )?content)$',
  '^Privacy (Policy|Notice)$',
  '^Terms (of (Use|Service)|and Conditions)$',
  'All [Rr]ights [Rr]eserved\\.?$',
  '^(Sign up for|Subscribe to) (our|the) newsletter',
  '^(Advertisement|Sponsored( content)?)$',
]

const pipeSource =
  "require('fs').createReadStream('', { fd: 0, highWaterMark: 1 << 20 }).pipe(process.stdout)"

/** Phrases without slots of the English packs, evenly spread over them in order of the alphabet. */
function packPhrases(wanted: number): string[] {
  // Resolved from the checkout: the bundle may lie elsewhere.
  const { parse } = createRequire(resolve('package.json'))('yaml') as typeof import('yaml')
  const files = existsSync('rules/en') ? readdirSync('rules/en').filter((file) => file.endsWith('.yaml')) : []
  const packs = files.map((file) => parse(readFileSync(join('rules/en', file), 'utf8')) as Pack)
  const lines = packs.flatMap((pack) => pack.rules?.flatMap((rule) => rule.lines ?? []) ?? [])
  const phrases = [...new Set(lines.filter((line) => !line.includes('{')))].sort()
  const step = Math.max(1, phrases.length / wanted)
  return Array.from(
    { length: Math.min(wanted, phrases.length) },
    (_, i) => phrases[Math.floor(i * step)] as string,
  )
}

interface Pack {
  readonly rules?: readonly { readonly lines?: readonly string[] }[]
}

/** A folder of packs of invented phrases, of the words of the corpus `made`: its lines must lead deep into the matcher. */
function grownPacks(folder: string): string {
  const voice = latinVoice(seeded(1))
  const phrases = new Set<string>()
  while (phrases.size < grownPhrases) {
    const phrase = voice.short().toLowerCase()
    if (phrase.split(' ').length > 2) phrases.add(phrase)
  }
  const all = [...phrases]
  const rules = Array.from({ length: grownPhrases / phrasesPerRule }, (_, i) => {
    const lines = all.slice(i * phrasesPerRule, (i + 1) * phrasesPerRule)
    return `  - id: invented-${i}
    category: other
    where: tail
    lines:\n${lines.map((line) => `      - "${line}"`).join('\n')}
    why: Invented to measure how the speed depends on the number of phrases.
    remove: ["${lines[0]}"]
    keep: ["The council of the town met on Monday, and ${lines[0]} was not on its list."]\n`
  })
  mkdirSync(folder, { recursive: true })
  for (let at = 0; at < rules.length; at += rulesPerPack) {
    const head = `pack: en/bench-${at}\ntitle: Invented phrases\nlanguage: en\nrules:\n`
    writeFileSync(join(folder, `bench-${at}.yaml`), head + rules.slice(at, at + rulesPerPack).join(''))
  }
  return folder
}

export interface Competitors {
  readonly commands: readonly Command[]
  readonly clean: Command
  readonly grown: Command
  readonly pipe: Command
  readonly notes: readonly string[]
}

export function competitors(cleanCommand: string, work: string): Competitors {
  const cleanArgv = cleanCommand.split(' ')
  const packs = join(work, 'rules/en')
  mkdirSync(packs, { recursive: true })
  const phrases = packPhrases(ripgrepPhrases)
  const phraseFile = join(work, 'phrases.txt')
  writeFileSync(phraseFile, phrases.map((phrase) => `${phrase}\n`).join(''))
  const clean = { name: names.clean, argv: cleanArgv }
  const grown = {
    name: names.grown,
    argv: [...cleanArgv, '-r', grownPacks(join(packs, 'grown'))],
  }
  const pipe = { name: names.pipe, argv: ['node', '-e', pipeSource] }
  const ripgrep = {
    name: names.ripgrep,
    argv: ['rg', '--no-config', '-a', '-v', '-i', '-x', '-F', '-f', phraseFile, '-'],
  }
  const installed = spawnSync('rg', ['--version']).status === 0
  const notes = [`The packs are grown by ${grownPhrases.toLocaleString('en')} invented phrases (\`-r\`).`]
  if (!installed) notes.push('ripgrep is not installed: skipped.')
  else if (phrases.length === 0) notes.push('`rules/en` holds no phrase: ripgrep is skipped.')
  else
    notes.push(
      `ripgrep-300 is \`rg -v -i -x -F -f\` with ${phrases.length} phrases of \`rules/en\` without slots.`,
    )
  notes.push(`grep -vE and sed -E (as deletes) have the same ${patterns.length} patterns.`)
  const commands: Command[] = [
    { name: 'cat', argv: ['cat'] },
    pipe,
    {
      name: 'grep -vE',
      argv: ['grep', '-a', '-v', ...patterns.flatMap((pattern) => ['-e', pattern]), '-E'],
    },
    ...(installed && phrases.length > 0 ? [ripgrep] : []),
    {
      name: names.sed,
      argv: ['sed', '-E', ...patterns.flatMap((pattern) => ['-e', `/${pattern}/d`])],
    },
    clean,
    grown,
  ]
  return { commands, clean, grown, pipe, notes }
}
