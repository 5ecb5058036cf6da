/** Rules for elements: what finds them, what they ask, the guards, and who saves a line. */
import { expect, test } from 'vitest'
import { createCoreCleaner } from '../../../src/core.js'
import { PageElement } from '../../../src/formats/html/element.js'
import { createFinder, wordsOf } from '../../../src/formats/html/find.js'
import { pageDeciderOf } from '../../../src/formats/html/page.js'
import { shippedRuleset } from '../../../src/io/cleaner.js'
import { compilePacks } from '../../../src/packs/load.js'
import { parsePack } from '../../../src/packs/parse.js'

const base = shippedRuleset()
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const article = `<p>${PROSE}</p><p>${PROSE}</p><p>${PROSE}</p>`

/** A pack of rules, each given by its keys beside the mandatory ones. */
function cleanerOf(...rules: string[]) {
  const text = `pack: html/test
title: Test
language: und
rules:
${rules
  .map(
    (keys, number) => `  - id: r${'abcdefgh'[number]}
    category: other
    ${keys.trim().split('\n').join('\n    ')}
    why: A test.
    remove: ["<p>x</p>"]
    keep: ["<p>y</p>"]
`,
  )
  .join('')}`
  const { pack, problems } = parsePack(text, 'test.yaml')
  expect(problems.map(({ message }) => message)).toEqual([])
  const part = compilePacks(pack ? [pack] : [], base)
  return createCoreCleaner({ ...base, parts: [part] }, { ownParts: 1 })
}

/** The lines that stay. */
function keptOf(html: string, rules: readonly string[], site?: string): string[] {
  const { layout, decision } = pageDeciderOf(cleanerOf(...rules))({ text: html, isBytes: false }, site)
  return layout.lines.filter((_, line) => decision.fates[line] === 0)
}

const short = (lines: readonly string[]): string[] => lines.filter((line) => line !== PROSE)

test.each([
  ['a class', 'select: .share', '<div class="x share">Tell a friend</div>', []],
  ['an id', 'select: "#share"', '<div id="share">Tell a friend</div>', []],
  ['a tag', 'select: aside', '<aside>Tell a friend</aside>', []],
  ['an attribute', 'select: "[role=search]"', '<div role="search">Find</div>', []],
  ['several', 'select: "aside, .share > p"', '<aside>a</aside><div class="share"><p>b</p>c</div>', ['c']],
  ['not inside', 'select: "footer:not(article footer)"', '<article><footer>a</footer></article>', ['a']],
  ['a word of a class', 'named: [share]', '<div class="postShare-bar">a</div>', []],
  ['no part of a word', 'named: [share]', '<div class="shareholders">a</div>', ['a']],
  ['two words in one class', 'named: [related posts]', '<div class="td_related_posts_2">a</div>', []],
  ['not in two classes', 'named: [related posts]', '<div class="related posts">a</div>', ['a']],
  ['a word and a selector', 'named: [share]\nselect: ul', '<div class="share"><ul class="share"><li>a</ul>b</div>', ['b']],
  ['link share', 'select: div\nwhen: {link-share: {least: 0.5}}', '<div><a>Home</a></div><div>Home</div>', ['Home']],
  ['characters', 'select: p\nwhen: {characters: {most: 5}}', '<p>12345</p><p>123456</p>', ['123456']],
  ['lines', 'select: ul\nwhen: {lines: {least: 2}}', '<ul><li>a<li>b</ul><ul><li>c</ul>', ['- c']],
  ['list of links', 'select: ul\nwhen: {list-of-links: true}', '<ul><li><a>a</a><li><a>b</a><li><a>c</a></ul><ul><li>d<li>e<li>f</ul>', ['- d', '- e', '- f']],
  ['form-like', 'select: form\nwhen: {form-like: true}', '<form>Your name <input></form>', []],
  ['hidden fields are none', 'select: form\nwhen: {form-like: true}', '<form>Your name <input type=hidden></form>', ['Your name']],
  ['hidden', 'select: div\nwhen: {hidden: true}', '<section hidden><div>a</div></section><div>b</div>', ['b']],
  ['controls', 'select: div\nwhen: {controls: {least: 1}}', '<div>a <button>b</button></div>', []],
  ['preformatted text', 'select: div', '<div>a<pre>b</pre></div>', ['b']],
  ['a line of code', 'select: div', '<div>a<p><code>b<br>c</code></p><a><code>d</code></a></div>', ['b', 'c']],
]) ('%s', (_, rule, html, kept) => {
  expect(short(keptOf(article + html, [`where: anywhere\n${rule}`]))).toEqual(kept)
}) // biome-ignore format: a table

const rows = (count: number, row: string): string => `<table>${`<tr>${row}</tr>`.repeat(count)}</table>`
const tide = '<td>Monday</td><td>High water at six and at seven</td>'

test.each([
  ['is safe', rows(5, tide), '', 5],
  ['is safe where all around it goes', `a<section>${rows(5, tide)}</section>b`, '', 5],
  ['is claimed by who asks for one', rows(5, tide), 'when: {data-table: true}', 0],
  ['has rows', rows(4, `${tide}${tide}`), '', 0],
  ['has cells', rows(5, '<td>High water at six and at seven on Monday</td>'), '', 0],
  ['is more than a few words', rows(5, '<td>5 stars</td><td>12</td>'), '', 0],
  ['is no list of links', rows(5, '<td><a>Monday and the rest</a></td><td><a>High water</a></td>'), '', 0],
  ['is no form', rows(5, `${tide}<td><input></td>`), '', 0],
])('a table of data %s', (_, html, when, left) => {
  const rules = [`where: anywhere\nselect: div\n${when}`]
  expect(short(keptOf(`${article.repeat(4)}<div>${html}</div>`, rules))).toHaveLength(left)
})

