/**
 * Nothing from the input reaches a terminal as it is: a control character could move the cursor,
 * a bidirectional one could make a line read as another. Both are shown as what they are.
 */

// Lone surrogates are matched as such because of the flag `u`: a pair is one character to it.
const HARMFUL = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu

/** Shows control and bidirectional characters as `\x1b` or `\u202e`; a tab becomes a space. */
export function escapeForTerminal(text: string): string {
  return text.replace(HARMFUL, (character) => {
    if (character === '\t') return ' '
    const code = character.charCodeAt(0).toString(16)
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`
  })
}

/** The first `columns` code points of `text`; if it is longer, the last of them is `…`. */
export function cutToWidth(text: string, columns: number): string {
  if (text.length <= columns) return text
  if (columns < 1) return ''
  let end = 0
  let last = 0
  for (let count = 0; count < columns; count++) {
    if (end >= text.length) return text
    last = end
    end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1
  }
  return end >= text.length ? text : `${text.slice(0, last)}…`
}
