/** May this pattern run on every line of the world? Refuses all that could be slow, or never match. */
import { type AST, RegExpParser, RegExpSyntaxError, visitRegExpAST } from '@eslint-community/regexpp'
import { firstUnfolded, foldedForm } from './folded.js'
import { packLimits } from './limits.js'
import { literalIn } from './literal.js'
import { quote } from './quote.js'
import { countWays, matchesEmpty, type Trap } from './ways.js'

/** `index` counts UTF-16 units of the pattern or the literal, from 0. */
export interface PatternProblem {
  readonly code: 'PACK_PATTERN' | 'PACK_LITERAL'
  readonly part: 'pattern' | 'literal'
  readonly index: number
  readonly message: string
}

export interface CheckedPattern {
  readonly problems: readonly PatternProblem[]
  /** Every match begins with the literal. */
  readonly prefix: boolean
}

type Report = (index: number, message: string) => void

/** Patterns are compiled with the flag `u`, anchored at both ends, and see folded lines. */
export function checkPattern(source: string, literal: string | undefined): CheckedPattern {
  const problems: PatternProblem[] = []
  const report: Report = (index, message) =>
    problems.push({ code: 'PACK_PATTERN', part: 'pattern', index, message })
  const pattern = readPattern(source, report)
  if (pattern !== undefined) {
    checkNodes(pattern, report)
    if (problems.length === 0) checkTime(pattern, report)
    if (problems.length === 0) checkEngine(source, report)
    if (matchesEmpty(pattern)) {
      report(
        0,
        'Unexpected pattern that matches nothing at all, expected one that asks for text; make a part of it mandatory',
      )
    }
  }
  const before = problems.length
  const prefix = checkLiteral(pattern, literal, problems)
  return { problems, prefix: prefix && problems.length === before }
}

function readPattern(source: string, report: Report): AST.Pattern | undefined {
  if (source.length > packLimits.patternUnits) {
    report(
      0,
      `Unexpected ${source.length} characters, expected at most ${packLimits.patternUnits} (patternUnits); write phrases instead`,
    )
    return undefined
  }
  try {
    return new RegExpParser().parsePattern(source, 0, source.length, { unicode: true })
  } catch (error) {
    if (!(error instanceof RegExpSyntaxError)) throw error
    report(Math.min(error.index, source.length), syntaxMessage(error))
    return undefined
  }
}

/** The parser may know newer syntax and a newer Unicode than the engine. */
function checkEngine(source: string, report: Report): void {
  try {
    new RegExp(source, 'u')
  } catch (error) {
    report(0, syntaxMessage(error as Error))
  }
}

function syntaxMessage({ message }: Error): string {
  const what = message.slice(message.lastIndexOf(': ') + 2)
  return `Unexpected syntax (${what}), expected a regular expression with the flag \`u\`; mend it, or write a phrase`
}

