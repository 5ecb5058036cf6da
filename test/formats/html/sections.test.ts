/** Rules for lines on pages: what a claimed heading takes with it, and what becomes of a list of claimed links. */
import { expect, test } from 'vitest'
import { createCoreCleaner } from '../../../src/core.js'
import { pageDeciderOf } from '../../../src/formats/html/page.js'
import { shippedRuleset } from '../../../src/io/cleaner.js'

const decide = pageDeciderOf(createCoreCleaner(shippedRuleset()))
const PROSE = 'The river rose slowly in the night, and by the morning the lower road was under water.'
const prose = `<p>${PROSE}</p>`.repeat(5)
const names =
  'Ferry times|The mill|Old maps|The bakery|Boats for hire|Winter fair|Bees in town|Two bridges|Net mending|Salt pans|The lighthouse|Market day|Wild garlic|The weir'
const items = names.replace(/[^|]+\|?/g, (name) => `<li>${name.replace('|', '')}</li>`)
const list = `<ul>${items}</ul>`

/** The lines that stay, but for the prose. */
function kept(html: string): string[] {
  const { layout, decision } = decide({ text: html, isBytes: false })
  return layout.lines.filter((line, number) => decision.fates[number] === 0 && line !== PROSE)
}

const all = names.split('|').map((name) => `- ${name}`)
const section = (inside: string): string => `<section>${inside}</section>`
const flood = section(`<h2>The flood</h2>${prose}`)
const related = '<h2>Related posts</h2>'

test.each([
  [
    'an opener anywhere takes its section, however long',
    `${prose}${section(related + list)}${flood}`,
    ['The flood'],
  ],
  [
    'one of the tail, too, though content follows',
    `${prose}${section(`<h2>You may also like</h2>${list}`)}${flood}`,
    ['The flood'],
  ],
  ['at the end', prose + section(related + list), []],
  [
    'links, too',
    `${prose}${section(related + list.replace(/<li>(.*?)<\/li>/g, '<li><a href="#">$1</a></li>'))}${flood}`,
    ['The flood'],
  ],
  [
    'headings of a lower rank are inside',
    `${prose}${section(`${related}<h3>By boat</h3>${list}`)}${flood}`,
    ['The flood'],
  ],
  [
    'a wrapper of the heading is no section',
    `${prose}${section(`<div>${related}</div>${list}`)}${flood}`,
    ['The flood'],
  ],
  ['before the first prose an opener goes alone', section(related + list) + prose, all],
  [
    'prose inside keeps the section',
    `${prose}${section(`${related}${list}<p>${PROSE}</p>`)}${flood}`,
    [...all.slice(8), 'The flood'],
  ],
  [
    'code inside keeps it',
    `${prose}${section(`${related}${list}<pre>tide()</pre>`)}${flood}`,
    [...all.slice(8), 'tide()', 'The flood'],
  ],
  [
    'so does a heading of the same rank',
    `${prose}${section(`${related}${list}<h2>The weir</h2>`)}${flood}`,
    [...all.slice(8), 'The weir', 'The flood'],
  ],
  [
    'an element that begins before the heading is none of its own',
    `${prose}${section(`<p>Ana</p>${related}${list}`)}${flood}`,
    ['Ana', ...all.slice(8), 'The flood'],
  ],
  [
    'nor is one that is most of the page',
    `<p>${PROSE}</p>${section(related + list)}<p>Rain</p>`,
    [...all.slice(8), 'Rain'],
  ],
  [
    'a page that is mostly no prose',
    `${prose}${section(related + list)}${'<p>Rain</p>'.repeat(200)}`,
    [...all.slice(8), ...Array<string>(200).fill('Rain')],
  ],
  [
    'a line that is no heading',
    `${prose}${section(`<p>Related posts</p>${list}`)}${flood}`,
    [...all.slice(8), 'The flood'],
  ],
])('%s', (_, html, expected) => {
  expect(kept(html)).toEqual(expected)
})

const links = (...texts: string[]): string =>
  `<ul>${texts.map((text) => `<li><a href="#">${text}</a></li>`).join('')}</ul>`

test.each([
  [links('Share on Facebook', 'Tweet', 'Print', 'Plurkle')],
  [links('Plurkle', 'Share on Facebook', 'Share on Twitter', 'Print')],
  [links('Share on Facebook', 'Share on Twitter', 'Plurkle', 'Share via email')],
])('a list of claimed links takes the unknown one: %s', (html) => {
  expect(kept(prose + html + prose)).toEqual([])
  expect(kept(prose + html)).toEqual([])
})