test.each([
  ['prose before it', 'head', `${article}<div>a</div>`, ['a']],
  ['none before it', 'head', `<div>a</div>${article}`, []],
  ['prose after it', 'tail', `<div>a</div>${article}`, ['a']],
  ['none after it', 'tail', `${article}<div>a</div><div>b</div>x`, ['x']],
])('where: %s', (_, where, html, kept) => {
  expect(short(keptOf(html, [`where: ${where}\nselect: div`]))).toEqual(kept)
})

test('outside', () => {
  const html = `<p>Top</p><main>${article}<p>In</p></main><p>Bottom</p>`
  expect(short(keptOf(html, ['where: anywhere\nselect: main\noutside: true']))).toEqual(['In'])
})

test('never more than half of the page', () => {
  const html = `<div class="share"><p>${PROSE}</p><p>${PROSE}</p></div><p>${PROSE}</p>`
  expect(keptOf(html, ['where: anywhere\nselect: .share'])).toHaveLength(3)
})

test('not if too little prose is left', () => {
  const parts = Array.from({ length: 9 }, () => `<div>${PROSE}</div>`).join('')
  const { claims } = pageDeciderOf(cleanerOf('where: anywhere\nselect: div'))({ text: parts, isBytes: false })
  expect(claims.undone).toBe(true)
})

test('an element that is saved, and a line', () => {
  const html = `${article}<aside><p class="note">a</p><p>b</p><p>Mind the gap</p></aside>`
  const rules = [
    'where: anywhere\nselect: aside',
    'allow: true\nselect: .note',
    'allow: true\nlines: [mind the gap]',
  ]
  expect(short(keptOf(html, rules))).toEqual(['a', 'Mind the gap'])
})

test('sites', () => {
  const rules = ['where: anywhere\nselect: aside\nsites: [example.org]']
  const html = `${article}<aside>a</aside>`
  expect(short(keptOf(html, rules, 'www.example.org'))).toEqual([])
  expect(short(keptOf(html, rules, 'example.net'))).toEqual(['a'])
})

test('words of a class', () => {
  expect(wordsOf('tdRelated-posts_2')).toEqual(['td', 'related', 'posts'])
})

test('what is found follows the page, not the number of rules', () => {
  const many = Array.from({ length: 10_000 }, (_, rule) => ({
    rule,
    keys: [['class', `c${rule}`] as const],
    plain: true,
    named: [],
    when: {},
    outside: false,
  }))
  let asked = 0
  const element = new PageElement('div')
  element.classes = 'c7 other'
  const finder = createFinder(many).onPage([element])
  finder.find(element, (rule) => {
    asked++
    expect(rule).toBe(7)
  })
  expect(asked).toBe(1)
})

test.each([
  ['div.a > p', '<div class="a"><p>x</p></div>', []],
  ['div.a > p', '<div class="b"><p>x</p></div>', ['x']],
  ['#a .b p, aside', '<div id=a><p class=b>x</p></div><aside>y</aside>', ['x']],
  ['#a > *', '<div id=a><p>x</p></div>', []],
  ['.a + [role]', '<i class="c a">x</i><p role=note>y</p>', ['x']],
  ['p:not(.a p)', '<div><p>x</p></div>', []],
])('%s is asked where the page has what it needs', (select, html, kept) =>
  expect(
    short(
      keptOf(`<section>${article}</section>${html}`, [
        `where: anywhere\nselect: "${select}"\nwhen: {prose-share: {most: 0.3}}`,
      ]),
    ).filter((line) => line !== PROSE),
  ).toEqual(kept),
)

test.each([
  ['select: ".a >"', /Unexpected .*expected a CSS selector/],
  ['select: "div:has(p:not(i:has(b)))"', /Unexpected `:has` inside `:has`/],
  ['select: "div:not(a ~ b ~ c)"', /Unexpected second `~`, expected one at most/],
  ['select: "p:visible"', /Unexpected `:visible`, expected one of/],
  ['lines: [x]\nwhen: {hidden: true}', /Unexpected `when`, expected `when` only with/],
  ['select: p\nweak: true', /Unexpected `weak`, expected no `weak` on a rule for elements/],
  ['select: p\nwhen: {link-share: {least: 2}}', /expected a share from 0 to 1/],
  ['named: ["Share-Bar"]', /expected lower-case words/],
])('what is wrong with %s', (keys, message) => {
  const body = `${keys.includes('weak') ? '' : 'where: anywhere\n'}${keys}`.split('\n').join('\n    ')
  const text = `pack: html/test\ntitle: T\nlanguage: und\nrules:\n  - id: a\n    category: other\n    ${body}\n    why: A.\n    remove: ["<p>x"]\n    keep: ["<p>y"]\n`
  expect(
    parsePack(text, 'a.yaml')
      .problems.map((problem) => problem.message)
      .join('\n'),
  ).toMatch(message)
})
