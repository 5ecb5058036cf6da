/** Packs for tests: one that is right, of which a test changes a line. */

export const goodPack = `pack: en/comments
title: Comment sections
language: en
rules:
  - id: no-comments
    category: comments
    where: tail
    lines:
      - "no comments"
      - "comments ({n})"
    why: Blogger prints it under every post.
    remove: ["No comments:"]
    keep: ["No comments were made by the minister."]
`

/** The good pack with one text in place of another, which it must hold once. */
export function changed(from: string, to: string): string {
  if (goodPack.split(from).length !== 2) throw new Error(`not once in the pack: ${from}`)
  return goodPack.replace(from, () => to)
}

/** The good pack with further keys at the end of its rule, from line 14 and column 5 on. */
export function withKeys(...lines: readonly string[]): string {
  return goodPack + lines.map((line) => `    ${line}\n`).join('')
}

/** A stand-in for the engine's folding. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[\s*•·|»«>]+|[\s:.!»›>*|-]+$/gu, '')
}
