/** How a page becomes lines: kinds, links, holders, hidden elements, and pages that are broken. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Layout, layOut, layoutAttributes } from '../../../src/formats/html/layout.js'
import { pageLimits } from '../../../src/formats/html/limits.js'
import { Wanted } from '../../../src/formats/html/names.js'
import { tellSlowly } from '../../twin/page.js'

const page = (html: string): Layout => layOut({ text: html, isBytes: false }, new Wanted(layoutAttributes))

test.each([
  ['paragraphs', '<p>It rained.</p><p>It stopped.</p>', ['It rained.', 'It stopped.']],
  ['a fragment', 'It <b>rained</b> all\n  day', ['It rained all day']],
  ['br and hr', 'One<br>two<hr>three', ['One', 'two', 'three']],
  ['inline elements', '<p>A <a href="/b">b</a><span> c</span></p>', ['A b c']],
  [
    'lists',
    '<ul><li>One<ul><li>Two</ul><li><p>Three</p><p>more</p></ul>',
    ['- One', '  - Two', '- Three', 'more'],
  ],
  [
    'a row is a line',
    '<table><tr><th>Tide<td>6:40<tr><td>Wind<td>west</table>',
    ['Tide\t6:40', 'Wind\twest'],
  ],
  [
    'a table that lays out a page',
    `<table><tr><td>Menu<td><p>It rained.</p><p>${'It rained again. '.repeat(9).trim()}</p></table>`,
    ['Menu', 'It rained.', 'It rained again. '.repeat(9).trim()],
  ],
  ['preformatted text', '<pre>\nif x:\n  y\n\nz  \n</pre>', ['if x:', '  y', '', 'z']],
  ['CRLF in it', '<pre>a\r\nb\rc</pre>', ['a', 'b', 'c']],
  ['noscript', '<noscript><p>The thread.</p></noscript>', ['The thread.']],
  ['programs and styles', '<script>"</p>It"</script><style>p{}</style><p>rained</p>', ['rained']],
  ['the title is not in the page', '<head><title>Rain</title></head><body>It rained.', ['It rained.']],
  ['entities', '<p>R&amp;D&nbsp;&eacute; &#x41;</p>', ['R&D é A']],
  ['no end tags', '<p>One<p>Two<div>Three', ['One', 'Two', 'Three']],
  ['end tags of nothing', '</div></p>One</span>', ['One']],
  ['NUL', '<p>a\0b</p>', ['a\0b']],
  ['nothing', '', []],
  ['a comment', '<!-- no comments --><p>One<!-- x --> two', ['One two']],
])('%s', (_, html, lines) => expect(page(html).lines).toEqual(lines))

test('kinds', () => {
  const html =
    '<h2>Rain</h2><p>It.</p><ul><li>a<li><h3>b</h3></ul><table><tr><td>x<td>y<tr><td>z</table><pre>p</pre>'
  expect(page(html).kinds).toEqual(['heading', 'text', 'item', 'heading', 'cell', 'text', 'preformatted'])
})

test('link text', () => {
  expect(page('<p><a href="/">Home</a> and away</p><p>x</p>').linkCharacters).toEqual([4, 0])
})

test('the smallest element that holds the line', () => {
  const { holders, elements } = page('<div id=a><p id=b>One <i>two</i></p><i id=c>three</i></div>')
  const ids = holders.map((holder) => elements.nodes[holder]?.id)
  expect(ids).toEqual(['b', 'c'])
})

test('hidden elements are marked', () => {
  const html =
    '<p hidden>a</p><p aria-hidden="true">b</p><div style="display: none"><p>c</p></div><p style="color:red">d</p>'
  const { holders, elements } = page(html)
  expect(holders.map((holder) => elements.hidden[holder])).toEqual([1, 1, 1, 0])
})

test('ten thousand elements inside each other', () => {
  expect(page(`${'<div>'.repeat(10_000)}deep${'</div>'.repeat(10_000)}`).lines).toEqual(['deep'])
})

test.each([
  ['depth', '<b>'.repeat(pageLimits.pageDepth + 2), /pageDepth/],
  ['elements', '<br>'.repeat(pageLimits.pageElements + 1), /pageElements/],
])('beyond the limit: %s', (_, html, message) => expect(() => page(html)).toThrow(message))

test('no line holds a line feed, and none is lost', () => {
  const piece = fc.constantFrom(
    '<p>', '</p>', '<div>', '</div>', '<li>', '<ul>', '</ul>', '<td>', '<tr>', '<table>', '</table>', '<pre>',
    '</pre>', '<br>', '<a>', '</a>', '<h2>', '</h2>', '<script>', '</script>', '<!--', '-->', '&amp;', '\n', 'x ',
    ' y', '<', '>', '"', '\0',
  ) // biome-ignore format: a list of pieces
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const html = pieces.join('')
      const { lines, kinds, holders } = page(html)
      expect(lines.some((line) => line.includes('\n'))).toBe(false)
      expect([kinds.length, holders.length]).toEqual([lines.length, lines.length])
      const bare = (text: string): string => text.replace(/[\s-]+/g, '')
      const texts = tellSlowly(html, []).map((told) => ('text' in told ? told.text : ''))
      expect(bare(lines.join(''))).toBe(bare(texts.join('')))
    }),
  )
})
