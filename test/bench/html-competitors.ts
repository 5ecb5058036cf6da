/** Who is measured on pages beside `clean`: the extractors in JavaScript, and the parser alone. */
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from './measure.js'

export const htmlNames = {
  clean: 'clean, one job',
  clean2: 'clean, two jobs',
  parse: 'htmlparser2, parse only',
  readability: 'Readability.js on linkedom',
  defuddle: 'defuddle on linkedom',
} as const

/** Every page of a folder through a function, in the order of the names; what it gives goes to standard output. */
const over = (head: string, body: string): string => `
import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
const [from, folder] = process.argv.slice(2)
const resolve = createRequire(join(from, 'package.json')).resolve
${head}
for (const name of readdirSync(folder).sort()) {
  const html = readFileSync(join(folder, name), 'utf8')
  let text = ''
  try { ${body} } catch { text = '' }
  const bytes = Buffer.from(text + '\\n')
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
}
`

const sources = {
  parse: over(
    "const { parseDocument } = await import(pathToFileURL(resolve('htmlparser2')))",
    'text = String(parseDocument(html).children.length)',
  ),
  readability: over(
    `const { parseHTML } = await import(pathToFileURL(resolve('linkedom')))
const { Readability } = createRequire(join(from, 'package.json'))('@mozilla/readability')`,
    "text = new Readability(parseHTML(html).document).parse()?.textContent ?? ''",
  ),
  defuddle: over(
    `const { parseHTML } = await import(pathToFileURL(resolve('linkedom')))
const { Defuddle } = await import(pathToFileURL(join(from, 'node_modules/defuddle/dist/node.js')))
console.log = console.warn = console.error = () => {}`,
    "text = (await Defuddle(parseHTML(html).document, 'https://example.org/')).content",
  ),
} as const

export interface HtmlCompetitors {
  readonly clean: Command
  readonly clean2: Command
  /** Those that take a folder of pages as their last operand. */
  readonly others: readonly Command[]
  readonly notes: readonly string[]
}

/** `peers`: a folder into which npm installed the others; they are no dependencies of the package. */
export function htmlCompetitors(
  cleanCommand: string,
  peers: string | undefined,
  work: string,
): HtmlCompetitors {
  const argv = cleanCommand.split(' ')
  const notes: string[] = []
  const others: Command[] = []
  const add = (key: keyof typeof sources, from: string, needed: readonly string[]): void => {
    const missing = needed.find((name) => !existsSync(join(from, 'node_modules', name)))
    if (missing !== undefined) {
      notes.push(
        `${htmlNames[key]}: ${missing} is not installed: skipped (--peers names a folder that has it).`,
      )
      return
    }
    const script = join(work, `html-${key}.mjs`)
    writeFileSync(script, sources[key])
    others.push({ name: htmlNames[key], argv: ['node', script, resolve(from)] })
  }
  add('parse', '.', ['htmlparser2'])
  add('readability', peers ?? '.', ['linkedom', '@mozilla/readability'])
  add('defuddle', peers ?? '.', ['linkedom', 'defuddle'])
  return {
    clean: { name: htmlNames.clean, argv: [...argv, '-q', '--jobs', '1'] },
    clean2: { name: htmlNames.clean2, argv: [...argv, '-q', '--jobs', '2'] },
    others,
    notes,
  }
}
