/** Units of a text that a message shows; the rest is an ellipsis. */
const shownUnits = 60

/** Text as messages show it: in backquotes, cut, and with nothing that a terminal would obey. */
export function quote(text: string): string {
  const cut = text.length > shownUnits ? `${text.slice(0, shownUnits)}…` : text
  return `\`${cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escaped)}\``
}

/** "`a`", "`a` or `b`", "`a`, `b` or `c`". */
export function choice(words: readonly string[]): string {
  const quoted = words.map(quote)
  const last = quoted.pop()
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : `${last}`
}

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`
}
