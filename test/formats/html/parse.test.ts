/** The parser of pages agrees with htmlparser2, and selectors with cheerio, on what people and generators write. */
import { load } from 'cheerio/slim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributeOf, childrenOf, PageElement } from '../../../src/formats/html/element.js'
import { Wanted } from '../../../src/formats/html/names.js'
import { parsePage } from '../../../src/formats/html/parse.js'
import { compileSelector } from '../../../src/formats/html/select.js'
import { type Told, tellSlowly } from '../../twin/page.js'

const wanted = ['id', 'class', 'hidden', 'style', 'aria-hidden', 'data-a']

function parse(page: string, isBytes = false): { told: Told[]; root: PageElement } {
  const told: Told[] = []
  const open: PageElement[] = []
  const root = new PageElement('')
  parsePage({ text: page, isBytes }, new Wanted(wanted), root, {
    enter(element) {
      const attributes = Object.fromEntries(
        wanted.flatMap((name) => {
          const value = attributeOf(element, name)
          return value === undefined ? [] : [[name, value]]
        }),
      )
      told.push({ enter: element.name, start: element.start, attributes })
      open.push(element)
    },
    leave() {
      const element = open.pop() as PageElement
      told.push({ leave: element.name, end: element.end })
    },
    text: (text, start, end) => void told.push({ text, start, end }),
  })
  return { told, root }
}

/** Where the page's end cuts off a tag, htmlparser2 finds a text of one sign, and other places for the ends of elements. */
const cutOff = /(<\/?\s*[a-z][^>]*|<!--|<!\[CDATA\[)$/i

const pieces = fc.constantFrom(
  ...['<p>', '</p>', '<div>', '</div>', '<DIV class=a>', '</Div >', '<li>', '<ul>', '</ul>', '<td>'],
  ...['<tr>', '<table>', '</table>', '<br>', '<br/>', '</br>', '<a href="/x?a&amp;b">', '</a>', '<h2>'],
  ...['</h2>', '<svg>', '</svg>', '<svg/>', '<path/>', '<title>', '</title>', '<desc>', '</desc>'],
  ...['<script>', '</script>', '</script x>', '<style>', '</style>', '<textarea>', '</textarea>'],
  ...['<xmp>', '</xmp>', '<!--', '-->', '<!-->', '<!--->', '<!doctype html>', '<!x', '<!-'],
  ...['<![CDATA[', ']]>', '<![if x]>', '<?x ?>', '<?', '</>', '</ p>', '</3>', '<input hidden>'],
  ...['<option>', '<select>', '<button>', '</x>', '&amp;', '&amp', '&', '&#65;', '&#x41', '&notit;'],
  ...['&nbsp;', '\n', 'x ', ' y', '<', '>', '"', "'", '/', '=', '\0', 'é', '🌧', 'ſ', '< '],
  ...['<i id="a&amp;b" id=c>', "<i class='a > b' data-a>", '<i class=a&ampb/ style = "x">'],
  ...['<i hidden="" / hidden=b>', '<i =a class=>', '<i data-a=">&lt"aria-hidden=true>'],
  ...['<i CLASS="A\n b">', '<i', ' class="', ' id=a', '</', '<p/>', '<dd>', '<dt>', '<body>', '<head>'],
)

/**
 * Places of elements have a test of their own: htmlparser2 ends an element that another tag ends behind that tag's
 * name, and what stands behind an end tag's name is to it no part of the tag but of what follows.
 */
const placed = (told: Told, length: number): Told => {
  if ('leave' in told) return { ...told, end: 0 }
  if ('enter' in told) return { ...told, start: 0 }
  return 'text' in told ? { ...told, start: 0, end: Math.min(told.end, length) } : told
}
const runs = Number(process.env['DECHAFF_RUNS'] ?? 2000)

test('tags, attributes, texts and their places are those of htmlparser2', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (some) => {
      const page = some.join('')
      fc.pre(!cutOff.test(page))
      const own = parse(page).told.map((told) => placed(told, page.length))
      expect(own).toEqual(tellSlowly(page, wanted).map((told) => placed(told, page.length)))
    }),
    { numRuns: runs },
  )
})

test('an element begins with its tag and ends behind a tag, or before one, and not behind what it stands in', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (some) => {
      const page = some.join('')
      const { root } = parse(page)
      for (const element of allIn(root)) {
        const { start, end, parent } = element
        expect(page[start]).toBe('<')
        expect(
          page
            .slice(start)
            .replace(/^<\/?\s*/, '')
            .toLowerCase()
            .startsWith(element.name),
        ).toBe(true)
        expect(end >= page.length || page[end - 1] === '>' || page[end] === '<').toBe(true)
        expect(end).toBeGreaterThan(start)
        if (parent !== root) expect(end).toBeLessThanOrEqual((parent as PageElement).end)
      }
    }),
    { numRuns: runs },
  )
})

test.each([
  ['<ul><li>a<li>b</ul>', ['<ul><li>a<li>b</ul>', '<li>a', '<li>b']],
  ['<div><i>a</div >b', ['<div><i>a</div >', '<i>a']],
  ['<p>a<h2>b</h2>', ['<p>a', '<h2>b</h2>']],
  ['<script>a</script x>b', ['<script>a</script x>']],
])('%s', (page, elements) =>
  expect(allIn(parse(page).root).map(({ start, end }) => page.slice(start, end))).toEqual(elements),
)

test('each byte a letter, it reads the same', () => {
  const read = (told: Told): unknown => ({ ...told, start: 0, end: 0 })
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (some) => {
      const page = some.join('')
      const bytes = Buffer.from(page).toString('latin1')
      expect(parse(bytes, true).told.map(read)).toEqual(parse(page).told.map(read))
    }),
    { numRuns: runs },
  )
})

const selectors = [
  ...['p', 'div > p', 'div p', 'p + div', 'p ~ div', '.a', '#a', '[data-a]', '[class*=a i]'],
  ...['p:not(div p, .a)', ':has(> p)', 'div:has(p .a)', ':empty', ':root', ':first-child'],
  ...[':last-child', ':only-child', ':nth-child(2n+1)', ':nth-last-child(2)', ':first-of-type'],
  ...[':last-of-type', ':only-of-type', ':nth-of-type(2)', ':nth-last-of-type(1)', ':is(p, .a) i', '*'],
  ...[':has(+ p)'],
]
const trees = fc.constantFrom(
  '<p>',
  '</p>',
  '<div>',
  '</div>',
  '<i class="b a">',
  '<i id=a>',
  '<i data-a>',
  '</i>',
  'x',
  ' ',
  '<!-- -->',
)

test.each(selectors)('%s selects what it does with cheerio', (selector) => {
  const selects = compileSelector(selector)
  fc.assert(
    fc.property(fc.array(trees, { maxLength: 16 }), (some) => {
      const page = some.join('')
      const $ = load(page, { xml: { xmlMode: false } }, false)
      const wantedOnes = $('*')
        .toArray()
        .map((element) => $(element).is(selector))
      expect(allIn(parse(page).root).map(selects)).toEqual(wantedOnes)
    }),
  )
})

const allIn = (root: PageElement): PageElement[] =>
  childrenOf(root).flatMap((child) => [child, ...allIn(child)])
