/** The help, from the table of options. At most 80 columns. */
import { groups } from './option.js'
import { options } from './options.js'

/** Where what an option does begins. */
const COLUMN = 29

const head = `dechaff takes the boilerplate off scraped text: comment prompts, share bars,
related links, newsletter prompts, cookie notices, footers.

Usage: clean [options] [FILE ...]        standard input without FILE, or for "-"
       clean explain [options] [FILE]    every line with its verdict
       clean restore --audit A [CLEANED] the original bytes back
       clean stats merge FILE ...        the counts of several runs as one
       clean rules list | show ID | test [PACK ...] | lint [PACK ...]
       clean rules import ftr DIR -o PACKS

Examples:
  cat page.txt | clean > article.txt
  clean -i --audit removed.jsonl pages/*.txt
  clean restore --audit removed.jsonl cleaned.txt -o original.txt
  clean --diff page.txt
  clean --skip attribution -r my-rules.yaml page.txt
`

const tail = `
Exit codes: 0 done, whether or not anything was removed; 1 --check, rules test
or rules lint found something; 2 wrong use, wrong rules, or a file that could
not be read or written (the others are still done); 130, 143 interrupted.
`

export function helpText(): string {
  const sections = groups.map((group) => {
    const lines = options
      .filter((option) => option.group === group)
      .map((option) => {
        const value = option.value ? (option.optional ? `[=${option.value}]` : ` ${option.value}`) : ''
        const names = `  ${option.short ? `-${option.short}, ` : '    '}--${option.name}${value}`
        return names.length > COLUMN - 2
          ? `${names}\n${' '.repeat(COLUMN)}${option.help}`
          : `${names.padEnd(COLUMN)}${option.help}`
      })
    return `\n${group}:\n${lines.join('\n')}\n`
  })
  return head + sections.join('') + tail
}

export const shortHelp = `Usage: clean [options] [FILE ...], or text on standard input: cat page.txt | clean
clean --help says more.
`
