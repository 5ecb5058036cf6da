/** Text to tree. Nothing an author can write makes this throw, run long or use much memory. */
import { Lexer, LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import { packLimits } from './limits.js'
import { quote } from './quote.js'
import { buildTree, report, type Source, type Tree } from './tree.js'

/** Editors do not count a byte order mark. */
export function sourceOf(text: string, file: string): Source {
  const marked = text.startsWith('\ufeff')
  return { file, text: marked ? text.slice(1) : text, lines: new LineCounter(), problems: [] }
}

/** Undefined if the text is not YAML: what could be read of it would be guesswork. */
export function readTree(source: Source): Tree | undefined {
  const { text, lines } = source
  if (text.length > packLimits.packUnits) {
    refuse(
      source,
      0,
      'PACK_SIZE',
      `Unexpected ${text.length} characters, expected at most ${packLimits.packUnits} (packUnits); split the file`,
    )
    return undefined
  }
  const stray = strayCharacter(text)
  if (stray !== undefined) {
    const code = (text.codePointAt(stray) as number).toString(16).toUpperCase().padStart(4, '0')
    refuse(
      source,
      stray,
      'PACK_CHARACTER',
      `Unexpected character U+${code}, expected text in UTF-8; save the file as UTF-8, or write the character as an escape in double quotes`,
    )
    return undefined
  }
  const deep = tooDeepAt(text)
  if (deep !== undefined) {
    refuse(
      source,
      deep,
      'PACK_DEPTH',
      `Unexpected depth, expected at most ${packLimits.depth} lists and maps inside each other; flatten it, or quote the text`,
    )
    return undefined
  }
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // Its own check is quadratic in the keys of a map; the tree does it.
      uniqueKeys: false,
      stringKeys: true,
      // `silent` would also keep quiet about a second document.
      logLevel: 'error',
    })
    for (const error of document.errors.slice(0, packLimits.problems + 1)) reportYaml(source, error)
    if (document.directives?.yaml.explicit) {
      report(source, 0, 'PACK_SYNTAX', 'Unexpected `%YAML` directive, expected none; take it off')
    }
    return source.problems.length > 0 ? undefined : buildTree(source, document.contents, 0)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    refuse(
      source,
      0,
      'PACK_SYNTAX',
      `Unexpected YAML (${quote(error.message)}), expected plainer YAML; quote the text`,
    )
    return undefined
  }
}

/** Before the parser has counted lines. */
function refuse(source: Source, offset: number, code: string, message: string): void {
  const before = source.text.slice(0, offset).split('\n')
  const column = (before[before.length - 1] as string).length + 1
  source.problems.push({ code, file: source.file, line: before.length, column, message })
}

/** Control characters, and what a decoder writes for bytes that are not UTF-8. */
function strayCharacter(text: string): number | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  const stray = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]/.exec(text)
  return stray?.index
}

/**
 * On `{{{{…` and `- - - …` the YAML parser recurses until the process is out of memory, which
 * nothing can catch. So the depth is counted first, by its lexer, which does not recurse.
 */
function tooDeepAt(text: string): number | undefined {
  let flow = 0
  let indicators = 0
  let offset = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow++
    else if (token === ']' || token === '}') flow--
    else if (token === '-' || token === '?' || token === ':') indicators++
    else if (token === '\n' || token === '\r\n' || token === ',') indicators = 0
    if (flow > packLimits.depth || indicators > packLimits.depth) return offset
    // These three are the lexer's own marks and stand for no character.
    if (token !== '\x02' && token !== '\x18' && token !== '\x1f') offset += token.length
  }
  return undefined
}

const advice: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'quote text that begins with `*`',
  BAD_DQ_ESCAPE: 'in double quotes write `\\\\` for a backslash, or use single quotes',
  BAD_INDENT:
    'line the entries up; a block whose first line begins with spaces is opened with `|2` instead of `|`',
  BAD_SCALAR_START: 'put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'quote text that holds `: `',
  MISSING_CHAR: 'close what was opened',
  MULTIPLE_DOCS: 'write one a file, without `---` in between',
  NON_STRING_KEY: 'quote text that begins with `{`, `[` or `?`',
  TAB_AS_INDENT: 'indent with spaces',
  UNEXPECTED_TOKEN: 'quote text that holds `: # { [ * & ! | > % @` or quotes',
}

function reportYaml(source: Source, error: YAMLParseError): void {
  const found = error.message.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 120)
  const what = advice[error.code] ?? 'quote the text, or see how other packs write it'
  report(source, error.pos[0], 'PACK_SYNTAX', `Unexpected YAML (${found}), expected YAML 1.2; ${what}`)
}
