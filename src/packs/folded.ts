/** Characters that no folded line holds, so that a pattern with them never matches. */

const folds: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ı: 'i',
  İ: 'i',
  '…': '.',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
}

/** What stands in a folded line in place of the character; undefined if it stays as it is. */
export function foldedForm(character: string): string | undefined {
  const known = folds[character]
  if (known !== undefined) return known
  const folded = /\s/u.test(character) ? ' ' : character.normalize('NFKC').toLowerCase()
  return folded === character ? undefined : folded
}

/** Index in UTF-16 units of the first such character of a text. */
export function firstUnfolded(text: string): { index: number; character: string } | undefined {
  let index = 0
  for (const character of text) {
    if (foldedForm(character) !== undefined) return { index, character }
    index += character.length
  }
  return undefined
}
