/**
 * What Python's text methods know of a character: the recipes that presets replay are written in
 * Python, and `len`, `split`, `strip`, `splitlines`, `isupper`, `isdigit`, `\d` and `\w` mean its
 * classes over code points. Bytes that are not UTF-8 count as Python counts them with
 * `errors="replace"`: one U+FFFD for each maximal part.
 */

/** Bits of `kindOf`. */
export const SPACE = 1 // str.isspace: what split() splits at and strip() strips
export const UPPER = 2 // str.isupper
export const DIGIT = 4 // str.isdigit: superscripts and circled digits, too
export const DECIMAL = 8 // `\d`
export const WORD = 16 // `\w`: letters, numbers of any kind, the underscore; no marks
export const BREAK = 32 // where str.splitlines() splits
export const BRACKET = 64 // "[": a citation may begin
export const ODD = 128 // lower() makes an ASCII letter of it: U+0130, U+212A

/** The characters of SPACE, to stand between the brackets of a regular expression. */
export const spaces = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const tests: readonly (readonly [number, RegExp])[] = [
  [SPACE, new RegExp(`^[${spaces}]$`, 'u')],
  [UPPER, /^\p{Uppercase}$/u],
  // Numeric_Type=Digit has no name in regular expressions; here it is whole (UnicodeData.txt, field 7).
  [
    DIGIT,
    /^[\p{Nd}\xb2\xb3\xb9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]$/u,
  ],
  [DECIMAL, /^\p{Nd}$/u],
  [WORD, /^[\p{L}\p{N}_]$/u],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python splits at these
  [BREAK, /^[\n-\r\x1c-\x1e\x85\u2028\u2029]$/],
  [BRACKET, /^\[$/],
  [ODD, /^[\u0130\u212a]$/],
]

/** Planes 0 and 1; what lies beyond is looked at anew each time. */
const kinds = new Uint16Array(0x20000)
const KNOWN = 256

export function kindOf(code: number): number {
  const known = kinds[code] ?? 0
  if (known !== 0) return known
  const character = String.fromCodePoint(code)
  let kind = KNOWN
  for (const [bit, test] of tests) if (test.test(character)) kind |= bit
  if (code < kinds.length) kinds[code] = kind
  return kind
}

const SIZES = 8
const BROKEN = 0xfffd

/** The code point at `at`, times eight, and its bytes: one number, so that nothing is allocated. */
export function decodeAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] as number
  if (first < 0x80) return first * SIZES + 1
  const size = first < 0xc2 || first > 0xf4 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  let code = first & (0x7f >> size)
  for (let k = 1; k < size; k++) {
    const next = at + k < end ? (bytes[at + k] as number) : 0
    const least = k > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    const most = k > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    if (next < least || next > most) return BROKEN * SIZES + k
    code = (code << 6) | (next & 63)
  }
  return (size === 1 ? BROKEN : code) * SIZES + size
}

export const codeOf = (decoded: number): number => decoded >>> 3
export const sizeOf = (decoded: number): number => decoded & 7
