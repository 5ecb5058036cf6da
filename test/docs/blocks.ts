/**
 * A page's fenced blocks. A `text` block after one that runs is its output; a word after the
 * language (```yaml my-rules.yaml) is the name of a file the later blocks find.
 */
import { readFileSync } from 'node:fs'

export interface Block {
  readonly language: string
  readonly file: string | undefined
  readonly text: string
  /** Number of the line its fence stands on, from 1. */
  readonly line: number
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = []
  let open: { language: string; file: string | undefined; line: number; lines: string[] } | undefined
  for (const [index, line] of readFileSync(page, 'utf8').split('\n').entries()) {
    const fence = /^```(\S*) ?(.*)$/.exec(line)
    if (!fence) open?.lines.push(line)
    else if (open) {
      blocks.push({ ...open, text: open.lines.map((one) => `${one}\n`).join('') })
      open = undefined
    } else open = { language: fence[1] || 'none', file: fence[2] || undefined, line: index + 1, lines: [] }
  }
  if (open) throw new Error(`${page}:${open.line}: a fence without its end`)
  return blocks
}