/** Whatever is refused wherever it stands. */
function checkNodes(pattern: AST.Pattern, report: Report): void {
  let unfolded = false
  visitRegExpAST(pattern, {
    onAssertionEnter(node) {
      if (node.kind === 'start' || node.kind === 'end') {
        report(
          node.start,
          `Unexpected anchor ${quote(node.raw)}, expected none: the compiler anchors it; take it out`,
        )
      } else if (node.kind !== 'word') {
        report(
          node.start,
          `Unexpected look-around ${quote(node.raw)}, expected none; write what the line is, not what it is not`,
        )
      }
    },
    onBackreferenceEnter(node) {
      report(node.start, `Unexpected back-reference ${quote(node.raw)}, expected none; write the text again`)
    },
    onCapturingGroupEnter(node) {
      if (node.name !== null) {
        report(node.start, `Unexpected named group ${quote(node.name)}, expected none; write \`(?:…)\``)
      }
    },
    onGroupEnter(node) {
      if (node.modifiers !== null) {
        report(
          node.start,
          `Unexpected flags ${quote(`(?${node.modifiers.raw}`)}, expected none: lines are folded to lower case; write \`(?:…)\``,
        )
      }
    },
    onQuantifierEnter(node) {
      if (!node.greedy) {
        const greedy = node.raw.slice(node.element.raw.length, -1)
        report(
          node.start,
          `Unexpected lazy quantifier ${quote(`${greedy}?`)}, expected a plain one: the whole line must match anyway; write ${quote(greedy)}`,
        )
      }
    },
    onCharacterSetEnter(node) {
      const name = node.kind === 'property' ? (node.value ?? node.key) : ''
      if (node.kind === 'property' && !node.negate && upperCase.has(name)) {
        report(
          node.start,
          `Unexpected ${quote(node.raw)}, expected lower case: lines are folded to lower case; write \`\\p{L}\``,
        )
      }
    },
    onCharacterEnter(node) {
      const character = String.fromCodePoint(node.value)
      const inRange = node.parent?.type === 'CharacterClassRange'
      const wrong = inRange ? /^\p{Lu}$/u.test(character) : foldedForm(character) !== undefined
      // One is enough: `COMMENTS` is one mistake.
      if (wrong && !unfolded) report(node.start, unfoldedMessage(character))
      unfolded ||= wrong
    },
  })
}

const upperCase: ReadonlySet<string> = new Set([
  'Lu',
  'Uppercase_Letter',
  'Uppercase',
  'Upper',
  'Lt',
  'Titlecase_Letter',
])

function unfoldedMessage(character: string): string {
  const what = /^\p{Lu}$/u.test(character) ? 'upper-case letter' : 'character'
  return `Unexpected ${what} ${quote(character)}, expected folded text: lines are folded to lower case and plain punctuation first; write ${quote(foldedForm(character) ?? character.toLowerCase())}`
}

const traps: Readonly<Record<Trap, string>> = {
  nested:
    'nested quantifier, expected no long repetition inside a repeated group; write the group out, or a phrase with slots',
  ambiguous:
    'nested quantifier, expected a repeated group that can match in one way only (no overlapping alternatives or optional parts); write it without',
  adjacent:
    'quantifier before another that takes the same characters, expected a fixed text between the two; join them',
}

function checkTime(pattern: AST.Pattern, report: Report): void {
  let trapped = false
  const ways = countWays(pattern, (trap, node) => {
    trapped = true
    report(node.start, `Unexpected ${traps[trap]}`)
  })
  if (trapped || ways <= packLimits.patternWays) return
  report(
    0,
    `Unexpected number of ways to match (${ways.toExponential(0)}), expected at most ${packLimits.patternWays} (patternWays): two open repetitions; write narrower ones, as \`\\d+\` or \`[^,]+\``,
  )
}

function checkLiteral(
  pattern: AST.Pattern | undefined,
  literal: string | undefined,
  problems: PatternProblem[],
): boolean {
  const report = (part: PatternProblem['part'], index: number, message: string) => {
    problems.push({ code: 'PACK_LITERAL', part, index, message })
  }
  if (literal === undefined) {
    report('pattern', 0, 'Missing literal, expected a text that every match contains; add `literal: …`')
    return false
  }
  const length = [...literal].length
  if (length < packLimits.literalCharacters) {
    report(
      'literal',
      0,
      `Unexpected literal ${quote(literal)} of ${length} characters, expected at least ${packLimits.literalCharacters}; write a longer part of the pattern`,
    )
    return false
  }
  const unfolded = firstUnfolded(literal)
  if (unfolded !== undefined) {
    report('literal', unfolded.index, unfoldedMessage(unfolded.character))
    return false
  }
  if (pattern === undefined) return false
  const { everywhere, prefix } = literalIn(pattern, literal)
  if (!everywhere) {
    report(
      'literal',
      0,
      `Unexpected literal ${quote(literal)}, expected text that every match contains; write text that is in all alternatives and not optional`,
    )
  }
  return prefix
}
