import { expect, test } from 'vitest'
import { cutToWidth, escapeForTerminal } from '../../src/report/escape.js'

test.each([
  ['plain text', 'It rained – ça, 雨, 🌧.', 'It rained – ça, 雨, 🌧.'],
  ['escape', '\x1b[2Jgone', '\\x1b[2Jgone'],
  ['tab', 'a\tb', 'a b'],
  ['NUL, BEL, CR, LF', '\0\x07\r\n', '\\x00\\x07\\x0d\\x0a'],
  ['DEL', '\x7f', '\\x7f'],
  ['C1', '\x80\x9b\x9f\xa0', '\\x80\\x9b\\x9f\xa0'],
  ['marks', '\u200d\u200e\u200f\u061c', '\u200d\\u200e\\u200f\\u061c'],
  ['overrides', '\u202a\u202e\u202f', '\\u202a\\u202e\u202f'],
  ['isolates', '\u2065\u2066\u2069\u206a', '\u2065\\u2066\\u2069\u206a'],
  ['lone surrogates', '\ud83c \udf27', '\\ud83c \\udf27'],
  ['a backslash stays', '\\x1b', '\\x1b'],
])('escapes: %s', (_, text, escaped) => expect(escapeForTerminal(text)).toBe(escaped))

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['🌧🌧🌧', 3, '🌧🌧🌧'],
  ['🌧🌧🌧🌧', 3, '🌧🌧…'],
  ['🌧ab', 2, '🌧…'],
  ['ab', 1, '…'],
  ['ab', 0, ''],
  ['abc', Number.POSITIVE_INFINITY, 'abc'],
])('cuts %j to %d', (text, columns, cut) => expect(cutToWidth(text, columns)).toBe(cut))
