/** `remove` and `keep` entries: lines, or small documents. */
import { offsetInside } from './inside.js'
import type { Example, ExampleLine } from './pack.js'
import { quote } from './quote.js'
import { positionOf, report, type Source, type TextTree } from './tree.js'

/** A document under `remove` marks its lines; one under `keep` stays whole and marks none. */
export function readExample(source: Source, tree: TextTree, marked: boolean): Example {
  const text = tree.value.replace(/\n+$/, '')
  const position = positionOf(source, offsetInside(source.text, tree, 0))
  if (isSnippet(text) || !text.includes('\n')) return { text, ...position }
  const lines = text.split('\n').map((line) => (marked ? readLine(line) : stays(line)))
  return { text, lines, ...position }
}

/** HTML: an example for elements. */
export function isSnippet(text: string): boolean {
  return /^\s*</.test(text)
}

/** Blank lines need no marker. */
function readLine(line: string): ExampleLine {
  if (line === '-' || line.startsWith('- ')) return { text: line.slice(2), goes: true }
  return stays(line.startsWith('  ') ? line.slice(2) : line)
}

function stays(text: string): ExampleLine {
  return { text, goes: false }
}

/** A marked document has a marker on every line that is not blank, and a line that goes. */
export function checkMarks(source: Source, tree: TextTree): void {
  const text = tree.value.replace(/\n+$/, '')
  if (!text.includes('\n')) return
  let offset = 0
  let goes = false
  for (const line of text.split('\n')) {
    goes ||= readLine(line).goes
    if (line.trim() !== '' && !/^(?:- | {2}|-$)/.test(line)) {
      const message = `Unexpected line ${quote(line)} in a document under \`remove\`, expected \`- \` (goes) or two spaces (stays) before it; write \`- ${quote(line).slice(1)}`
      report(source, offsetInside(source.text, tree, offset), 'PACK_EXAMPLE', message)
    }
    offset += line.length + 1
  }
  if (!goes) {
    const message =
      'Unexpected document under `remove` in which no line goes, expected `- ` before one at least; mark it, or move the document to `keep`'
    report(source, tree.start, 'PACK_EXAMPLE', message)
  }
}
